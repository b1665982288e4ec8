"""Voices: from where somebody speaks (a customer, a buyer, the vendor's team), and under which face they
are seen.
"""

from enum import StrEnum
from typing import Any

from hub.i18n import _
from hub.people import faces
from hub.people.companies import CompanyKind
from hub.people.faces import Face
from hub.people.persons import Person


class Voice(StrEnum):
    """From where a post speaks, kept as it was when it was written."""

    CUSTOMER = "customer"
    BUYER = "buyer"
    TEAM = "team"


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


def face(row: tuple[Any, ...], pseudonym: str | None = None) -> Face:
    """Return the face of a row of `faces.columns`; under a pseudonym nothing of the person shows through."""
    return _behind(pseudonym) if pseudonym else faces.face(row)


def brief_face(row: tuple[Any, ...], pseudonym: str | None, company: str | None = None) -> Face:
    """Return the same of a row of `faces.brief_columns`."""
    return _behind(pseudonym) if pseudonym else faces.brief_face(row, company)


def name_of(person: Person, pseudonym: str | None) -> str:
    """Return the name under which somebody is spoken of."""
    return pseudonym or person.name


def _behind(pseudonym: str) -> Face:
    return Face(pseudonym, "".join(word[0] for word in pseudonym.split() if len(word) > 2)[:2].upper())
