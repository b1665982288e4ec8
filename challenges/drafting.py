"""Drafting: a page with a challenge and all its steps is kept as a whole, then the pressed button is obeyed.

So nothing that was typed anywhere on the page is lost by adding, moving or removing a step, with or without
JavaScript.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from challenges import challenges, pictures, publication, stages
from challenges.challenges import Challenge, State
from challenges.stages import Stage
from hub.errors import NotFound, Words
from hub.i18n import _
from hub.people.persons import Person


@dataclass(frozen=True)
class Picture:
    """A picture as it comes in."""

    stream: BinaryIO
    name: str


@dataclass(frozen=True)
class Outcome:
    """What became of a press: what to say, where on the page to go on, and what would undo it."""

    message: Words | None
    at: int | None = None
    removed: int | None = None
    undo: str | None = None
    tone: str = "good"


TURNS: dict[str, tuple[Callable[..., bool], Outcome]] = {
    "pause": (
        challenges.pause,
        Outcome(_("Paused. Nobody sees it; what people wrote is kept."), undo="publish"),
    ),
    "end": (challenges.end, Outcome(_("Ended. What was handed in still waits for you."), undo="publish")),
    "archive": (challenges.archive, Outcome(_("Put away."), undo="restore")),
    "restore": (challenges.restore, Outcome(_("It is back, as a draft."))),
}
"""What moves a challenge through its life without conditions, and what is said then."""


def keep(
    challenge: Challenge,
    details: Mapping[str, Any],
    entered: Mapping[Stage, Mapping[str, Any]],
    *,
    by: Person,
    now: datetime,
    picture: Picture | None = None,
) -> None:
    """Keep all that was entered. Raises `Refusal`; what is live must stay doable."""
    challenges.change(challenge, **details)
    for stage, values in entered.items():
        stages.change(stage, **values)
    if picture is not None:
        pictures.put(challenge, picture.stream, picture.name, by=by, now=now)
    if challenge.state is State.LIVE:
        publication.require_doable(challenge, now=now)


def go_on(challenge: Challenge, press: str, *, by: Person, now: datetime) -> Outcome:
    """Do what the pressed button says: "add:question", "up:7", "remove:7", "publish", "pause", or just
    keep.
    """
    verb, _colon, which = press.partition(":")
    if verb == "add":
        return Outcome(None, at=stages.add(challenge, which).id)
    if verb in ("up", "down", "remove"):
        return _arrange(challenge, stages.get(challenge, _number(which)), verb, now)
    if verb == "publish":
        return _publish(challenge, by, now)
    return turn(challenge, verb, by=by, now=now) if verb in TURNS else Outcome(_("Saved."))


def turn(challenge: Challenge, verb: str, *, by: Person, now: datetime) -> Outcome:
    """Pause, end, archive or restore a challenge.

    Raises `Refusal` when it does not lead on from where it is.
    """
    move, outcome = TURNS[verb]
    move(challenge, by=by, now=now)
    return outcome


def _arrange(challenge: Challenge, stage: Stage, verb: str, now: datetime) -> Outcome:
    if verb == "remove":
        stages.remove(challenge, stage, now=now)
        return Outcome(_("“%(title)s” is removed.", title=stage.title), removed=stage.id)
    stages.shift(challenge, stage, -1 if verb == "up" else 1)
    return Outcome(None, at=stage.id)


def _publish(challenge: Challenge, by: Person, now: datetime) -> Outcome:
    """Publish when it can be done; else all is kept, and the page says what is missing."""
    if publication.obstacles(challenge, now=now):
        return Outcome(_("Saved, but it cannot go live yet. See what is missing."), tone="warn")
    publication.publish(challenge, by=by, now=now)
    return Outcome(_("It is live. Members see it from now on."))


def _number(text: str) -> int:
    if not text.isdecimal():
        raise NotFound
    return int(text)
