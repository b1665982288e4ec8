"""Drafts: what somebody has typed into the request form and not sent yet; one a person."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, session
from hub.people.persons import Person

MOST_LETTERS = 20_000


class Draft(Model):
    """The fields of the form as they were typed."""

    __tablename__ = "reference_drafts"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    fields: Mapped[dict[str, Any]]
    at: Mapped[datetime]


def keep(person: Person, fields: dict[str, list[str]], *, now: datetime) -> None:
    """Keep what a person has typed; more than a form can hold is left."""
    if sum(len(value) for values in fields.values() for value in values) <= MOST_LETTERS:
        session.merge(Draft(person_id=person.id, fields=fields, at=now))


def find(person: Person) -> Draft | None:
    """Return a person's draft."""
    return session.get(Draft, person.id)


def drop(person: Person) -> None:
    """Forget a draft: it was sent, or is not wanted any more."""
    session.execute(sa.delete(Draft).where(Draft.person_id == person.id))
