"""The pool: every advocate as a candidate, read in two statements, whatever their number."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from hub.database import session
from hub.facts import settings
from hub.facts.asks import Ask, AskBudget
from hub.facts.quiet_dates import QuietDates
from hub.facts.standings import Standing
from hub.people.companies import Company, key_of, size_band
from hub.people.consents import Consent
from hub.people.persons import Person, joined
from hub.people.roles import Holding
from references.calls.calls import Call
from references.calls.ratings import Rating, Side
from references.matching.candidates import Candidate
from references.matching.guardrails import COMPANY_WINDOW, Rules
from references.matching.ranking import Matching, match
from references.requests import Request
from references.setting_aside import SetAside
from references.terms.blackouts import Blackout
from references.terms.terms import CONSENT, Terms, gap

YEAR = timedelta(days=365)
_TODAY = sa.bindparam("today", type_=sa.Date())
_QUIET_ON = sa.bindparam("quiet_on", type_=sa.Date())


def rules() -> Rules:
    """Return the limits as the programme has set them."""
    return Rules(
        company_cap=settings.value("references.company_cap"),
        renewal_days=settings.value("references.renewal_days"),
        health_floor=settings.value("references.health_floor"),
        perfect_from=settings.value("references.perfect_from"),
    )


def matching(request: Request, *, now: datetime) -> Matching:
    """Match a request with everybody in the pool."""
    return match(request.wanted(), candidates(now=now, request_id=request.id), rules(), now=now)


def candidates(*, now: datetime, only: int | None = None, request_id: int | None = None) -> list[Candidate]:
    """Return the advocates as candidates at this moment (or the `only` one), with who was set aside for a
    request.
    """
    asked = _asked(now, only)
    chosen = {
        "today": now.date(),
        "quiet_on": settings.programme_day(now),
        "request_id": request_id,
        "person_id": only,
    }
    rows = session.execute(_statement(only is not None), chosen).all()
    return [_candidate(row, asked, now) for row in rows]


def people(ids: Iterable[int]) -> dict[int, Person]:
    """Return persons by id, some hundreds a statement."""
    wanted, found = sorted(set(ids)), {}
    for first in range(0, len(wanted), 500):
        some = session.scalars(sa.select(Person).where(Person.id.in_(wanted[first : first + 500])))
        found.update({person.id: person for person in some})
    return found


class _Asked:
    """When people and companies were asked: from one statement over the asks of a year."""

    def __init__(self) -> None:
        self.last: dict[int, datetime] = {}
        self.count: dict[int, int] = {}
        self.minutes: dict[int, int] = {}
        self.companies: dict[int, list[datetime]] = {}


def _asked(now: datetime, only: int | None) -> _Asked:
    found = _Asked()
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    chosen = {"year": now - YEAR, "month": month, "person_id": only}
    for person_id, employer, kind, minutes, at in session.execute(_asks(only is not None), chosen):
        if at >= month:
            found.minutes[person_id] = found.minutes.get(person_id, 0) + minutes
        if kind == "reference":
            found.last.setdefault(person_id, at)
            found.count[person_id] = found.count.get(person_id, 0) + 1
            if employer is not None and at > now - COMPANY_WINDOW:
                found.companies.setdefault(employer, []).append(at)
    return found


@cache
def _asks(one: bool) -> sa.Select[Any]:
    """The asks of a year, the latest first: of everybody, or of one person and their colleagues."""
    year, month = (sa.bindparam(name, type_=Ask.asked_at.type) for name in ("year", "month"))
    statement = (
        sa.select(Ask.person_id, Ask.company_id, Ask.kind, Ask.minutes, Ask.asked_at)
        .where(Ask.asked_at > year, sa.or_(Ask.kind == "reference", Ask.asked_at >= month))
        .order_by(Ask.asked_at.desc())
    )
    if not one:
        return statement
    chosen: sa.BindParameter[int] = sa.bindparam("person_id")
    employer = sa.select(Person.company_id).where(Person.id == chosen).scalar_subquery()
    return statement.where(sa.or_(Ask.person_id == chosen, Ask.company_id == employer))


_FACTS: tuple[Any, ...] = (
    Person.id,
    Person.products,
    Person.languages,
    Person.timezone,
    Person.company_id,
    Company.name,
    Company.industry,
    Company.employees,
    Company.use_case,
    Company.region,
    Company.product,
    Company.next_renewal,
    Company.escalated_at,
    Company.health,
    Company.churned_at,
    Terms.formats,
    Terms.topics,
    Terms.never_with,
    Terms.most,
    Terms.per,
    AskBudget.next_free_at,
    AskBudget.paused_until,
    AskBudget.monthly_minutes,
)


@cache
def _statement(one: bool) -> sa.Select[Any]:
    """Everybody in the pool (or one person) with what matching asks; built once, for it is long."""
    quiet, rated, rest = _quiet(), _rated(), _held_back()
    consented = sa.exists().where(
        Consent.person_id == Person.id, Consent.purpose == CONSENT, Consent.withdrawn_at.is_(None)
    )
    statement = (
        sa.select(
            *_FACTS,
            quiet.c.until.label("quiet_until"),
            rated.c.mean.label("rating"),
            Standing.value.label("score"),
            consented.label("consented"),
            rest.c.until.label("blackout_until"),
            rest.c.reason.label("blackout_reason"),
            SetAside.reason.label("aside"),
        )
        .join(Holding, sa.and_(Holding.person_id == Person.id, Holding.role == "advocate"))
        .outerjoin(Company, Company.id == Person.company_id)
        .outerjoin(Terms, Terms.person_id == Person.id)
        .outerjoin(AskBudget, AskBudget.person_id == Person.id)
        .outerjoin(quiet, quiet.c.person_id == Person.id)
        .outerjoin(rated, rated.c.person_id == Person.id)
        .outerjoin(
            Standing,
            sa.and_(
                Standing.subject_kind == "person",
                Standing.subject_id == Person.id,
                Standing.kind == "advocate_score",
            ),
        )
        .outerjoin(rest, rest.c.company_id == Person.company_id)
        .outerjoin(
            SetAside,
            sa.and_(SetAside.person_id == Person.id, SetAside.request_id == sa.bindparam("request_id")),
        )
        .where(joined())
    )
    return statement.where(Person.id == sa.bindparam("person_id")) if one else statement


def _quiet() -> sa.Subquery:
    return (
        sa.select(QuietDates.person_id, sa.func.max(QuietDates.ends_on).label("until"))
        .where(QuietDates.starts_on <= _QUIET_ON, QuietDates.ends_on >= _QUIET_ON)
        .group_by(QuietDates.person_id)
        .subquery()
    )


def _rated() -> sa.Subquery:
    return (
        sa.select(Call.person_id, sa.func.avg((Rating.relevance + Rating.preparedness) / 2.0).label("mean"))
        .join(Rating, Rating.call_id == Call.id)
        .where(Rating.side == Side.BUYER)
        .group_by(Call.person_id)
        .subquery()
    )


def _held_back() -> sa.Subquery:
    return (
        sa.select(
            Blackout.company_id,
            sa.func.max(Blackout.until).label("until"),
            sa.func.max(Blackout.reason).label("reason"),
        )
        .where(Blackout.ended_at.is_(None), Blackout.until >= _TODAY)
        .group_by(Blackout.company_id)
        .subquery()
    )


def _candidate(row: sa.Row[Any], asked: _Asked, now: datetime) -> Candidate:
    last = asked.last.get(row.id)
    left = None if row.monthly_minutes is None else row.monthly_minutes - asked.minutes.get(row.id, 0)
    products = _words(row.products) | ({row.product} if row.product else set())
    return Candidate(
        person_id=row.id,
        company_id=row.company_id,
        company_key=key_of(row.name) if row.name else None,
        industry=row.industry,
        size=size_band(row.employees),
        use_case=row.use_case,
        region=row.region,
        products=frozenset(products),
        topics=frozenset(row.topics or ()),
        formats=frozenset(row.formats or ()),
        languages=_words(row.languages),
        timezone=row.timezone,
        rating=None if row.rating is None else float(row.rating),
        score=row.score,
        last_asked=last,
        asked_in_year=asked.count.get(row.id, 0),
        consented=row.consented,
        next_free=row.next_free_at,
        own_gap_until=last + gap(row.most, row.per) if last and row.most else None,
        paused_until=row.paused_until,
        quiet_until=_day(row.quiet_until),
        minutes_left=left,
        never_with=frozenset(key_of(name) for name in row.never_with or ()),
        company_asked=tuple(asked.companies.get(row.company_id, ())),
        blackout_until=_day(row.blackout_until),
        blackout_reason=row.blackout_reason,
        renewal=row.next_renewal,
        escalated=row.escalated_at is not None,
        health=row.health,
        churned=row.churned_at is not None,
        turned_down=row.aside,
    )


def _words(words: Iterable[str] | None) -> frozenset[str]:
    return frozenset(words or ())


def _day(value: date | str | None) -> date | None:
    """Return a date, also where SQLite hands an aggregate of dates back as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
