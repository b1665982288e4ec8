"""Voices: from where somebody speaks (a customer, a buyer, the vendor's team), and under which face they
are seen.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from hub.i18n import _, gettext
from hub.people.companies import Company, CompanyKind
from hub.people.persons import Person


class Voice(StrEnum):
    """From where a post speaks, kept as it was when it was written."""

    CUSTOMER = "customer"
    BUYER = "buyer"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Face:
    """Whom readers see: a member with title and company, or a pseudonym and nothing else."""

    name: str
    initials: str
    photo_url: str | None = None
    title: str | None = None
    company_name: str | None = None
    handle: str | None = None


def voice_of(person: Person) -> Voice:
    """Return from where a person speaks now. An advocate who moderates is still a customer."""
    employed = person.company is not None and person.company.kind is CompanyKind.VENDOR
    if "advocate" in person.role_names and not employed:
        return Voice.CUSTOMER
    return Voice.TEAM if person.is_staff or employed else Voice.BUYER


def pseudonym_of(person: Person) -> str:
    """Return the words under which a buyer may write: "A buyer in insurance"."""
    industry = person.company.industry if person.company else None
    if not industry:
        return str(_("A buyer"))
    word = industry if industry[1:2].isupper() else industry[:1].lower() + industry[1:]
    return str(_("A buyer in %(industry)s", industry=word))


def columns(person: Any = Person, company: Any = Company) -> tuple[Any, ...]:
    """Return the columns that `face` needs, in its order: a row of them costs far less than a person."""
    return (
        person.handle,
        person.first_name,
        person.last_name,
        person.title,
        person.photo_key,
        person.erased_at.is_not(None).label("erased"),
        company.name,
    )


WIDTH = 7
"""How many columns `columns` gives."""


def face(row: tuple[Any, ...] | sa.Row[Any], pseudonym: str | None = None) -> Face:
    """Return the face of a row of `columns`; under a pseudonym nothing of the person shows through."""
    if pseudonym:
        return Face(pseudonym, "".join(word[0] for word in pseudonym.split() if len(word) > 2)[:2].upper())
    handle, first, last, title, photo, erased, company = row
    if erased:
        return Face(gettext("A former member"), "…")
    name = f"{first} {last}".strip()
    initials = "".join(part[0] for part in (first, last) if part).upper() or "…"
    return Face(name, initials, f"/files/{photo}" if photo else None, title, company, handle)


def name_of(person: Person, pseudonym: str | None) -> str:
    """Return the name under which somebody is spoken of."""
    return pseudonym or person.name
