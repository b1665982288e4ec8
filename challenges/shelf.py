"""The shelf: the challenges as one member sees them, those for them, those under way, and those done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from challenges.answers import Answer
from challenges.challenges import Challenge, State, open_now
from challenges.participations import Participation
from challenges.participations import State as Standing
from challenges.recommendations import Recommendation, recommend
from challenges.stages import Stage
from hub.database import session
from hub.errors import NotFound, Words
from hub.i18n import _
from hub.people.persons import Person


class Place(StrEnum):
    """Where on the shelf a challenge stands."""

    OFFERED = "for-you"
    STARTED = "started"
    DONE = "done"


PLACES: dict[Place, Words] = {
    Place.OFFERED: _("For you"),
    Place.STARTED: _("Under way"),
    Place.DONE: _("Done"),
}

_DECIDED = {Standing.APPROVED, Standing.REJECTED}


@dataclass(frozen=True)
class Offer:
    """A challenge for a person, with what they made of it so far."""

    challenge: Challenge
    participation: Participation | None
    recommendation: Recommendation

    @property
    def standing(self) -> Standing | None:
        """Where the person stands with it; None when it is new to them, or taken back."""
        if self.participation is None or self.participation.state is Standing.WITHDRAWN:
            return None
        return self.participation.state

    @property
    def place(self) -> Place:
        """Where on the shelf it stands."""
        if self.standing is None:
            return Place.OFFERED
        return Place.DONE if self.standing in _DECIDED else Place.STARTED


def offers(person: Person, *, now: datetime) -> list[Offer]:
    """Return what a person can take and what they took, what suits best first: one query."""
    own = sa.and_(Participation.challenge_id == Challenge.id, Participation.person_id == person.id)
    taken = Participation.state.not_in([Standing.WITHDRAWN])
    rows = session.execute(
        sa.select(Challenge, Participation).outerjoin(Participation, own).where(sa.or_(open_now(now), taken))
    )
    found = [Offer(challenge, taken, recommend(challenge, person, now=now)) for challenge, taken in rows]
    shown = [one for one in found if one.place is not Place.STARTED or _goes_on(one, now)]
    return sorted(shown, key=_order)


def get_visible(challenge_id: int, *, to: Person, now: datetime) -> Challenge:
    """Return a challenge that a person can take or took; raise `NotFound`."""
    own = sa.and_(Participation.challenge_id == Challenge.id, Participation.person_id == to.id)
    challenge = session.scalar(
        sa.select(Challenge)
        .outerjoin(Participation, own)
        .where(Challenge.id == challenge_id, sa.or_(open_now(now), Participation.id.is_not(None)))
        .options(sa.orm.undefer(Challenge.body_html))
    )
    if challenge is None:
        raise NotFound
    return challenge


def progress(participation_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return how many of its stages each participation has answered: (answered, all)."""
    if not participation_ids:
        return {}
    answered = sa.and_(
        Answer.participation_id == Participation.id,
        Answer.stage_id == Stage.id,
        Answer.answered_at.is_not(None),
    )
    rows = session.execute(
        sa.select(Participation.id, sa.func.count(Answer.id), sa.func.count(Stage.id))
        .join(Stage, sa.and_(Stage.challenge_id == Participation.challenge_id, Stage.removed_at.is_(None)))
        .outerjoin(Answer, answered)
        .where(Participation.id.in_(participation_ids))
        .group_by(Participation.id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def tags(shown: list[Offer]) -> list[str]:
    """Return the topics of these challenges, in alphabetical order."""
    return sorted({tag for offer in shown for tag in offer.challenge.tags}, key=str.casefold)


def _goes_on(offer: Offer, now: datetime) -> bool:
    """What waits for a decision stays in sight; what one can no longer go on with does not."""
    return (
        offer.standing is Standing.SUBMITTED
        or offer.challenge.open_at(now)
        or offer.challenge.state is State.PAUSED
    )


def _order(offer: Offer) -> tuple[bool, float, int]:
    """Sent back first, then what suits best, then the newest; what is done by when it was decided."""
    latest = offer.participation.decided_at or offer.participation.started_at if offer.participation else None
    if offer.place is Place.DONE and latest is not None:
        return (True, -latest.timestamp(), 0)
    return (offer.standing is not Standing.RETURNED, -offer.recommendation.weight, _age(offer.challenge))


def _age(challenge: Challenge) -> int:
    """The newest first, but the starters in the order in which they were thought up."""
    return challenge.id if challenge.starter else -challenge.id
