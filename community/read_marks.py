"""Read marks: up to which post somebody has read a topic.

Written by a small POST after the page, never by a GET.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.topics import Topic
from hub.database import Model, changed, insert_once
from hub.people.persons import Person

FRESH = timedelta(days=14)
"""What nobody opened for longer than this is no longer called new."""


class ReadMark(Model):
    """That a person has read a topic up to the post of this number."""

    __tablename__ = "topic_read_marks"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), primary_key=True, index=True)
    number: Mapped[int]


UNREAD = sa.and_(
    Topic.last_post_at > sa.bindparam("fresh_since", type_=Topic.last_post_at.type),
    sa.func.coalesce(ReadMark.number, 0) < Topic.post_count,
)
"""The condition that a topic, outer-joined with the reader's mark, holds something new for them."""


def fresh_since(now: datetime) -> dict[str, datetime]:
    """Return the parameter of `UNREAD`."""
    return {"fresh_since": now - FRESH}


def read(topic: Topic, up_to: int, *, by: Person) -> None:
    """Remember that somebody read up to a post; a mark never moves back, nor past the last post."""
    number = max(0, min(up_to, topic.post_count))
    if insert_once(ReadMark, person_id=by.id, topic_id=topic.id, number=number):
        return
    own = sa.and_(ReadMark.person_id == by.id, ReadMark.topic_id == topic.id, ReadMark.number < number)
    changed(sa.update(ReadMark).where(own).values(number=number))
