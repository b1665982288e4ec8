"""Places far down a board, without counting everybody above.

Every few hundred places a mark remembers which points stand there. One's own place is that of the nearest
mark above, plus those between: exact near the top, which no mark covers, and as fresh as the last round
below.
"""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, session, transaction
from rewards import boards
from rewards.boards import Board, Period

STEP = 250


class BoardMark(Model):
    """That `place` members of a board had at least `points` when it was counted."""

    __tablename__ = "board_marks"

    period: Mapped[Period] = mapped_column(primary_key=True)
    begins_on: Mapped[date] = mapped_column(primary_key=True)
    points: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int]


@dataclass(frozen=True)
class Place:
    """Where somebody stands. `about` says that it was counted from a mark."""

    number: int
    about: bool


def place_of(points: int, over: Board) -> Place:
    """Return the place that `points` have on a board; equal points share it."""
    above = BoardMark.points > points
    marks = sa.select(BoardMark.points, BoardMark.place).where(
        BoardMark.period == over.period, BoardMark.begins_on == over.begins_on, above
    )
    mark = session.execute(marks.order_by(BoardMark.points).limit(1)).first()
    better = boards.ranked(over).add_columns(sa.func.count()).where(over.points > points)
    if mark is None:
        return Place(1 + (session.scalar(better) or 0), about=False)
    return Place(1 + mark.place + (session.scalar(better.where(over.points < mark.points)) or 0), about=True)


def renew(*, now: datetime) -> None:
    """Count the running boards anew and forget the marks of those that are over."""
    for period in Period:
        over = boards.board(period, now.date())
        with transaction():
            session.execute(sa.delete(BoardMark).where(BoardMark.period == period))
            session.add_all(
                BoardMark(period=period, begins_on=over.begins_on, points=points, place=place)
                for points, place in _marks(over)
            )


def _marks(over: Board) -> list[tuple[int, int]]:
    """Return points and place of a mark about every `STEP` members, from the top."""
    held = (
        boards.ranked(over)
        .add_columns(over.points, sa.func.count())
        .group_by(over.points)
        .order_by(over.points.desc())
    )
    marks, place, last = [], 0, 0
    for points, members in session.execute(held):
        place += members
        if place - last >= STEP:
            marks.append((points, place))
            last = place
    return marks
