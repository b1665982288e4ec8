"""Pool health: advocates who opted in to references and could be asked at some time in 90 days."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from admin.metrics import pool_days
from admin.metrics.figures import Figure, Target, Unit
from admin.metrics.metric import Column, Metric, Numbers, Read
from admin.metrics.periods import Period
from admin.metrics.pool_days import PoolDay, PoolSighting
from hub.i18n import _
from hub.people.companies import Company
from hub.people.persons import Person, joined

STALE = timedelta(days=31)
"""A count that is older than this says nothing about a day any more."""


def counted(periods: Sequence[Period]) -> sa.Select[Any]:
    """Find the last count up to the end of each period; there is none before the counting began."""
    ends = [(n, period.end.date()) for n, period in enumerate(periods)]
    last = [
        sa.select(sa.literal(n).label("n"), sa.func.max(PoolDay.day).label("day")).where(
            PoolDay.day <= end, PoolDay.day > end - STALE
        )
        for n, end in ends
    ]
    found = sa.union_all(*last).subquery()
    return sa.select(
        found.c.n, PoolDay.seen.label("one"), PoolDay.ready.label("two"), PoolDay.resting.label("three")
    ).join_from(found, PoolDay, PoolDay.day == found.c.day)


def figure(numbers: Numbers) -> Figure:
    """Return how many could be asked on some day of ninety."""
    seen, ready, resting = numbers
    if seen is None:
        return Figure(None, 0, _("The pool is counted once a day; it was not counted then."))
    aside = _("%(ready)s free today, %(resting)s resting", ready=int(ready or 0), resting=int(resting or 0))
    return Figure(seen, int(seen), aside=aside)


def rows(period: Period) -> sa.Select[Any]:
    """Return the statement for the advocates who could be asked in the 90 days up to a period's end, the
    latest first.
    """
    last = period.end.date()
    return (
        sa.select(
            (Person.first_name + " " + Person.last_name).label("name"),
            Company.name.label("company"),
            PoolSighting.last_on.label("last_on"),
            sa.literal("/members/").concat(Person.handle).label("url"),
        )
        .join_from(PoolSighting, Person, Person.id == PoolSighting.person_id)
        .outerjoin(Company, Company.id == Person.company_id)
        .where(joined(), PoolSighting.last_on > last - pool_days.SEEN, PoolSighting.last_on <= last)
        .order_by(PoolSighting.last_on.desc(), Person.last_name, Person.id)
    )


METRIC = Metric(
    key="pool-health",
    name=_("Ready pool"),
    formula=_("Advocates who opted in to references and could be asked on at least one of the last 90 days"),
    unit=Unit.COUNT,
    target=Target(low=50),
    target_words=_("50"),
    counted=counted,
    figure=figure,
    rows=rows,
    columns=(
        Column("name", _("Advocate"), link="url"),
        Column("company", _("Company")),
        Column("last_on", _("Could last be asked"), Read.DAY),
    ),
)
