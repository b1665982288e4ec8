"""A talk: what an accepted invitation leads to. It has a time and a place before it is scheduled, and a
calendar entry for each side.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, changed, session
from hub.errors import NotFound, Refusal
from hub.i18n import _
from hub.people.persons import Person
from references.formats import Format
from references.requests import Request


class CallState(StrEnum):
    """Where a talk stands."""

    AGREED = "agreed"
    SCHEDULED = "scheduled"
    HELD = "held"
    CANCELLED = "cancelled"


FROM: dict[CallState, tuple[CallState, ...]] = {
    CallState.AGREED: (CallState.SCHEDULED,),
    CallState.SCHEDULED: (CallState.AGREED, CallState.SCHEDULED),
    CallState.HELD: (CallState.SCHEDULED,),
    CallState.CANCELLED: (CallState.AGREED, CallState.SCHEDULED),
}
"""For each state, those it can be reached from. Agreed again: it did not take place, another time is to be
found.
"""


class Call(Model):
    """A talk. `place` is the meeting link, or the number or address that the advocate tells this buyer only.

    `sequence` counts the calendar entries that were sent for it.
    """

    __tablename__ = "reference_calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(sa.ForeignKey("reference_invitations.id"), unique=True)
    request_id: Mapped[int] = mapped_column(sa.ForeignKey("reference_requests.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    format: Mapped[Format]
    minutes: Mapped[int]
    proposals: Mapped[list[str]]
    starts_at: Mapped[datetime | None] = mapped_column(index=True)
    place: Mapped[str]
    sequence: Mapped[int] = mapped_column(default=0)
    state: Mapped[CallState] = mapped_column(default=CallState.AGREED, index=True)
    agreed_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None] = mapped_column(index=True)

    request: Mapped[Request] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")

    @property
    def ends_at(self) -> datetime:
        """When it ends; only for a call that has a time."""
        assert self.starts_at is not None, "a call without a time does not end"
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def proposed(self) -> list[datetime]:
        """The times that the advocate proposes."""
        return [datetime.fromisoformat(time) for time in self.proposals]

    @property
    def has_place(self) -> bool:
        """Whether everything is known that a talk of this format needs."""
        return bool(self.place) or not (self.format.needs_link or self.format.needs_place)

    @property
    def url(self) -> str:
        """Where its page is."""
        return f"/references/calls/{self.id}"

    def place_for(self, side: str) -> str:
        """Return the number or address for the mail to a side; a meeting link is reached through the hub
        instead.
        """
        return self.place if side == "buyer" and self.format.needs_place else ""


def get(call_id: int) -> Call:
    """Return a call; raise `NotFound`."""
    call = session.get(Call, call_id)
    if call is None:
        raise NotFound
    return call


def of_request(request_id: int) -> Call | None:
    """Return the talk of a request that was not cancelled, the latest."""
    return session.scalar(
        sa.select(Call)
        .where(Call.request_id == request_id, Call.state != CallState.CANCELLED)
        .order_by(Call.id.desc())
        .limit(1)
    )


def upcoming(person: Person, *, now: datetime) -> list[Call]:
    """Return the talks of an advocate that are still to come or to be confirmed, the next first."""
    own = sa.select(Call).where(
        Call.person_id == person.id, Call.state.in_((CallState.AGREED, CallState.SCHEDULED))
    )
    return list(session.scalars(own.order_by(Call.starts_at.is_(None), Call.starts_at)))


def held_by(person: Person, *, limit: int = 50) -> list[Call]:
    """Return the talks that an advocate held, the latest first."""
    own = sa.select(Call).where(Call.person_id == person.id, Call.state == CallState.HELD)
    return list(session.scalars(own.order_by(Call.held_at.desc()).limit(limit)))


def step(call: Call, state: CallState, **values: object) -> None:
    """Move a talk; raises `Refusal` when it cannot get there (any more)."""
    moved = changed(
        sa.update(Call).where(Call.id == call.id, Call.state.in_(FROM[state])).values(state=state, **values)
    )
    if moved != 1:
        session.refresh(call)
        raise Refusal(_("Somebody was faster, or this talk took another turn. Look again."))
    session.refresh(call)


def require_begun(call: Call, *, now: datetime) -> None:
    """Raise `Refusal` before a talk begins: nobody says yet whether it took place."""
    if call.starts_at is not None and call.starts_at > now:
        raise Refusal(_("This talk is still to come."))


def moment(text: str, *, now: datetime) -> datetime:
    """Read a time that was picked; raises `Refusal` for one that is none, or over."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(_("Pick a time."), field="time") from None
    if found.tzinfo is None:
        raise Refusal(_("Pick a time."), field="time")
    if found <= now:
        raise Refusal(_("This time is over. Pick a later one."), field="time")
    return found.astimezone(UTC)
