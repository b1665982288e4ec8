"""Setting aside: a manager says why a candidate is not the one for this request; the reason stands beside
the name.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, insert_once, session
from hub.errors import Refusal
from hub.facts import audit
from hub.i18n import _
from hub.people.persons import Person
from references.requests import Request


class SetAside(Model):
    """That a candidate is not to be asked for a request: by whom, when, why."""

    __tablename__ = "reference_set_asides"

    request_id: Mapped[int] = mapped_column(sa.ForeignKey("reference_requests.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]


def set_aside(request: Request, person: Person, *, reason: str, by: Person, now: datetime) -> None:
    """Set a candidate aside; needs a reason, and is audited."""
    if not reason.strip():
        raise Refusal(_("Say why, in a few words."), field="reason")
    insert_once(
        SetAside, request_id=request.id, person_id=person.id, reason=reason.strip(), by_id=by.id, at=now
    )
    audit.log(
        "candidate.set_aside",
        by=by,
        subject=("request", request.id),
        detail={"person": person.id, "reason": reason.strip()},
        now=now,
    )


def take_back(request: Request, person: Person, *, by: Person, now: datetime) -> None:
    """Let a candidate be asked again."""
    session.execute(
        sa.delete(SetAside).where(SetAside.request_id == request.id, SetAside.person_id == person.id)
    )
    audit.log(
        "candidate.taken_back", by=by, subject=("request", request.id), detail={"person": person.id}, now=now
    )
