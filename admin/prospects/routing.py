"""Routes: what serves a request best. An answer or a story that exists, a question to the community, or a
matched talk.

Community first, a talk when it helps: what exists is offered before somebody is asked, except late in a deal
or where only being there will do.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from admin.prospects import answers
from admin.prospects.answers import Existing
from hub.errors import Words
from hub.i18n import _, n_
from references import pool
from references.formats import Format
from references.requests import Request

LATE_STAGES = ("negotiation", "contract", "closing", "commit")
ENOUGH = 2
"""This many pieces are worth offering first."""


class Way(StrEnum):
    """How a request can be served."""

    COMMUNITY = "community"
    STORY = "story"
    CALL = "call"


WAYS = {
    Way.COMMUNITY: _("The community"),
    Way.STORY: _("A story"),
    Way.CALL: _("A matched talk"),
}


@dataclass(frozen=True)
class Facts:
    """What the choice rests on: how much exists, how many fit, and how the request stands."""

    answers: int
    stories: int
    perfect: int
    potential: int
    late: bool = False
    in_person: bool = False

    @property
    def talk_counts(self) -> bool:
        """Whether nothing written does instead of a talk."""
        return self.late or self.in_person


@dataclass(frozen=True)
class Route:
    """The recommended way with its reasons, the other ways in order, and what could be offered."""

    way: Way
    reasons: list[Words]
    others: list[Way]
    existing: list[Existing]


def choose(facts: Facts) -> tuple[Way, list[Words]]:
    """Return the way that serves best, and why."""
    exists = facts.answers + facts.stories
    fits = facts.perfect + facts.potential
    if fits and facts.talk_counts:
        why = (
            _("The deal is close to its decision: a talk counts most now")
            if facts.late
            else _("They want to meet in person")
        )
        return Way.CALL, [why, _fitting(facts)]
    if exists >= ENOUGH or (exists and not fits):
        reasons = [_existing(facts)]
        reasons.append(_fitting(facts) if fits else _("Nobody who fits is free just now"))
        return (Way.COMMUNITY if facts.answers >= facts.stories else Way.STORY), reasons
    if fits:
        little = _existing(facts) if exists else _("Nothing that exists answers this yet")
        return Way.CALL, [_fitting(facts), little]
    return Way.COMMUNITY, [
        _("Nobody who fits is free just now, and nothing that exists answers this yet"),
        _("A question in the community reaches everybody"),
    ]


def for_request(request: Request, *, now: datetime) -> Route:
    """Return the route for a request as things stand now."""
    existing = answers.for_request(request, now=now)
    stories = sum(one.url.startswith("/stories/") for one in existing)
    matching = pool.matching(request, now=now)
    way, reasons = choose(
        Facts(
            answers=len(existing) - stories,
            stories=stories,
            perfect=matching.perfect,
            potential=matching.potential,
            late=is_late(request),
            in_person=request.format is Format.IN_PERSON,
        )
    )
    return Route(way, reasons, [other for other in Way if other is not way], existing)


def is_late(request: Request) -> bool:
    """Whether the deal is close to its decision."""
    return any(word in request.stage.casefold() for word in LATE_STAGES)


def as_data(route: Route) -> dict[str, object]:
    """Return a route for a program."""
    return {
        "route": route.way.value,
        "reasons": [str(reason) for reason in route.reasons],
        "others": [other.value for other in route.others],
        "existing": [{"title": one.title, "url": one.url, "kind": str(one.kind)} for one in route.existing],
    }


def as_text(route: Route) -> str:
    """Return a route as lines of text."""
    lines = [str(WAYS[route.way]), *(f"  because: {reason}" for reason in route.reasons)]
    return "\n".join([*lines, *(f"  exists:  {one.title} ({one.kind}) {one.url}" for one in route.existing)])


def _existing(facts: Facts) -> Words:
    exists = facts.answers + facts.stories
    return n_("One good answer exists already", "%(num)d good answers exist already", exists)


def _fitting(facts: Facts) -> Words:
    return _(
        "%(perfect)s perfect and %(potential)s possible matches are free",
        perfect=facts.perfect,
        potential=facts.potential,
    )
