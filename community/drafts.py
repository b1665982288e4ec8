"""Drafts: what somebody has begun to write, kept on the server while they type, gone when it is posted."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.content.text import MAX_CHARACTERS
from hub.database import Model, changed, insert_once, session
from hub.people.persons import Person

FIELDS = ("forum", "title", "body", "tags")
NEW = "new"
"""The place of a topic that is not started yet."""


class Draft(Model):
    """What a person has begun in a place (`topic:7` for a reply, `new` for a topic)."""

    __tablename__ = "community_drafts"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    fields: Mapped[dict[str, Any]]
    at: Mapped[datetime]


def keep(place: str, fields: dict[str, str], *, by: Person, now: datetime) -> None:
    """Keep what was written so far; nothing written is nothing kept."""
    kept = {name: fields.get(name, "")[:MAX_CHARACTERS] for name in FIELDS if fields.get(name, "").strip()}
    if not kept:
        return forget(place, by=by)
    if not insert_once(Draft, person_id=by.id, place=place, fields=kept, at=now):
        changed(sa.update(Draft).where(_own(place, by)).values(fields=kept, at=now))
    return None


def find(place: str, *, by: Person) -> dict[str, str]:
    """Return what a person has begun in a place, by field; empty when nothing."""
    return session.scalar(sa.select(Draft.fields).where(_own(place, by))) or {}


def forget(place: str, *, by: Person) -> None:
    """Forget what was begun: it was posted, or emptied."""
    session.execute(sa.delete(Draft).where(_own(place, by)))


def _own(place: str, by: Person) -> sa.ColumnElement[bool]:
    return sa.and_(Draft.person_id == by.id, Draft.place == place)
