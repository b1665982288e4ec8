"""Figures for metrics: requests, answers and talks of a period as plain facts. Public: the desk and the
metrics call these.

Periods are half-open: `start` is in, `end` is not. Every function is one statement.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from hub.database import session
from hub.people.opportunities import Result
from references.calls.calls import Call, CallState
from references.calls.ratings import Rating, Side
from references.invitations import Answer, Invitation
from references.outcomes import Outcome
from references.outside import OutsideReference
from references.requests import Request
from references.states import FULFILLED, State
from references.terms.terms import Terms
from references.thanks import Thanks


@dataclass(frozen=True)
class RequestFact:
    """A request: `fulfilled` by an accepted advocate, `content_only` when a story was what it got.

    `first_response_hours` are elapsed hours from filing to the grade or the offer told; None while there is
    none.
    """

    request_id: int
    requester_id: int
    opportunity_id: int | None
    state: State
    filed_at: datetime
    first_response_hours: float | None
    accepted_at: datetime | None
    fulfilled: bool
    content_only: bool
    withdrawn: bool
    outcome: Result | None


@dataclass(frozen=True)
class InvitationFact:
    """An advocate who was asked: what they answered, after how many hours, and whether a guardrail was
    overridden.
    """

    person_id: int
    company_id: int | None
    request_id: int
    sent_at: datetime
    answer: Answer
    answer_hours: float | None
    overridden: bool


@dataclass(frozen=True)
class HeldCall:
    """A talk that took place; `rating` is the buyer's mean of relevance and preparedness, 1 to 5.

    `thanked_after_hours` is None while nobody has thanked. References outside the hub have no `call_id`.
    """

    call_id: int | None
    person_id: int
    opportunity_id: int | None
    held_at: datetime
    minutes: int
    rating: float | None
    thanked_after_hours: float | None


def requests_between(start: datetime, end: datetime, *, requester_id: int | None = None) -> list[RequestFact]:
    """Return the requests that were filed in a period, oldest first."""
    accepted = (
        sa.select(Invitation.request_id, sa.func.max(Invitation.answered_at).label("at"))
        .where(Invitation.answer == Answer.ACCEPTED)
        .group_by(Invitation.request_id)
        .subquery()
    )
    statement = (
        sa.select(
            Request.id,
            Request.requester_id,
            Request.opportunity_id,
            Request.state,
            Request.filed_at,
            Request.responded_at,
            sa.type_coerce(accepted.c.at, Request.filed_at.type).label("accepted_at"),
            Outcome.result,
        )
        .outerjoin(accepted, accepted.c.request_id == Request.id)
        .outerjoin(Outcome, Outcome.request_id == Request.id)
        .where(Request.filed_at >= start, Request.filed_at < end)
        .order_by(Request.filed_at)
    )
    if requester_id is not None:
        statement = statement.where(Request.requester_id == requester_id)
    return [_request_fact(row) for row in session.execute(statement)]


def invitations_between(start: datetime, end: datetime) -> list[InvitationFact]:
    """Return the invitations that were sent in a period, oldest first."""
    rows = session.scalars(
        sa.select(Invitation)
        .where(Invitation.sent_at >= start, Invitation.sent_at < end)
        .order_by(Invitation.sent_at)
    )
    return [
        InvitationFact(
            one.person_id,
            one.person.company_id,
            one.request_id,
            one.sent_at,
            one.answer,
            (one.answered_at - one.sent_at) / timedelta(hours=1) if one.answered_at else None,
            one.override is not None,
        )
        for one in rows
    ]


def held_between(start: datetime, end: datetime) -> list[HeldCall]:
    """Return the talks that took place in a period, oldest first, without those outside the hub."""
    statement = (
        sa.select(
            Call.id,
            Call.person_id,
            Request.opportunity_id,
            Call.held_at,
            Call.minutes,
            (Rating.relevance + Rating.preparedness).label("rated"),
            Thanks.at.label("thanked_at"),
        )
        .join(Request, Request.id == Call.request_id)
        .outerjoin(Rating, sa.and_(Rating.call_id == Call.id, Rating.side == Side.BUYER))
        .outerjoin(Thanks, Thanks.call_id == Call.id)
        .where(Call.state == CallState.HELD, Call.held_at >= start, Call.held_at < end)
        .order_by(Call.held_at)
    )
    return [
        HeldCall(
            row.id,
            row.person_id,
            row.opportunity_id,
            row.held_at,
            row.minutes,
            row.rated / 2 if row.rated is not None else None,
            (row.thanked_at - row.held_at) / timedelta(hours=1) if row.thanked_at else None,
        )
        for row in session.execute(statement)
    ]


def opportunities_with_reference() -> dict[int, datetime]:
    """Return the deals for which a reference was held, in the hub or outside, with when the first took
    place.
    """
    inside = (
        sa.select(Request.opportunity_id, Call.held_at)
        .join(Call, Call.request_id == Request.id)
        .where(Call.state == CallState.HELD, Request.opportunity_id.is_not(None))
    )
    outside = sa.select(OutsideReference.opportunity_id, OutsideReference.at).where(
        OutsideReference.opportunity_id.is_not(None)
    )
    first: dict[int, datetime] = {}
    for statement in (inside, outside):
        for opportunity_id, at in session.execute(statement):
            first[opportunity_id] = min(at, first.get(opportunity_id, at))
    return first


def willing() -> set[int]:
    """Return the ids of the persons who opted in to at least one format."""
    rows = session.execute(sa.select(Terms.person_id, Terms.formats))
    return {person_id for person_id, formats in rows if formats}


def fulfilment(facts: list[RequestFact]) -> float | None:
    """Return the share of requests with an accepted advocate among those not withdrawn; None without any."""
    counted = [fact for fact in facts if not fact.withdrawn]
    return sum(fact.fulfilled for fact in counted) / len(counted) if counted else None


def mean_response_hours(facts: list[RequestFact]) -> float | None:
    """Return the mean of the first-response hours; None without any."""
    hours = [fact.first_response_hours for fact in facts if fact.first_response_hours is not None]
    return sum(hours) / len(hours) if hours else None


def _request_fact(row: sa.Row[tuple[object, ...]]) -> RequestFact:
    accepted = row.accepted_at is not None and row.state in FULFILLED
    content = row.state is State.CONTENT_OFFERED or (row.state is State.CLOSED and row.accepted_at is None)
    return RequestFact(
        row.id,
        row.requester_id,
        row.opportunity_id,
        row.state,
        row.filed_at,
        (row.responded_at - row.filed_at) / timedelta(hours=1) if row.responded_at else None,
        row.accepted_at,
        accepted,
        content,
        row.state is State.WITHDRAWN,
        row.result,
    )
