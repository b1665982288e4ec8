"""The lines of a fit: ten criteria whose most together are 100, for every request.

A similarity that is required weighs half as much again, one that is not important nothing; the weights of
the others are scaled so that the most of all lines are always 100, in whole points. A line is a share of
its most.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hub.errors import Words
from hub.i18n import _
from hub.people.companies import SIZES
from references.matching.candidates import Candidate
from references.matching.wanted import SIMILARITIES, Need, Wanted

LABELS: dict[str, Words] = {
    "industry": _("Industry"),
    "use_case": _("Use case"),
    "size": _("Size"),
    "region": _("Region"),
    "topics": _("Topics"),
    "product": _("Product"),
    "language": _("Language and hours"),
    "rested": _("Rested"),
    "ratings": _("Ratings"),
    "score": _("Advocate score"),
}
WEIGHTS = {
    "industry": 16,
    "use_case": 16,
    "size": 12,
    "region": 8,
    "topics": 12,
    "product": 6,
    "language": 6,
    "rested": 10,
    "ratings": 7,
    "score": 7,
}
RESTED_AFTER = timedelta(days=180)
"""Who was not asked for this long is fully rested."""

UNKNOWN = 0.5
"""The share that an unknown rating or score gets: neither praise nor blame."""

_BANDS = {label: place for place, (_low, _high, label) in enumerate(SIZES)}

Share = Callable[[Candidate], float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a fit: `points` of `max`, and what it rests on where there is something to show."""

    key: str
    label: Words
    points: int
    max: int
    value: str | None = None


def weights(wanted: Wanted) -> dict[str, int]:
    """Return the most that each criterion can give for this request: whole points, together 100."""
    raw = {key: weight * _importance(wanted, key) for key, weight in WEIGHTS.items()}
    total = sum(raw.values())
    exact = {key: 100 * value / total for key, value in raw.items()}
    whole = {key: int(value) for key, value in exact.items()}
    left = 100 - sum(whole.values())
    for key in sorted(exact, key=lambda key: whole[key] - exact[key])[:left]:
        whole[key] += 1
    return whole


def shares(wanted: Wanted, *, now: datetime) -> dict[str, Share]:
    """Return, for each criterion, the function that says which share of it (0 to 1) a candidate has."""
    return {
        "industry": _same(wanted.industry, "industry"),
        "use_case": _remembered("use_case", lambda value: similar(wanted.use_case, value)),
        "size": _remembered("size", lambda value: near(wanted.size, value)),
        "region": _same(wanted.region, "region"),
        "topics": _remembered("topics", lambda value: covered(wanted.topics, value)),
        "product": _remembered("products", lambda value: float(wanted.product in value)),
        "language": _speaks_in_hours(wanted),
        "rested": lambda candidate: rested(candidate, now),
        "ratings": lambda candidate: UNKNOWN if candidate.rating is None else (candidate.rating - 1) / 4,
        "score": lambda candidate: (
            UNKNOWN if candidate.score is None else min(1.0, max(0.0, candidate.score / 100))
        ),
    }


def value(key: str, candidate: Candidate) -> str | None:
    """Return what a line rests on, where that is a figure."""
    figure = {"ratings": candidate.rating, "score": candidate.score}.get(key)
    return None if figure is None else f"{figure:.1f}" if key == "ratings" else f"{figure:.0f}"


def similar(wanted: str | None, found: str | None) -> float:
    """Return how much two descriptions have in common: 1 for the same, else the share of common words."""
    if not wanted or not found:
        return 0.0
    one, other = set(wanted.casefold().split()), set(found.casefold().split())
    return 1.0 if one == other else len(one & other) / len(one | other)


def near(wanted: str | None, found: str | None) -> float:
    """Return how near two size bands are: the same 1, neighbours 0.6, the next 0.2."""
    if wanted not in _BANDS or found not in _BANDS:
        return 0.0
    return {0: 1.0, 1: 0.6, 2: 0.2}.get(abs(_BANDS[wanted] - _BANDS[found]), 0.0)


def covered(wanted: frozenset[str], offered: frozenset[str]) -> float:
    """Return the share of the wanted topics that somebody talks about; who named none talks about half."""
    if not offered:
        return UNKNOWN
    return len(wanted & offered) / len(wanted) if wanted else 1.0


def rested(candidate: Candidate, now: datetime) -> float:
    """Return how rested somebody is: never asked 1, else growing for 180 days, and a tenth less for each
    ask in a year.
    """
    if candidate.last_asked is None:
        return 1.0
    since = min(1.0, max(0.0, (now - candidate.last_asked) / RESTED_AFTER))
    return max(0.0, since - 0.1 * candidate.asked_in_year + 0.1) if candidate.asked_in_year else since


def _importance(wanted: Wanted, key: str) -> float:
    if key in SIMILARITIES:
        return {Need.REQUIRED: 1.5, Need.PREFERRED: 1.0, Need.IGNORED: 0.0}[wanted.need(key)]
    if key == "topics":
        return float(bool(wanted.topics))
    if key == "product":
        return float(wanted.product is not None)
    return 1.0


class _Known(dict[Any, float]):
    """Compares each distinct value once: of ten thousand candidates a few dozen differ."""

    def __init__(self, compare: Callable[[Any], float]) -> None:
        super().__init__()
        self.compare = compare

    def __missing__(self, found: Any) -> float:
        self[found] = share = self.compare(found)
        return share


def _remembered(field: str, compare: Callable[[Any], float]) -> Share:
    known, get = _Known(compare), attrgetter(field)
    return lambda candidate: known[get(candidate)]


def _same(wanted: str | None, field: str) -> Share:
    return _remembered(
        field, lambda found: float(bool(wanted and found) and str(wanted).casefold() == found.casefold())
    )


def _speaks_in_hours(wanted: Wanted) -> Share:
    """Six tenths for the language, four for the share of a working day that both are at work."""
    speaks = _Known(lambda spoken: 1.0 if not wanted.language or wanted.language in spoken else UNKNOWN)
    hours = _Known(lambda zone: 1.0 if wanted.timezone is None else _overlap(wanted.timezone, zone))
    return lambda candidate: 0.6 * speaks[candidate.languages] + 0.4 * hours[candidate.timezone]


def _overlap(one: str, other: str) -> float:
    apart = abs(_offset(one) - _offset(other))
    return max(0.0, 1 - min(apart, 24 - apart) / 9)


@cache
def _offset(zone: str) -> float:
    """Return a zone's usual distance from UTC in hours (its January, so that it stays the same all year)."""
    try:
        moment = datetime(2026, 1, 15, tzinfo=UTC).astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return 0.0
    return (moment.utcoffset() or timedelta()).total_seconds() / 3600
