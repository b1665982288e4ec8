"""Ranking: who can be asked, best first with every line; who cannot, with the reason; who nearly fits, with
what is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from hub.errors import Words
from hub.i18n import _
from references.matching import guardrails
from references.matching.candidates import Candidate
from references.matching.guardrails import Block, Rules
from references.matching.lines import LABELS, Line, Share, shares, value, weights
from references.matching.wanted import SIMILARITIES, Need, Wanted

NEAREST = 5
_NEVER = datetime.min.replace(tzinfo=UTC)
ENOUGH = 0.5
"""The share of common words from which two use cases count as the same kind."""


class Grade(StrEnum):
    """How well somebody fits: all that is required and 80 of 100 or more, or all that is required."""

    PERFECT = "perfect"
    POTENTIAL = "potential"

    @property
    def label(self) -> Words:
        """The grade in words."""
        return GRADES[self]


GRADES = {Grade.PERFECT: _("Perfect"), Grade.POTENTIAL: _("Potential")}


class Ranked(NamedTuple):
    """Somebody who can be asked. `points` come in the order of `Matching.criteria`."""

    candidate: Candidate
    score: int
    grade: Grade
    points: tuple[int, ...]


class Excluded(NamedTuple):
    """Somebody who cannot be asked now, and why."""

    candidate: Candidate
    block: Block


class Near(NamedTuple):
    """Somebody who could be asked, and lacks what is required."""

    candidate: Candidate
    score: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Matching:
    """The answer: `ranked` best first, `excluded` in the order of their return, the `nearest` of those that
    lack something.
    """

    criteria: tuple[tuple[str, int], ...]
    ranked: list[Ranked]
    excluded: list[Excluded]
    nearest: list[Near]

    @property
    def perfect(self) -> int:
        """How many fit perfectly."""
        return sum(one.grade is Grade.PERFECT for one in self.ranked)

    @property
    def potential(self) -> int:
        """How many fit, though not perfectly."""
        return len(self.ranked) - self.perfect

    def lines(self, one: Ranked) -> list[Line]:
        """Return the lines of somebody's fit; they add up to the score, their most to 100."""
        return [
            Line(key, LABELS[key], points, most, value(key, one.candidate))
            for (key, most), points in zip(self.criteria, one.points, strict=True)
        ]


def match(wanted: Wanted, candidates: Iterable[Candidate], rules: Rules, *, now: datetime) -> Matching:
    """Rank `candidates` for what is wanted; equal scores go to who was asked less often, then longer ago."""
    criteria = tuple((key, most) for key, most in weights(wanted).items() if most)
    share_of = shares(wanted, now=now)
    measures = [(share_of[key], most) for key, most in criteria]
    required = [key for key in SIMILARITIES if wanted.need(key) is Need.REQUIRED]
    ranked: list[Ranked] = []
    excluded: list[Excluded] = []
    near: list[Near] = []
    for one in candidates:
        block = guardrails.block(one, wanted, rules, now=now)
        if block is not None:
            excluded.append(Excluded(one, block))
            continue
        points = tuple([int(share(one) * most + 0.5) for share, most in measures])
        missing = _missing(one, required, share_of) if required else ()
        if missing:
            near.append(Near(one, sum(points), missing))
        else:
            ranked.append(_ranked(one, points, rules))
    ranked.sort(key=_order)
    excluded.sort(key=lambda one: (one.block.until is None, one.block.until, one.candidate.person_id))
    near.sort(key=lambda one: (len(one.missing), -one.score, one.candidate.person_id))
    return Matching(criteria, ranked, excluded, near[:NEAREST])


def _ranked(one: Candidate, points: tuple[int, ...], rules: Rules) -> Ranked:
    score = sum(points)
    return Ranked(one, score, Grade.PERFECT if score >= rules.perfect_from else Grade.POTENTIAL, points)


def _order(one: Ranked) -> tuple[int, int, datetime, int]:
    who = one.candidate
    return (-one.score, who.asked_in_year, who.last_asked or _NEVER, who.person_id)


def _missing(one: Candidate, required: list[str], share_of: dict[str, Share]) -> tuple[str, ...]:
    return tuple(key for key in required if share_of[key](one) < (ENOUGH if key == "use_case" else 1.0))
