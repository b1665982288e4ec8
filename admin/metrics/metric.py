"""A metric: what it is called, how it is made in words, where it should lie, and the functions that measure
it.

`counted` is a statement that answers any number of periods at once: a row (`n`, `one`, `two`, `three`) for
each of which something is known, of which `figure` makes the value. So a figure, the one before and twelve
months, and those of several metrics, cost one query. `rows` is the statement for what lies behind, with one
labelled column per `Column`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from admin.metrics import periods
from admin.metrics.figures import Figure, Target, Unit, better, moved, scaled, spoken
from admin.metrics.periods import Period
from hub.database import session
from hub.errors import Words
from hub.i18n import _

Numbers = tuple[float | None, float | None, float | None]
NOTHING: Numbers = (None, None, None)


class Read(StrEnum):
    """How a cell of a row is read."""

    TEXT = "text"
    MOMENT = "moment"
    DAY = "day"
    HOURS = "hours"
    COUNT = "count"
    YES = "yes"


@dataclass(frozen=True)
class Column:
    """A column of the rows behind a figure: its label in the statement, its heading, how its cells are read.

    `words` turns stored values into words; `link` is the label of the column that holds the address.
    """

    label: str
    heading: Words
    read: Read = Read.TEXT
    words: dict[str, Words] | None = None
    link: str | None = None

    def cell(self, row: sa.Row[Any]) -> Any:
        """Return the cell of a row, in words where it has some."""
        value = getattr(row, self.label)
        return self.words.get(str(value), value) if self.words and value is not None else value


@dataclass(frozen=True)
class Metric:
    """One measure of the programme. `target_words` says the target as one would."""

    key: str
    name: Words
    formula: Words
    unit: Unit
    target: Target
    target_words: Words
    counted: Callable[[Sequence[Period]], sa.Select[Any]]
    figure: Callable[[Numbers], Figure]
    rows: Callable[[Period], sa.Select[Any]]
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Reading:
    """A metric as it stands: the period's figure, the one before, and twelve months, oldest first."""

    metric: Metric
    period: Period
    figure: Figure
    before: Figure
    months: list[tuple[Period, Figure]]

    @property
    def change(self) -> float | None:
        """By how much the value moved since the period before, when both are known."""
        if self.figure.value is None or self.before.value is None:
            return None
        return self.figure.value - self.before.value

    @property
    def moved(self) -> Words | None:
        """How it moved since the period before, in words; None when it did not, or nobody knows."""
        return None if self.change is None else moved(self.change, self.metric.unit)

    @property
    def tone(self) -> str:
        """Good on target and not falling back, bad off target and getting worse; else neither."""
        if self.figure.value is None or self.before.value is None:
            return ""
        improving = better(self.figure.value, self.before.value, self.metric.target) or self.moved is None
        if self.on_target == improving:
            return "good" if improving else "bad"
        return ""

    @property
    def on_target(self) -> bool | None:
        """Whether the value lies where it should, None when it is not known."""
        return None if self.figure.value is None else self.metric.target.met_by(self.figure.value)

    @property
    def points(self) -> list[float]:
        """The known values of the twelve months as they are shown, for a line without gaps."""
        return [value for _period, value in self.line if value is not None]

    @property
    def line(self) -> list[tuple[Period, float | None]]:
        """The twelve months with their values as they are shown, None where there is none."""
        return [(period, scaled(figure.value, self.metric.unit)) for period, figure in self.months]

    @property
    def goal(self) -> float | None:
        """The target as it is shown in a chart."""
        return scaled(self.metric.target.line, self.metric.unit)

    @property
    def shown(self) -> str:
        """The value with its unit, a dash when it is not known."""
        return spoken(self.figure.value, self.metric.unit)

    @property
    def before_shown(self) -> str:
        """The value of the period before with its unit."""
        return spoken(self.before.value, self.metric.unit)

    @property
    def note(self) -> list[Words]:
        """What belongs beside the value: why it is not known, or how it moved, and the target."""
        if self.figure.why_unknown is not None:
            return [self.figure.why_unknown]
        target = _("target %(target)s", target=self.metric.target_words)
        return [target] if self.moved is None else [self.moved, target]


def measure(metrics: Sequence[Metric], wanted: Sequence[Period]) -> list[list[Figure]]:
    """Return, for each metric, its figures of all wanted periods: one statement."""
    parts = [_part(number, metric.counted(wanted)) for number, metric in enumerate(metrics)]
    found: dict[tuple[int, int], Numbers] = {}
    for number, n, one, two, three in session.execute(sa.union_all(*parts)):
        found[number, n] = (one, two, three)
    return [
        [metric.figure(found.get((number, n), NOTHING)) for n in range(len(wanted))]
        for number, metric in enumerate(metrics)
    ]


def take(metrics: Sequence[Metric], period: Period) -> list[Reading]:
    """Return the readings of metrics for a period, with what belongs to them, by one statement."""
    months = periods.months(period.end)
    measured = measure(metrics, [period, period.before, *months])
    return [
        Reading(metric, period, figure, before, list(zip(months, monthly, strict=True)))
        for metric, (figure, before, *monthly) in zip(metrics, measured, strict=True)
    ]


def _part(number: int, counted: sa.Select[Any]) -> sa.Select[Any]:
    """Return a metric's rows in the one form in which those of all metrics can stand below each other."""
    rows = counted.subquery()
    known = [sa.cast(column, sa.Float) for name, column in rows.c.items() if name != "n"]
    none = [sa.cast(sa.null(), sa.Float)] * (len(NOTHING) - len(known))
    return sa.select(sa.literal(number), rows.c.n, *known, *none)
