"""Wishes: the one reward that a member is saving for."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, session
from hub.people.persons import Person
from rewards.catalogue import Reward


class Wish(Model):
    """What a member saves for, since when."""

    __tablename__ = "wishes"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    reward_id: Mapped[int] = mapped_column(sa.ForeignKey("rewards.id"), index=True)
    since: Mapped[datetime]


def wished_by(person: Person) -> int | None:
    """Return the id of the reward that a member saves for."""
    return session.scalar(sa.select(Wish.reward_id).where(Wish.person_id == person.id))


def save_for(reward: Reward, *, by: Person, now: datetime) -> None:
    """Save for a reward from now on, instead of any other."""
    session.merge(Wish(person_id=by.id, reward_id=reward.id, since=now))
    session.flush()


def come_true(reward: Reward, *, by: Person) -> None:
    """Stop saving for a reward that was just taken."""
    session.execute(sa.delete(Wish).where(Wish.person_id == by.id, Wish.reward_id == reward.id))


def drop(*, by: Person) -> None:
    """Stop saving for anything in particular."""
    session.execute(sa.delete(Wish).where(Wish.person_id == by.id))
