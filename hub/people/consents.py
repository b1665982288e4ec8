"""Consents: what a person agreed to, in which version, when; withdrawn is a date on the record, never a deletion."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, changed, session
from hub.i18n import _
from hub.people.persons import Person

TERMS_VERSION = "2026-11"
PURPOSES = {  # nobody is asked to agree to what nothing here does
    "membership": _("Keep my profile and what I do here, to run the programme"),
    "references": _("Suggest me to buyers who ask for somebody like me; I decide each time"),
}
NECESSARY = ("membership",)


class Consent(Model):
    """That a person agreed to a purpose, in the words of a version; `withdrawn_at` when they took it back."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    purpose: Mapped[str]
    version: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


def given_by(person: Person) -> dict[str, Consent]:
    """Return the consents that hold, by purpose."""
    rows = session.scalars(
        sa.select(Consent)
        .where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None))
        .order_by(Consent.given_at)
    )
    return {row.purpose: row for row in rows}


def history(person: Person) -> list[Consent]:
    """Return everything a person ever agreed to, the latest first."""
    return list(
        session.scalars(sa.select(Consent).where(Consent.person_id == person.id).order_by(Consent.id.desc()))
    )


def give(person: Person, purpose: str, *, now: datetime) -> None:
    """Record that a person agrees; agreeing again to the same version changes nothing."""
    held = given_by(person).get(purpose)
    if held is None or held.version != TERMS_VERSION:
        session.add(Consent(person_id=person.id, purpose=purpose, version=TERMS_VERSION, given_at=now))
        session.flush()


def withdraw(person: Person, purpose: str, *, now: datetime) -> bool:
    """Record that a person takes a consent back; from now on it is obeyed everywhere."""
    held = sa.update(Consent).where(
        Consent.person_id == person.id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None)
    )
    return changed(held.values(withdrawn_at=now)) > 0
