"""References that happened outside the hub are logged, so that limits and history stay true."""

from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, session
from hub.errors import Refusal
from hub.facts import asks
from hub.i18n import _
from hub.people.opportunities import Opportunity
from hub.people.persons import Person


class OutsideReference(Model):
    """A reference that somebody gave without the hub: who, for which deal, when, and who logged it."""

    __tablename__ = "reference_outside"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    opportunity_id: Mapped[int | None] = mapped_column(sa.ForeignKey("opportunities.id"), index=True)
    happened_on: Mapped[date]
    minutes: Mapped[int]
    note: Mapped[str]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


def log(
    person: Person,
    *,
    on: date,
    minutes: int,
    note: str,
    by: Person,
    now: datetime,
    opportunity: Opportunity | None = None,
) -> OutsideReference:
    """Log it. It never fails for the budget; a recent one moves "next free on" forward; it is audited."""
    if on > now.date():
        raise Refusal(_("This day is still to come."), field="on")
    if "advocate" not in person.role_names:
        raise Refusal(_("Choose an advocate."), field="advocate")
    row = OutsideReference(
        person_id=person.id,
        opportunity_id=opportunity.id if opportunity else None,
        happened_on=on,
        minutes=minutes,
        note=note.strip(),
        by_id=by.id,
        at=now,
    )
    session.add(row)
    session.flush()
    happened = min(now, datetime.combine(on, time(12), UTC))
    asks.override(
        person,
        kind="outside",
        minutes=minutes,
        source=f"outside:{row.id}",
        by=by,
        reason=note or str(_("Outside the hub")),
        now=now,
        asked_at=happened,
    )
    return row


def of(person_id: int) -> list[OutsideReference]:
    """Return what an advocate did outside the hub, the latest first."""
    own = sa.select(OutsideReference).where(OutsideReference.person_id == person_id)
    return list(session.scalars(own.order_by(OutsideReference.happened_on.desc())))
