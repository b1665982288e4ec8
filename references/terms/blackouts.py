"""Blackouts: days on which nobody of a customer is asked, because its customer-success manager says so."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, changed, session
from hub.errors import Refusal
from hub.facts import audit
from hub.i18n import _
from hub.people.companies import Company
from hub.people.persons import Person


class Blackout(Model):
    """Days of rest for a whole company, the last included: who asked for them, and why."""

    __tablename__ = "reference_blackouts"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(sa.ForeignKey("companies.id"), index=True)
    until: Mapped[date]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def hold_back(company: Company, *, until: date, reason: str, by: Person, now: datetime) -> Blackout:
    """Keep a company free of reference requests until a day; needs a reason, and is audited."""
    if not reason.strip():
        raise Refusal(_("Say why, so that others do not wonder."), field="reason")
    if until < now.date():
        raise Refusal(_("Choose a day that is still to come."), field="until")
    blackout = Blackout(company_id=company.id, until=until, reason=reason, by_id=by.id, at=now)
    session.add(blackout)
    audit.log(
        "company.held_back",
        by=by,
        subject=("company", company.id),
        detail={"until": until.isoformat()},
        now=now,
    )
    return blackout


def release(company: Company, *, by: Person, now: datetime) -> bool:
    """End the blackouts of a company; false when there was none."""
    ended = sa.update(Blackout).where(Blackout.company_id == company.id, Blackout.ended_at.is_(None))
    if changed(ended.values(ended_at=now)) == 0:
        return False
    audit.log("company.released", by=by, subject=("company", company.id), now=now)
    return True


def running(*, now: datetime) -> dict[int, Blackout]:
    """Return the blackout that holds now for each company that has one, the longest."""
    rows = session.scalars(
        sa.select(Blackout)
        .where(Blackout.ended_at.is_(None), Blackout.until >= now.date())
        .order_by(Blackout.until)
    )
    return {row.company_id: row for row in rows}
