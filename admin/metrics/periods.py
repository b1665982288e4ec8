"""Periods: the stretch of time a figure is about, the one before it, and the twelve months that led up to
it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from hub.database import Moment
from hub.errors import Refusal
from hub.i18n import _

USUAL = timedelta(days=90)
"""What a figure is about unless one asks for other dates."""

MONTHS = 12


@dataclass(frozen=True)
class Period:
    """From `start` (included) to `end` (not included), both aware."""

    start: datetime
    end: datetime

    @property
    def before(self) -> "Period":
        """The period of the same length that ended when this one began."""
        return Period(self.start - (self.end - self.start), self.start)

    @property
    def first(self) -> date:
        """The day (UTC) on which it begins."""
        return self.start.date()

    @property
    def last(self) -> date:
        """The last day (UTC) of which something lies in it."""
        return (self.end - timedelta(microseconds=1)).date()

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in the period."""
        return self.start <= moment < self.end


def usual(now: datetime) -> Period:
    """Return the last 90 days."""
    return Period(now - USUAL, now)


def of_days(first: date | None, last: date | None, *, now: datetime) -> Period:
    """Return the period from the first day to the last, both included (UTC); what is not given is as usual.

    It ends now at the latest. Raises `Refusal` when the days stand in the wrong order.
    """
    end = min(now, _begin(last) + timedelta(days=1)) if last else now
    start = _begin(first) if first else end - USUAL
    if start >= end:
        raise Refusal(_("The first day comes before the last, and is not in the future."), field="from")
    return Period(start, end)


def months(end: datetime) -> list[Period]:
    """Return the twelve calendar months (UTC) up to `end`, oldest first; the last one is not over yet."""
    first = end.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    starts = [first]
    for _month in range(MONTHS - 1):
        starts.insert(0, (starts[0] - timedelta(days=1)).replace(day=1))
    return [Period(start, after) for start, after in zip(starts, [*starts[1:], end], strict=True)]


def finished(now: datetime) -> list[Period]:
    """Return the eleven months before the present one, oldest first."""
    return months(now)[:-1]


def spans(periods: Sequence[Period]) -> sa.CTE:
    """Return the periods as rows (`n` from 0, `start`, `end`), so that one statement measures all of them."""
    rows = [
        sa.select(
            sa.literal(n).label("n"),
            sa.literal(period.start, Moment()).label("start"),
            sa.literal(period.end, Moment()).label("end"),
        )
        for n, period in enumerate(periods)
    ]
    return sa.union_all(*rows).cte()


def within(moment: sa.SQLColumnExpression[Any], span: sa.CTE) -> sa.ColumnElement[bool]:
    """The condition that a moment lies in a span."""
    return sa.and_(moment >= span.c.start, moment < span.c.end)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
