"""Publishing: what cannot be done is not published, and the reasons are said one by one."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from challenges import stages
from challenges.challenges import Challenge, State, advance, end
from hub.database import session, transaction
from hub.errors import Refusal, Words
from hub.i18n import _
from hub.people.persons import Person
from hub.search import touch

ROUND = timedelta(minutes=15)
"""How often what begins or ends by its date is looked for."""


def obstacles(challenge: Challenge, *, now: datetime) -> list[Words]:
    """Return why a challenge cannot be done as it stands; an empty list when it can."""
    steps = stages.of(challenge)
    found: list[Words] = []
    if not challenge.summary:
        found.append(_("Say in a sentence what it is: it stands on the card."))
    if not steps:
        found.append(_("Add at least one step: without, there is nothing to do."))
    for number, stage in enumerate(steps, start=1):
        if (reason := stage.kind.obstacle(stage.settings)) is not None:
            found.append(
                _("Step %(number)s (%(title)s) %(reason)s", number=number, title=stage.title, reason=reason)
            )
    if challenge.deadline is not None and challenge.deadline <= now:
        found.append(_("Its last day has passed. Choose a later one, or none."))
    return found


def publish(challenge: Challenge, *, by: Person, now: datetime) -> bool:
    """Let members see and take a challenge. Raises `Refusal` with every reason why it cannot be done."""
    require_doable(challenge, now=now)
    return advance(challenge, "publish", by=by, now=now, published_at=challenge.published_at or now)


def require_doable(challenge: Challenge, *, now: datetime) -> None:
    """Raise `Refusal` with every reason why a challenge cannot be done as it stands."""
    reasons = obstacles(challenge, now=now)
    if reasons:
        raise Refusal(" ".join(str(reason) for reason in reasons))


def turn(*, now: datetime) -> None:
    """End what is past its last day, and let what begins by its date be found. Periodic; bears repetition."""
    with transaction():
        overdue = sa.select(Challenge).where(Challenge.state == State.LIVE, Challenge.deadline <= now)
        for challenge in session.scalars(overdue).all():
            end(challenge, by=None, now=now)
        begun = sa.select(Challenge.id).where(
            Challenge.state == State.LIVE, Challenge.starts_at <= now, Challenge.starts_at > now - 8 * ROUND
        )
        for challenge_id in session.scalars(begun).all():
            touch("challenge", challenge_id)
