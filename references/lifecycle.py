"""How a request moves: one function, which also keeps who moved it, when and why. The history is never
rewritten.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, changed, session
from hub.errors import Refusal
from hub.i18n import _
from hub.people.persons import Person
from references.requests import Request
from references.states import State, Verb, after


class Move(Model):
    """That a request moved to a state: by whom (None is the hub itself), when, with which words."""

    __tablename__ = "reference_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(sa.ForeignKey("reference_requests.id"), index=True)
    verb: Mapped[Verb]
    state: Mapped[State]
    note: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(index=True)

    by: Mapped[Person | None] = relationship(lazy="joined")


def move(request: Request, verb: Verb, *, by: Person | None, now: datetime, note: str = "") -> State:
    """Move a request as `verb` says and return where it stands; raises `Refusal` when that cannot happen
    (any more).
    """
    before = request.state
    following = after(before, verb)
    moved = changed(
        sa.update(Request).where(Request.id == request.id, Request.state == before).values(state=following)
    )
    if moved != 1:
        session.refresh(request)
        raise Refusal(_("Somebody was faster: the request stands at “%(state)s”.", state=request.state.label))
    session.refresh(request, ["state"])
    session.add(
        Move(
            request_id=request.id,
            verb=verb,
            state=following,
            note=note.strip(),
            by_id=by.id if by else None,
            at=now,
        )
    )
    session.flush()
    return following


def history(request: Request) -> list[Move]:
    """Return how a request moved, oldest first."""
    return list(
        session.scalars(sa.select(Move).where(Move.request_id == request.id).order_by(Move.at, Move.id))
    )
