"""Overviews: what `/references` shows each role, and what a manager sees of a matching. A few statements
each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from hub.database import session
from hub.people import account_team
from hub.people.companies import Company
from hub.people.opportunities import Opportunity
from hub.people.persons import Person
from hub.people.roles import Holding
from references import figures, pool, shortlists
from references.calls.calls import Call, CallState
from references.figures import RequestFact
from references.invitations import Invitation
from references.lifecycle import Move
from references.matching.lines import LABELS, Line
from references.matching.ranking import Excluded, Grade, Matching, Near
from references.requests import Request
from references.states import OPEN, State, Verb
from references.terms.blackouts import Blackout, running
from references.terms.terms import Terms

SHOWN = 8
SHOWN_EXCLUDED = 100
QUARTER = timedelta(days=91)

FILTERS = {
    "open": OPEN,
    "waiting": frozenset({State.REQUESTED, State.IN_REVIEW}),
    "talking": frozenset({State.ACCEPTED, State.SCHEDULED, State.HELD, State.FEEDBACK}),
    "all": frozenset(State),
}
"""What a list of requests may be narrowed to."""


@dataclass(frozen=True)
class Shown:
    """A candidate with their person and lines, as the page draws them."""

    person: Person
    score: int
    grade: Grade
    lines: list[Line]
    last_asked: datetime | None
    weak: list[Line]


@dataclass(frozen=True)
class Absent:
    """Somebody who cannot be asked: the person, why, until when."""

    person: Person
    why: Excluded


@dataclass(frozen=True)
class Nearly:
    """Somebody who lacks what is required: the person, the score, what is missing."""

    person: Person
    near: Near
    missing: list[str]


@dataclass(frozen=True)
class Board:
    """A matching with its people, cut to what a page can show."""

    shown: list[Shown]
    absent: list[Absent]
    nearly: list[Nearly]
    absent_total: int
    perfect: int
    potential: int


@dataclass(frozen=True)
class Customer:
    """A customer of a customer-success manager: how often its people were asked, and whether it is held
    back.
    """

    company: Company
    advocates: int
    asked: int
    blackout: Blackout | None


def queue(show: str) -> sa.Select[tuple[Request]]:
    """Return the statement for a manager's list of requests."""
    return _latest().where(Request.state.in_(FILTERS.get(show, OPEN)))


def mine(person: Person, show: str) -> sa.Select[tuple[Request]]:
    """Return the statement for the requests that a person filed."""
    return _latest().where(
        Request.requester_id == person.id, Request.state.in_(FILTERS.get(show, FILTERS["all"]))
    )


def concerning(person: Person) -> list[Invitation]:
    """Return the latest invitations of people of the customers that a person looks after."""
    statement = (
        sa.select(Invitation)
        .join(Person, Person.id == Invitation.person_id)
        .where(Person.company_id.in_(account_team.companies_of(person)))
    )
    return list(session.scalars(statement.order_by(Invitation.sent_at.desc()).limit(20)))


def customers(person: Person, *, now: datetime) -> list[Customer]:
    """Return the customers that a person looks after whose people opted in or were asked, the most asked
    first.
    """
    asked = (
        sa.select(Person.company_id, sa.func.count(Invitation.id).label("count"))
        .join(Invitation, Invitation.person_id == Person.id)
        .where(Invitation.sent_at > now - 4 * QUARTER)
        .group_by(Person.company_id)
        .subquery()
    )
    members = (
        sa.select(Person.company_id, sa.func.count(Terms.person_id).label("count"))
        .join(Terms, Terms.person_id == Person.id)
        .group_by(Person.company_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(Company, members.c.count, asked.c.count)
        .outerjoin(members, members.c.company_id == Company.id)
        .outerjoin(asked, asked.c.company_id == Company.id)
        .where(
            Company.id.in_(account_team.companies_of(person)), sa.or_(members.c.count > 0, asked.c.count > 0)
        )
        .order_by(sa.func.coalesce(asked.c.count, 0).desc(), Company.name)
    ).all()
    resting = running(now=now)
    return [Customer(company, own or 0, count or 0, resting.get(company.id)) for company, own, count in rows]


def figures_of(person: Person, *, now: datetime) -> list[RequestFact]:
    """Return the facts of what a person filed in a year."""
    return figures.requests_between(now - 4 * QUARTER, now + timedelta(seconds=1), requester_id=person.id)


def board(found: Matching) -> Board:
    """Return a matching with its people, in one statement."""
    ranked, absent = found.ranked[:SHOWN], found.excluded[:SHOWN_EXCLUDED]
    candidates = [
        *(one.candidate for one in ranked),
        *(one.candidate for one in absent),
        *(one.candidate for one in found.nearest),
    ]
    people = pool.people(one.person_id for one in candidates)
    shown = []
    for one in ranked:
        lines = found.lines(one)
        weak = [line for line in lines if line.points * 2 < line.max]
        shown.append(
            Shown(
                people[one.candidate.person_id], one.score, one.grade, lines, one.candidate.last_asked, weak
            )
        )
    return Board(
        shown,
        [Absent(people[one.candidate.person_id], one) for one in absent],
        [
            Nearly(people[near.candidate.person_id], near, [str(LABELS[key]) for key in near.missing])
            for near in found.nearest
        ],
        len(found.excluded),
        found.perfect,
        found.potential,
    )


def colleagues(person: Person) -> list[Person]:
    """Return who else files requests, by name: to hand one over."""
    found = (
        sa.select(Person)
        .join(Holding, Holding.person_id == Person.id)
        .where(
            Holding.role.in_(("sales", "csm", "manager")),
            Person.id != person.id,
            Person.joined_at.is_not(None),
        )
        .distinct()
        .order_by(Person.last_name, Person.id)
    )
    return list(session.scalars(found.limit(100)))


def advocates() -> list[Person]:
    """Return the advocates by name: to log a reference that happened outside."""
    found = sa.select(Person).join(Terms, Terms.person_id == Person.id).where(Person.erased_at.is_(None))
    return list(session.scalars(found.order_by(Person.last_name, Person.first_name, Person.id)))


def was_asked(moves: Iterable[Move]) -> bool:
    """Whether anybody was ever invited, seen from the history."""
    return any(move.verb is Verb.INVITE for move in moves)


def anonymous_ids(ids: Iterable[int]) -> set[int]:
    """Return which of these persons wish not to be named."""
    wanted = list(set(ids))
    if not wanted:
        return set()
    return set(
        session.scalars(
            sa.select(Terms.person_id).where(Terms.person_id.in_(wanted), Terms.anonymous.is_(True))
        )
    )


def open_deals(person: Person) -> list[Opportunity]:
    """Return the open deals to choose from: one's own first, then by company."""
    own = sa.case((Opportunity.owner_id == person.id, 0), else_=1)
    statement = (
        sa.select(Opportunity)
        .join(Opportunity.company)
        .where(Opportunity.result == "open")
        .options(sa.orm.contains_eager(Opportunity.company))
        .order_by(own, Company.name, Opportunity.name)
        .limit(500)
    )
    return list(session.scalars(statement))


def calls_to_arrange() -> list[Call]:
    """Return the agreed talks that wait for a time or a link."""
    waiting = sa.select(Call).where(Call.state == CallState.AGREED)
    return list(session.scalars(waiting.order_by(Call.agreed_at).limit(20)))


def places(request: Request) -> dict[int, int]:
    """Return who is in line for a request: rank by person."""
    return {place.person_id: place.rank for place in shortlists.of(request.id)}


def named(deals: Iterable[Opportunity]) -> dict[str, str]:
    """Return deals as one chooses among them: company and name, by id."""
    return {str(deal.id): f"{deal.company.name}: {deal.name}" for deal in deals}


def _latest() -> sa.Select[tuple[Request]]:
    """Return the statement for all requests: the open ones first, by when their answer is due; then the
    others.
    """
    settled = sa.case((Request.state.in_(OPEN), 0), else_=1)
    waiting = sa.case((Request.responded_at.is_(None), 0), else_=1)
    return sa.select(Request).order_by(settled, waiting, Request.filed_at.desc(), Request.id.desc())
