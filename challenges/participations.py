"""Participations: that a person takes a challenge.

One for each person and challenge, with one state at any time.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from challenges import policy
from challenges.challenges import Challenge
from challenges.moves import Transitions, move
from hub.database import Model, insert_new, session
from hub.errors import NotFound, Refusal, Words, authorise
from hub.i18n import _
from hub.people.persons import Person


class State(StrEnum):
    """Where a participation stands."""

    STARTED = "started"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Words:
        """The state in words, as the person reads it."""
        return STATES[self]


TRANSITIONS: Transitions = {
    "start": (frozenset({State.WITHDRAWN}), State.STARTED),
    "submit": (frozenset({State.STARTED, State.RETURNED}), State.SUBMITTED),
    "withdraw": (frozenset({State.STARTED, State.SUBMITTED, State.RETURNED}), State.WITHDRAWN),
    "approve": (frozenset({State.SUBMITTED}), State.APPROVED),
    "return": (frozenset({State.SUBMITTED}), State.RETURNED),
    "reject": (frozenset({State.SUBMITTED}), State.REJECTED),
    "reopen": (frozenset({State.APPROVED, State.RETURNED, State.REJECTED}), State.SUBMITTED),
}

STATES: dict[State, Words] = {
    State.STARTED: _("On its way"),
    State.SUBMITTED: _("Being looked at"),
    State.RETURNED: _("Back with you"),
    State.APPROVED: _("Done"),
    State.REJECTED: _("Not accepted"),
    State.WITHDRAWN: _("Taken back"),
}

WORKING = frozenset({State.STARTED, State.RETURNED})
"""The states in which the person may still write."""


class Participation(Model):
    """A person takes a challenge. `points` is what was promised when it was handed in."""

    __tablename__ = "challenge_participations"
    __table_args__ = (
        sa.UniqueConstraint("challenge_id", "person_id"),
        sa.Index("ix_challenge_participations_queue", "state", "submitted_at"),
        sa.Index("ix_challenge_participations_person", "person_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    state: Mapped[State]
    version: Mapped[int] = mapped_column(default=1)
    points: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]

    challenge: Mapped[Challenge] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def working(self) -> bool:
        """Whether the person may still write."""
        return self.state in WORKING


def find(challenge: Challenge, person: Person) -> Participation | None:
    """Return a person's participation in a challenge."""
    return session.scalar(
        sa.select(Participation).where(
            Participation.challenge_id == challenge.id, Participation.person_id == person.id
        )
    )


def get(challenge: Challenge, person: Person) -> Participation:
    """Return a person's participation in a challenge; raise `NotFound`."""
    participation = find(challenge, person)
    if participation is None:
        raise NotFound
    return participation


def start(challenge: Challenge, *, by: Person, now: datetime) -> Participation:
    """Take a challenge, or take it up again where it was left.

    Starting what one has started changes nothing.
    """
    authorise(policy.may_take(by, challenge, now=now))
    insert_new(
        Participation,
        challenge_id=challenge.id,
        person_id=by.id,
        state=State.STARTED,
        version=1,
        points=0,
        started_at=now,
    )
    participation = get(challenge, by)
    if participation.state is State.WITHDRAWN:
        move(participation, "start", TRANSITIONS, refusal=_("This is on its way already."), started_at=now)
    return participation


def withdraw(participation: Participation) -> bool:
    """Take back what one started or handed in; the answers are kept in case one changes one's mind."""
    refusal = _("Somebody has looked at this already, so it cannot be taken back.")
    return move(participation, "withdraw", TRANSITIONS, refusal=refusal)


def hold(participation: Participation) -> None:
    """Lock the row until the transaction ends, as it is now: nobody writes while it is handed in."""
    session.refresh(participation, with_for_update=True)


def require_working(participation: Participation) -> None:
    """Raise `Refusal` when the person may not write any more."""
    if not participation.working:
        raise Refusal(_("You have handed this in. Take it back if you want to change something."))
