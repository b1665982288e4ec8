"""Answerers: the customers who answered a question, and may be wished for in a talk about it."""

import sqlalchemy as sa

from community.posts import Post
from community.topics import Topic
from community.voices import Voice
from hub.database import session
from hub.people.persons import Person, joined


def of(topic: Topic) -> list[Person]:
    """Return the customers who answered, the first to answer first."""
    answered = (
        sa.select(Post.author_id, sa.func.min(Post.number).label("first"))
        .where(
            Post.topic_id == topic.id,
            Post.voice == Voice.CUSTOMER,
            Post.removed.is_(False),
            Post.number > 1,
            Post.author_id != topic.author_id,
        )
        .group_by(Post.author_id)
        .subquery()
    )
    found = sa.select(Person).join(answered, answered.c.author_id == Person.id).where(joined())
    return list(session.scalars(found.order_by(answered.c.first)))


def find(topic: Topic | None, handle: str) -> Person | None:
    """Return who of them has this handle; None for anybody else."""
    return (
        next((person for person in of(topic) if person.handle == handle), None) if topic and handle else None
    )
