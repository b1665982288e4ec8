"""Outcomes: how the deal ended that a talk helped. By hand, or from the deal itself; the advocate hears of
it.
"""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from babel import dates
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, session
from hub.errors import Refusal
from hub.facts import activity, audit, notifications
from hub.i18n import _, force_locale
from hub.people.opportunities import Opportunity, Result
from hub.people.persons import Person
from references.calls.calls import Call, CallState
from references.requests import Request

KIND = "deal.won"


class Source(StrEnum):
    """Who said how it ended."""

    HAND = "hand"
    CRM = "crm"


class Outcome(Model):
    """How the deal of a request ended. `amount_minor` is in minor units of `currency`."""

    __tablename__ = "reference_outcomes"

    request_id: Mapped[int] = mapped_column(sa.ForeignKey("reference_requests.id"), primary_key=True)
    result: Mapped[Result]
    amount_minor: Mapped[int | None] = mapped_column(sa.BigInteger)
    currency: Mapped[str | None]
    decided_on: Mapped[date | None]
    source: Mapped[Source]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]


def find(request_id: int) -> Outcome | None:
    """Return how the deal of a request ended, when somebody has said so."""
    return session.get(Outcome, request_id)


def record(
    request: Request,
    result: Result,
    *,
    now: datetime,
    by: Person | None,
    amount_minor: int | None = None,
    currency: str | None = None,
    decided_on: date | None = None,
    source: Source = Source.HAND,
) -> Outcome:
    """Record how a deal ended, or correct it. When it was won, everybody who spoke for us hears so; a
    corrected one is undone.
    """
    if amount_minor is not None and amount_minor < 0:
        raise Refusal(_("An amount is not below zero."), field="amount")
    outcome = session.merge(
        Outcome(
            request_id=request.id,
            result=result,
            amount_minor=amount_minor,
            currency=currency,
            decided_on=decided_on,
            source=source,
            by_id=by.id if by else None,
            at=now,
        )
    )
    session.flush()
    for call in held_for(request.id):
        _tell(call, won=result is Result.WON, by=by, now=now)
    audit.log(
        "outcome.recorded", by=by, subject=("request", request.id), detail={"result": result.value}, now=now
    )
    return outcome


def held_for(request_id: int) -> list[Call]:
    """Return the talks that took place for a request."""
    held = sa.select(Call).where(Call.request_id == request_id, Call.state == CallState.HELD)
    return list(session.scalars(held.order_by(Call.id)))


def unfollowed(*, limit: int = 100) -> list[int]:
    """Return the ids of requests with a held talk whose deal was decided, and whose outcome is missing or
    differs.
    """
    statement = (
        sa.select(Request.id)
        .join(Opportunity, Opportunity.id == Request.opportunity_id)
        .outerjoin(Outcome, Outcome.request_id == Request.id)
        .where(
            Opportunity.result != Result.OPEN,
            sa.exists().where(Call.request_id == Request.id, Call.state == CallState.HELD),
            sa.or_(
                Outcome.request_id.is_(None),
                sa.and_(Outcome.source == Source.CRM, Outcome.result != Opportunity.result),
            ),
        )
        .order_by(Request.id)
        .limit(limit)
    )
    return list(session.scalars(statement))


def follow(request: Request, *, now: datetime) -> None:
    """Take the outcome over from the deal. What somebody wrote by hand stays."""
    deal = request.opportunity
    if deal is not None:
        record(
            request,
            deal.result,
            now=now,
            by=None,
            amount_minor=deal.amount_minor,
            source=Source.CRM,
            currency=deal.currency,
            decided_on=deal.closed_on,
        )


def _tell(call: Call, *, won: bool, by: Person | None, now: datetime) -> None:
    deal = call.request.opportunity_id
    key = f"won:{f'deal:{deal}' if deal else f'request:{call.request_id}'}:{call.person_id}"
    known = activity.find(key)
    if known is not None and not won:
        activity.retract(known, by=by, reason=str(_("The deal was not won after all")), now=now)
    if not won:
        return
    assert call.held_at is not None, "a held call has a date"
    company = call.request.company_name
    with force_locale(call.person.locale):
        month = dates.format_date(call.held_at.date(), "MMMM", locale=call.person.locale)
        title = str(
            _("%(company)s chose us. You spoke with them in %(month)s.", company=company, month=month)
        )
    new = activity.record(
        KIND,
        person=call.person,
        subject=("request", call.request_id),
        title=title,
        url="/me/impact",
        key=key,
        now=now,
        visibility=activity.Visibility.OWN,
        data={"call_id": call.id, "opportunity_id": deal},
    )
    if new is not None:
        notifications.tell(call.person, "reference.won", title=title, url="/me/impact", key=key, now=now)
