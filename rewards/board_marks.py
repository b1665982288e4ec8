"""Places far down a board, without counting everybody above.

Every few hundred places a mark remembers which points stand there. One's own place is that of the nearest
mark above, plus those between: exact near the top, which no mark covers, and as fresh as the last round
below.
"""

from datetime import date, datetime

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


def place_columns(
    period: Period, points: sa.ScalarSelect[int]
) -> tuple[sa.ScalarSelect[int], sa.ScalarSelect[int]]:
    """Return the place of the nearest mark above those points on a board of a period (none near the top), and how
    many members stand between.
    """
    above = (
        BoardMark.period == sa.bindparam("period", type_=BoardMark.period.type),
        BoardMark.begins_on == sa.bindparam("begins_on", type_=BoardMark.begins_on.type),
        BoardMark.points > points,
    )
    marked = sa.select(BoardMark.place).where(*above).order_by(BoardMark.points).limit(1)
    nearest = sa.select(sa.func.coalesce(sa.func.min(BoardMark.points), _BEYOND)).where(*above)
    below_it = boards.figures(period).points < nearest.scalar_subquery()
    between = boards.ranked(period, above=points).where(below_it).add_columns(sa.func.count())
    return marked.scalar_subquery(), between.scalar_subquery()


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
