"""The shelf: the challenges as one member sees them, those for them, those under way, and those done."""

import json
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from challenges.answers import Answer
from challenges.challenges import Category, Challenge, State, image_url, last_moment, open_now
from challenges.participations import Participation
from challenges.participations import State as Standing
from challenges.recommendations import UNSAID, Recommendation, Taste, recommend, taste_of
from challenges.stages import Stage
from hub.database import session
from hub.errors import NotFound, Words
from hub.i18n import _
from hub.people.persons import Person
from hub.readings import Reading


class Place(StrEnum):
    """Where on the shelf a challenge stands."""

    OFFERED = "for-you"
    STARTED = "started"
    DONE = "done"

    @property
    def label(self) -> Words:
        """The place in words."""
        return PLACES[self]


PLACES: dict[Place, Words] = {
    Place.OFFERED: _("For you"),
    Place.STARTED: _("Under way"),
    Place.DONE: _("Done"),
}

_STANDS: dict[Standing, Place] = {
    Standing.STARTED: Place.STARTED,
    Standing.SUBMITTED: Place.STARTED,
    Standing.RETURNED: Place.STARTED,
    Standing.APPROVED: Place.DONE,
    Standing.REJECTED: Place.DONE,
}


class Listed(NamedTuple):
    """A challenge as lists have it: what a card shows, and what decides whom it suits."""

    id: int
    title: str
    summary: str
    image_key: str | None
    category: Category
    tags: tuple[str, ...]
    minutes: int
    points: int
    starter: str | None
    deadline: datetime | None
    published_at: datetime | None

    @property
    def image_url(self) -> str | None:
        """Where the picture is, when there is one."""
        return image_url(self.image_key)

    @property
    def last_moment(self) -> datetime | None:
        """The last moment of its last day."""
        return last_moment(self.deadline)


class Offer(NamedTuple):
    """A challenge for a person, with what they made of it so far.

    `standing` is where they stand with it: None when it is new to them, or taken back. `open` is whether it can
    be taken just now.
    """

    challenge: Listed
    open: bool
    participation_id: int | None
    standing: Standing | None
    decided_at: datetime | None
    place: Place
    recommendation: Recommendation


def offers(person: Person, *, now: datetime) -> list[Offer]:
    """Return what a person can take and what they took, what suits best first: one query."""
    rows = _SHELF.rows(person=person.id, now=now)
    taste = taste_of(person, now=now)
    return sorted((_offer(row, taste) for row in rows), key=_order)


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


def _offer(row: sa.Row[Any], taste: Taste) -> Offer:
    challenge = _listed(*row[: len(Listed._fields)])
    is_open, participation_id, standing, decided_at = row[len(Listed._fields) :]
    place = _STANDS.get(standing, Place.OFFERED)
    taken = None if place is Place.OFFERED else standing
    suits = UNSAID if place is Place.DONE else recommend(challenge, taste)
    return Offer(challenge, is_open, participation_id, taken, decided_at, place, suits)


@lru_cache(maxsize=2_000)
def _listed(*told: Any) -> Listed:
    """Return a challenge of the columns that tell it: read once for everybody, as long as it stays as it is."""
    listed = Listed(*told)
    return listed._replace(category=Category(told[4]), tags=tuple(json.loads(told[5])))


def _order(offer: Offer) -> tuple[bool, float, int]:
    """Sent back first, then what suits best, then the newest; what is done by when it was decided."""
    if offer.place is Place.DONE and offer.decided_at is not None:
        return (True, -offer.decided_at.timestamp(), 0)
    return (offer.standing is not Standing.RETURNED, -offer.recommendation.weight, _age(offer.challenge))


def _age(challenge: Listed) -> int:
    """The newest first, but the starters in the order in which they were thought up."""
    return challenge.id if challenge.starter else -challenge.id


def _shelf() -> sa.Select[Any]:
    """Return the statement for what is open, waits for a decision or has one. What one began stays in sight while
    it takes a break, and goes when one can no longer go on with it.
    """
    takes = Participation.person_id == sa.bindparam("person", type_=sa.Integer)
    is_open = open_now(sa.bindparam("now", type_=Challenge.deadline.type))
    waits = sa.and_(_is_any(Standing.STARTED, Standing.RETURNED), Challenge.state == State.PAUSED)
    handed_in = _is_any(Standing.SUBMITTED, Standing.APPROVED, Standing.REJECTED)
    return (
        sa.select(
            Challenge.id,
            Challenge.title,
            Challenge.summary,
            Challenge.image_key,
            sa.cast(Challenge.category, sa.Text),
            sa.cast(Challenge.tags, sa.Text),
            Challenge.minutes,
            Challenge.points,
            Challenge.starter,
            Challenge.deadline,
            Challenge.published_at,
            is_open.label("open"),
            Participation.id,
            Participation.state,
            sa.func.coalesce(Participation.decided_at, Participation.started_at),
        )
        .outerjoin(Participation, sa.and_(Participation.challenge_id == Challenge.id, takes))
        .where(sa.or_(is_open, handed_in, waits))
    )


def _is_any(*standings: Standing) -> sa.ColumnElement[bool]:
    """Return that a participation stands at one of these."""
    return sa.or_(*(Participation.state == standing for standing in standings))


_SHELF = Reading(_shelf())
