"""Levels: ordered thresholds on lifetime points, each with a name and a perk. The first begins at zero."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, remembered, session


class Level(Model):
    """A step of the ladder.

    `threshold` is in lifetime points; `perk` is a sentence, empty when there is none.
    """

    __tablename__ = "levels"

    id: Mapped[int] = mapped_column(primary_key=True)
    threshold: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    perk: Mapped[str]


class Step(NamedTuple):
    """A level as pages show it."""

    id: int
    threshold: int
    name: str
    perk: str


COLUMNS = (Level.id, Level.threshold, Level.name, Level.perk)
"""The columns of a `Step`."""


class Climb(NamedTuple):
    """Where somebody stands on the ladder. Nothing is `next` on the highest level."""

    lifetime: int
    level: Step
    next: Step | None

    @property
    def missing(self) -> int:
        """How many points lie before the next level; none on the last."""
        return max(0, self.next.threshold - self.lifetime) if self.next else 0


def ladder() -> list[Level]:
    """Return all levels, the lowest first."""
    return remembered("levels", lambda: list(session.scalars(sa.select(Level).order_by(Level.threshold))))


def level_of(lifetime: int, steps: Sequence[Step]) -> Step:
    """Return the highest of `steps` (ascending) that is reached; the lowest for who has not begun."""
    reached = [step for step in steps if step.threshold <= lifetime]
    return reached[-1] if reached else steps[0]


def climb(lifetime: int, steps: Sequence[Step], *, held: int = 0) -> Climb:
    """Return where `lifetime` points stand on `steps`.

    `held` is the threshold of the highest level that was reached and stays with the member, whatever
    thresholds became since.
    """
    level = level_of(max(lifetime, held), steps)
    following = {lower.id: upper for lower, upper in pairwise(steps)}
    return Climb(lifetime, level, following.get(level.id))
