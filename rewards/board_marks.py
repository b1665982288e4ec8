"""Places far down a board, without counting everybody above.

Every few hundred places a mark remembers which points stand there. One's own place is that of the nearest
mark above, plus those between: exact near the top, which no mark covers, and as fresh as the last round
below.
"""

from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, reading, session, transaction
from rewards import boards
from rewards.boards import Board, Period

STEP = 250

_BEYOND = 2**31 - 1
"""More points than anybody has."""


class BoardMark(Model):
    """That `place` members of a board had at least `points` when it was counted."""

    __tablename__ = "board_marks"

    period: Mapped[Period] = mapped_column(primary_key=True)
    begins_on: Mapped[date] = mapped_column(primary_key=True)
    points: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int]


class Standing(NamedTuple):
    """Where a member stands with their points; equal points share a place. `about`: counted from a mark."""

    points: int
    place: int
    about: bool


def standing_of(person_id: int, over: Board) -> Standing | None:
    """Return where a member would stand on a board; None without points in its time."""
    asked = {**over._asdict(), "person": person_id}
    held, marked, between = session.connection().execute(_standing(over.period), asked).one()
    if held is None or held <= 0:
        return None
    return Standing(held, 1 + (marked or 0) + between, about=marked is not None)


def renew(*, now: datetime) -> None:
    """Count the running boards anew and forget the marks of those that are over."""
    for period in Period:
        over = boards.board(period, now.date())
        with reading():  # it may take a second: nobody's writing waits for it
            found = [{**over._asdict(), "points": points, "place": place} for points, place in _marks(over)]
        with transaction():
            session.execute(sa.delete(BoardMark).where(BoardMark.period == period))
            if found:
                session.execute(sa.insert(BoardMark), found)


def _marks(over: Board) -> list[tuple[int, int]]:
    """Return points and place of a mark about every `STEP` members, from the top."""
    held = boards.figures(over.period).points
    members = boards.ranked(over.period).add_columns(held, sa.func.count()).group_by(held)
    marks, place, last = [], 0, 0
    for points, number in session.execute(members.order_by(held.desc()), over._asdict()):
        place += number
        if place - last >= STEP:
            marks.append((points, place))
            last = place
    return marks


@cache
def _standing(period: Period) -> sa.Select[Any]:
    """Return the statement for a member's points, the place of the nearest mark above, and how many stand
    between.
    """
    read = boards.figures(period)
    one = read.person_id == sa.bindparam("person", type_=sa.Integer)
    held = sa.select(read.points).where(read.of_board, one).scalar_subquery()
    above = (
        BoardMark.period == sa.bindparam("period", type_=BoardMark.period.type),
        BoardMark.begins_on == sa.bindparam("begins_on", type_=BoardMark.begins_on.type),
        BoardMark.points > held,
    )
    mark = sa.select(BoardMark.place).where(*above).order_by(BoardMark.points).limit(1)
    nearest = sa.select(sa.func.coalesce(sa.func.min(BoardMark.points), _BEYOND)).where(*above)
    between = boards.ranked(period, above=held).where(read.points < nearest.scalar_subquery())
    return sa.select(held, mark.scalar_subquery(), between.add_columns(sa.func.count()).scalar_subquery())
