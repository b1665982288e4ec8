"""Subscriptions: who wants to hear of a topic, and who wants not to. Writing in a topic follows it."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.circles import within
from community.topics import Topic
from hub.database import Model, changed, insert_once, session
from hub.people.persons import Person, joined


class Wish(StrEnum):
    """What somebody wants to hear of a topic."""

    FOLLOW = "follow"
    MUTE = "mute"


class Subscription(Model):
    """That a person follows a topic, or mutes it."""

    __tablename__ = "topic_subscriptions"

    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True, index=True)
    wish: Mapped[Wish]


def choose(topic: Topic, wish: Wish | None, *, by: Person) -> None:
    """Follow a topic, mute it, or (None) have no wish about it."""
    own = sa.and_(Subscription.topic_id == topic.id, Subscription.person_id == by.id)
    if wish is None:
        session.execute(sa.delete(Subscription).where(own))
    elif not insert_once(Subscription, topic_id=topic.id, person_id=by.id, wish=wish):
        changed(sa.update(Subscription).where(own).values(wish=wish))


def follow_by_writing(topic: Topic, *, by: Person) -> None:
    """Follow a topic that one wrote in, unless one has said something else."""
    insert_once(Subscription, topic_id=topic.id, person_id=by.id, wish=Wish.FOLLOW)


def followers(topic: Topic) -> tuple[list[Person], set[int]]:
    """Return who follows a topic and may (still) see it, and the ids of who wants to hear nothing of it."""
    found = (
        sa.select(Subscription.wish, Person)
        .join(Person, Subscription.person_id == Person.id)
        .where(Subscription.topic_id == topic.id, joined())
        .options(sa.orm.selectinload(Person.roles))
    )
    rows = session.execute(found).all()
    following = [person for wish, person in rows if wish is Wish.FOLLOW]
    muted = {person.id for wish, person in rows if wish is Wish.MUTE}
    return [person for person in following if within(topic.forum.sees, person)], muted
