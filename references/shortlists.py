"""The line: who is second and third in rank for a request, asked when the one before declines or is silent.

The first in rank is whoever is asked now; who is asked leaves the line.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, session
from hub.errors import Refusal
from hub.facts import audit
from hub.i18n import _
from hub.people.persons import Person
from references.requests import Request
from references.states import OPEN

RANKS = (2, 3)


class Place(Model):
    """That an advocate is in line for a request, and who put them there."""

    __tablename__ = "reference_shortlist"
    __table_args__ = (sa.UniqueConstraint("request_id", "rank"),)

    request_id: Mapped[int] = mapped_column(sa.ForeignKey("reference_requests.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    rank: Mapped[int]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    by: Mapped[Person] = relationship(foreign_keys=[by_id])


def of(request_id: int) -> list[Place]:
    """Return who is in line, in order."""
    return list(session.scalars(sa.select(Place).where(Place.request_id == request_id).order_by(Place.rank)))


def put(request: Request, person: Person, *, by: Person, now: datetime) -> Place:
    """Put an advocate at the next free place; raises `Refusal` when both are taken."""
    if request.state not in OPEN:
        raise Refusal(_("This request is not open any more."))
    taken = of(request.id)
    known = next((place for place in taken if place.person_id == person.id), None)
    if known is not None:
        return known
    free = [rank for rank in RANKS if rank not in {place.rank for place in taken}]
    if not free:
        raise Refusal(_("Two are in line already. Take one out first."))
    place = Place(request_id=request.id, person_id=person.id, rank=free[0], by_id=by.id, at=now)
    session.add(place)
    session.flush()
    audit.log(
        "candidate.ranked", by=by, subject=("request", request.id), detail={"person": person.id}, now=now
    )
    return place


def take_out(request: Request, person: Person) -> None:
    """Take an advocate out of the line."""
    session.execute(sa.delete(Place).where(Place.request_id == request.id, Place.person_id == person.id))
