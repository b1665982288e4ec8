"""Figures: a value with its sample, or the reason why it is not known. What is not known is a dash, never a
zero.
"""

from dataclasses import dataclass
from enum import StrEnum

from hub.errors import Words
from hub.i18n import _


class Unit(StrEnum):
    """What a value counts; a share is a part of one."""

    SHARE = "share"
    HOURS = "hours"
    COUNT = "count"
    TIMES = "times"


@dataclass(frozen=True)
class Figure:
    """One value. `sample` is how many things it was made of; `aside` says what belongs beside it."""

    value: float | None
    sample: int
    why_unknown: Words | None = None
    aside: Words | None = None


@dataclass(frozen=True)
class Target:
    """Where a value should lie: at least `low`, at most `high`; either may be open."""

    low: float | None = None
    high: float | None = None

    @property
    def line(self) -> float | None:
        """The value at which a chart draws its dashed line."""
        return self.low if self.low is not None else self.high

    def met_by(self, value: float) -> bool:
        """Whether a value lies where it should."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


def share(part: float | None, whole: int, *, unknown: Words, aside: Words | None = None) -> Figure:
    """Return `part` of `whole` as a figure; unknown when there is nothing to divide by."""
    if not whole:
        return Figure(None, 0, unknown)
    return Figure((part or 0) / whole, whole, aside=aside)


def better(now: float, before: float, target: Target) -> bool:
    """Whether a value moved to the good side: up where more is wanted, down where less is."""
    return now <= before if target.low is None else now >= before


def scaled(value: float | None, unit: Unit) -> float | None:
    """Return a value as charts and tables show it: a share in percent."""
    return value * 100 if value is not None and unit is Unit.SHARE else value


def spoken(value: float | None, unit: Unit) -> str:
    """Return a value with its unit; what is not known is a dash."""
    if value is None:
        return "–"
    if unit is Unit.SHARE:
        return f"{value * 100:.0f} %"
    if unit is Unit.HOURS:
        return f"{value:.0f} h" if value >= 10 else f"{value:.1f} h"
    return f"{value:.1f}" if unit is Unit.TIMES else f"{value:,.0f}"


def moved(change: float, unit: Unit) -> Words | None:
    """Say by how much a value moved, in the unit's own words; None for less than what is shown."""
    if not round(abs(scaled(change, unit) or 0), 0 if unit in (Unit.SHARE, Unit.COUNT) else 1):
        return None
    if unit is Unit.HOURS:
        hours = spoken(abs(change), unit)
        return _("%(hours)s faster", hours=hours) if change < 0 else _("%(hours)s slower", hours=hours)
    by = (
        f"{change * 100:+.0f}"
        if unit is Unit.SHARE
        else f"{change:+.1f}"
        if unit is Unit.TIMES
        else f"{change:+,.0f}"
    )
    by = by.replace("-", "−")
    return _("%(by)s points", by=by) if unit is Unit.SHARE else by


SIGNS = {Unit.SHARE: " %", Unit.HOURS: " h", Unit.COUNT: "", Unit.TIMES: ""}
"""What stands behind a number of the unit on an axis."""
