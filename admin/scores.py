"""The advocate scores of all contacts: read in batches, left as standings with their lines, and printed for
programs.

Scored is who works for a customer or partner; the programme's own team, buyers and erased people are not.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from admin.scoring import POINTS, SIGNALS, Facts, Scheme, Score, score
from hub.database import session, transaction
from hub.delivery.jobs import Progress, Unwatched
from hub.facts import settings, standings
from hub.facts.standings import Value
from hub.house import House
from hub.i18n import _
from hub.people.companies import Company, CompanyKind
from hub.people.persons import Person
from hub.people.roles import STAFF, Holding

KIND = "advocate_score"
BATCH = 2_000

MEANINGS = {
    "nps": _("Would recommend us (NPS)"),
    "usage": _("Uses the product more than most"),
    "tenure": _("Customer for more than a year"),
    "health": _("Health score"),
    "renewal": _("Renewed or grew lately"),
    "sponsor": _("Executive sponsor"),
    "priority": _("Strategic priority"),
}
_THRESHOLDS = {
    "nps_from": (9, 0, 10, _("Score: NPS from which on it counts")),
    "usage_above": (80, 0, 100, _("Score: usage percentile above which it counts")),
    "tenure_months": (12, 0, 240, _("Score: months after which a customer counts as loyal")),
    "health_above": (85, 0, 100, _("Score: health above which it counts")),
    "renewal_months": (6, 1, 60, _("Score: months for which a renewal or expansion counts")),
    "reference_from": (70, 1, 100, _("Score from which on somebody is a reference candidate")),
    "board_from": (85, 1, 100, _("Score from which on somebody is an advisory-board candidate")),
}


def declare(house: House) -> None:
    """Declare the weights and thresholds as settings of the programme."""
    for signal in SIGNALS:
        house.setting(
            f"scores.points_{signal}",
            POINTS[signal],
            _("Score: points for “%(signal)s”", signal=MEANINGS[signal]),
            kind=int,
            most=100,
        )
    for name, (default, least, most, meaning) in _THRESHOLDS.items():
        house.setting(f"scores.{name}", default, meaning, kind=int, least=least, most=most)


def scheme() -> Scheme:
    """Return the weights and thresholds as they are set."""
    points = {signal: settings.value(f"scores.points_{signal}") for signal in SIGNALS}
    return Scheme(points=points, **{name: settings.value(f"scores.{name}") for name in _THRESHOLDS})


def scored() -> sa.ColumnElement[bool]:
    """The condition that a person is scored; needs `Company` joined."""
    works_here = sa.exists().where(Holding.person_id == Person.id, Holding.role.in_([*STAFF, "prospect"]))
    customers = Company.kind.in_([CompanyKind.CUSTOMER, CompanyKind.PARTNER])
    return sa.and_(Person.erased_at.is_(None), customers, ~works_here)


def listed(as_of: date, *, email: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield each contact's score on a day as programs read it, by company and address. Nothing is stored."""
    statement = _facts().order_by(Company.name_key, Person.email, Person.id)
    if email is not None:
        statement = statement.where(Person.email == email.strip().lower())
    weights = scheme()
    for row in session.execute(statement.execution_options(yield_per=BATCH)):
        found = score(_read(row), as_of, weights)
        yield {
            "email": row.email,
            "company": row.name,
            "score": found.value,
            "complete": found.complete,
            "class": found.group.value,
            "lines": [line.plain() for line in found.lines],
        }


def recompute(*, now: datetime, as_of: date | None = None, progress: Progress | None = None) -> int:
    """Bring all scores in step, in a transaction a batch; returns how many people were scored."""
    progress = progress or Unwatched()
    total, done, last = session.scalar(sa.select(sa.func.count()).select_from(_ids().subquery())) or 0, 0, 0
    while True:
        with transaction():
            ids = store_batch(last, now=now, as_of=as_of)
            if not ids:
                standings.forget_others("person", KIND, _ids())
                return done
        done, last = done + len(ids), ids[-1]
        progress.at(done, total, _("Scoring"))


def recompute_here(*, now: datetime, as_of: date | None = None) -> None:
    """Bring all scores in step in the present transaction: for a few hundred people."""
    last = 0
    while ids := store_batch(last, now=now, as_of=as_of):
        last = ids[-1]


def daily(*, now: datetime) -> None:
    """Bring all scores in step, because months pass: the periodic work."""
    recompute(now=now)


def store_batch(after: int, *, now: datetime, as_of: date | None = None) -> list[int]:
    """Score the next people by id, in the present transaction; returns their ids."""
    day = as_of or now.date()
    rows = session.execute(_facts().where(Person.id > after).order_by(Person.id).limit(BATCH)).all()
    weights = scheme()
    values = {row.id: _value(score(_read(row), day, weights)) for row in rows}
    moment = now if as_of is None else datetime.combine(as_of, time(), UTC)
    standings.put_many("person", KIND, values, as_of=moment)
    return list(values)


def _value(found: Score) -> Value:
    return Value(found.value, [line.plain() for line in found.lines])


def _ids() -> sa.Select[tuple[int]]:
    return sa.select(Person.id).join(Company, Person.company_id == Company.id).where(scored())


def _facts() -> sa.Select[Any]:
    """Return the statement for what is known of each scored person; NPS is theirs, else the company's."""
    return (
        sa.select(
            Person.id,
            Person.email,
            Company.name,
            sa.func.coalesce(Person.nps, Company.nps).label("nps"),
            Company.usage_percentile,
            Company.customer_since,
            Company.health,
            Company.last_renewal,
            Company.last_expansion,
            Company.executive_sponsor,
            Company.strategic,
        )
        .join(Company, Person.company_id == Company.id)
        .where(scored())
    )


def _read(row: Any) -> Facts:
    return Facts(
        nps=row.nps,
        usage=row.usage_percentile,
        since=row.customer_since,
        health=row.health,
        renewal=row.last_renewal,
        expansion=row.last_expansion,
        sponsor=row.executive_sponsor,
        strategic=row.strategic,
    )
