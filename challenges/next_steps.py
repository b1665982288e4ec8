"""What of the challenges comes first on a member's home: what came back, what is under way, what suits them
best.
"""

from datetime import datetime
from itertools import islice

from challenges import reviews, shelf
from challenges.participations import State
from challenges.shelf import Offer
from hub.content import text
from hub.errors import Words
from hub.house import NextStep
from hub.i18n import _, n_
from hub.people.persons import Person

MOST = 3
BACK, UNDER_WAY, OFFERED = 90, 70, 30
"""The weights: beside them stand the steps of the other packages; an offer adds how well it suits."""


def offer(viewer: Person, *, now: datetime) -> list[NextStep]:
    """Return up to three next steps for a person's home."""
    if not viewer.can("challenge.take"):
        return []
    waiting = (one for one in shelf.offers(viewer, now=now) if _needs_them(one))
    chosen = list(islice(sorted(waiting, key=lambda one: -_weight(one)), MOST))
    comments = _comments(chosen)
    return [_step(one, comments) for one in chosen]


def _needs_them(one: Offer) -> bool:
    return one.open and one.standing in (None, State.STARTED, State.RETURNED)


def _weight(one: Offer) -> int:
    if one.standing is State.RETURNED:
        return BACK
    if one.standing is State.STARTED:
        return UNDER_WAY
    return OFFERED + one.recommendation.weight


def _comments(chosen: list[Offer]) -> dict[int, str]:
    back = [one.participation_id for one in chosen if one.participation_id and one.standing is State.RETURNED]
    return {key: review.comment for key, review in reviews.latest(back).items()} if back else {}


def _step(one: Offer, comments: dict[int, str]) -> NextStep:
    challenge = one.challenge
    chip, tone, why, verb = _words(one, comments)
    return NextStep(
        chip=chip,
        tone=tone,
        title=challenge.title,
        why=why,
        minutes=challenge.minutes,
        brings=n_("+%(num)s point", "+%(num)s points", challenge.points) if challenge.points else "",
        verb=verb,
        url=f"/challenges/{challenge.id}",
        weight=_weight(one),
    )


def _words(one: Offer, comments: dict[int, str]) -> tuple[Words, str, Words, Words]:
    """Return chip, tone, reason and verb."""
    if one.standing is State.RETURNED and one.participation_id:
        comment = text.excerpt(comments.get(one.participation_id, ""), 120)
        return _("Back with you"), "gold", _("“%(comment)s”", comment=comment), _("Mend it")
    if one.standing is State.STARTED:
        return _("Under way"), "info", _("You began this. What you wrote is kept."), _("Go on")
    return one.challenge.category.label, "good", one.recommendation.reason.words, _("Have a go")
