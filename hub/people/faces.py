"""Faces: whom readers see on a page, as a few values. A row of them costs far less than a person."""

from typing import Any, NamedTuple

from hub.i18n import gettext
from hub.people.companies import Company
from hub.people.persons import Person


class Face(NamedTuple):
    """A member with title and company; or a pseudonym, or a tombstone, and nothing else."""

    name: str
    initials: str
    photo_url: str | None = None
    title: str | None = None
    company_name: str | None = None
    handle: str | None = None


WIDTH = 7
"""How many columns `columns` gives."""


def columns(person: Any = Person, company: Any = Company) -> tuple[Any, ...]:
    """Return the columns that `face` needs, in its order."""
    return (
        person.handle,
        person.first_name,
        person.last_name,
        person.title,
        person.photo_key,
        person.erased_at.is_not(None).label("erased"),
        company.name,
    )


def brief_columns(person: Any = Person) -> tuple[Any, ...]:
    """Return the columns that `brief_face` needs, in its order: for lists that show no title or company."""
    return (person.first_name, person.last_name, person.photo_key, person.erased_at.is_not(None))


def face(row: tuple[Any, ...]) -> Face:
    """Return the face of a row of `columns`, in the language of who reads."""
    handle, first, last, title, photo, erased, company = row
    if erased:
        return Face(name(first, last, erased=True), "…")
    initials = "".join(part[0] for part in (first, last) if part).upper() or "…"
    return Face(name(first, last), initials, f"/files/{photo}" if photo else None, title, company, handle)


def name(first: str, last: str, erased: bool = False) -> str:
    """Return a whole name, of who was erased that somebody was here; in the language of who reads."""
    return gettext("A former member") if erased else f"{first} {last}".strip()


def brief_face(row: tuple[Any, ...], company: str | None = None) -> Face:
    """Return the face of a row of `brief_columns`: a picture and a name."""
    first, last, photo, erased = row
    return face((None, first, last, None, photo, erased, company))


def face_of(person: Person) -> Face:
    """Return the face of a person who is read already."""
    return Face(
        person.name, person.initials, person.photo_url, person.title, person.company_name, person.handle
    )
