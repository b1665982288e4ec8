"""The advocate score: seven signals of how well things go for a customer, each with its points, none guessed.

Months are calendar months, clamped to the month's end. Values are compared as they are, never rounded. What
is unknown earns nothing and says so: completeness is the share of signals that are known.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

SIGNALS = ("nps", "usage", "tenure", "health", "renewal", "sponsor", "priority")
NO_SPONSOR = frozenset({"no", "none", "n/a", "0", "false"})

POINTS = {"nps": 25, "usage": 20, "tenure": 15, "health": 15, "renewal": 10, "sponsor": 10, "priority": 5}


class Class(StrEnum):
    """What a score makes somebody a candidate for."""

    BOARD = "board"
    REFERENCE = "reference"
    NONE = "none"


@dataclass(frozen=True)
class Scheme:
    """Points and thresholds. A signal above its threshold earns its points; NPS and classes count from
    theirs on.
    """

    points: dict[str, int] = field(default_factory=lambda: dict(POINTS))
    nps_from: float = 9
    usage_above: float = 80
    tenure_months: int = 12
    health_above: float = 85
    renewal_months: int = 6
    reference_from: int = 70
    board_from: int = 85

    def class_of(self, value: float) -> Class:
        """Return what a score makes somebody a candidate for."""
        if value >= self.board_from:
            return Class.BOARD
        return Class.REFERENCE if value >= self.reference_from else Class.NONE


@dataclass(frozen=True)
class Facts:
    """What is known about a contact and their company; None is unknown. Usage is a percentile, health 0 to
    100.
    """

    nps: float | None = None
    usage: float | None = None
    since: date | None = None
    health: float | None = None
    renewal: date | None = None
    expansion: date | None = None
    sponsor: str | None = None
    strategic: bool | None = None


@dataclass(frozen=True)
class Line:
    """One signal: what it says (None when unknown), and how many of at most `max` points it earns."""

    signal: str
    value: float | str | bool | None
    points: int
    max: int

    def plain(self) -> dict[str, Any]:
        """Return the line as it is stored and printed; a date is ISO text."""
        return {"signal": self.signal, "value": self.value, "points": self.points, "max": self.max}


@dataclass(frozen=True)
class Score:
    """The lines and what they add up to. `complete` is the share of known signals, 0 to 1."""

    lines: tuple[Line, ...]
    value: int
    complete: float
    group: Class


def score(facts: Facts, as_of: date, scheme: Scheme = Scheme()) -> Score:
    """Return the score of these facts on a day, explained line by line."""
    earned = _earned(facts, as_of, scheme)
    lines = tuple(
        Line(signal, shown, scheme.points[signal] if won else 0, scheme.points[signal])
        for signal, (shown, won) in earned.items()
    )
    value = sum(line.points for line in lines)
    known = sum(line.value is not None for line in lines)
    return Score(lines, value, known / len(SIGNALS), scheme.class_of(value))


def months_before(day: date, months: int) -> date:
    """Return the day so many calendar months earlier, clamped to the month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _earned(facts: Facts, as_of: date, scheme: Scheme) -> dict[str, tuple[float | str | bool | None, bool]]:
    """Return for each signal what it says, and whether that earns its points."""
    moved = _moved(facts, as_of, months_before(as_of, scheme.renewal_months))
    sponsor = (facts.sponsor or "").strip() or None
    return {
        "nps": (_plain(facts.nps), facts.nps is not None and facts.nps >= scheme.nps_from),
        "usage": (_plain(facts.usage), facts.usage is not None and facts.usage > scheme.usage_above),
        "tenure": (
            facts.since.isoformat() if facts.since else None,
            facts.since is not None and facts.since < months_before(as_of, scheme.tenure_months),
        ),
        "health": (_plain(facts.health), facts.health is not None and facts.health > scheme.health_above),
        "renewal": moved,
        "sponsor": (sponsor, sponsor is not None and sponsor.casefold() not in NO_SPONSOR),
        "priority": (facts.strategic, facts.strategic is True),
    }


def _moved(facts: Facts, as_of: date, since: date) -> tuple[str | None, bool]:
    """Return the latest renewal or expansion up to `as_of`, and whether it is recent; else one that is to
    come.
    """
    days = [day for day in (facts.renewal, facts.expansion) if day is not None]
    past = [day for day in days if day <= as_of]
    if past:
        return max(past).isoformat(), max(past) >= since
    return (min(days).isoformat(), False) if days else (None, False)


def _plain(number: float | None) -> float | None:
    """Return a whole number as one: 9, not 9.0."""
    return int(number) if number is not None and number == int(number) else number
