"""Community monthly active: the share of customers' people who did something in the hub within 30 days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from admin.metrics import active_months, figures
from admin.metrics.active_months import ActiveMonth
from admin.metrics.figures import Figure, Target, Unit
from admin.metrics.metric import Column, Metric, Numbers, Read
from admin.metrics.periods import Period, finished, spans, within
from hub.database import session, transaction
from hub.facts import activity
from hub.facts.activity import Activity
from hub.house import house
from hub.i18n import _
from hub.people.companies import Company
from hub.people.persons import Person
from hub.people.roles import Holding

WINDOW = timedelta(days=30)

HAPPENED_TO_THEM = frozenset({"question.unanswered"})
"""Kinds that are recorded for a person who did nothing themselves."""


def counted(periods: Sequence[Period]) -> sa.Select[Any]:
    """Count the members at the end of each period, and those who were active in the 30 days before.

    What was counted when a month was finished is taken from there; only the rest is counted now, each window
    once.
    """
    spanned = spans([_window(period) for period in periods])
    kept = sa.exists().where(ActiveMonth.ends_at == spanned.c.end)
    live = sa.select(spanned.c.start, spanned.c.end).where(~kept).distinct().cte()
    active = (
        sa.select(live.c.end, sa.func.count(sa.distinct(Activity.person_id)).label("active"))
        .join_from(live, Activity, within(Activity.at, live))
        .join(Person, Person.id == Activity.person_id)
        .where(_deed(), member(), Person.joined_at < live.c.end)
        .group_by(live.c.end)
        .subquery()
    )
    members = sa.select(sa.func.count()).where(member(), Person.joined_at < spanned.c.end).scalar_subquery()
    return (
        sa.select(
            spanned.c.n,
            sa.func.coalesce(ActiveMonth.members, members).label("one"),
            sa.func.coalesce(ActiveMonth.active, active.c.active).label("two"),
        )
        .select_from(spanned)
        .outerjoin(ActiveMonth, ActiveMonth.ends_at == spanned.c.end)
        .outerjoin(active, active.c.end == spanned.c.end)
    )


def count_months(*, now: datetime) -> None:
    """Count the months of the last year that are finished and were not counted yet. The periodic work."""
    with transaction():
        note_months(now=now)


def note_months(*, now: datetime) -> None:
    """Keep the finished months' counts."""
    months = {month.end: month for month in finished(now)}
    wanted = [months[end] for end in active_months.missing(list(months))]
    if wanted:
        for n, members, active in session.execute(counted(wanted)).all():
            active_months.keep(wanted[n].end, members=members, active=active or 0)


def figure(numbers: Numbers) -> Figure:
    """Return the share of members who were active."""
    members, active, _none = numbers
    count = int(members or 0)
    aside = _("of %(count)s members", count=f"{count:,}")
    return figures.share(active, count, unknown=_("Nobody had joined yet."), aside=aside)


def rows(period: Period) -> sa.Select[Any]:
    """Return the statement for the members of a period's end: what each did in the 30 days before, the most
    first.
    """
    window = _window(period)
    did = (
        sa.select(Activity.person_id, sa.func.count().label("deeds"), sa.func.max(Activity.at).label("last"))
        .where(_deed(), Activity.at >= window.start, Activity.at < window.end)
        .group_by(Activity.person_id)
        .subquery()
    )
    deeds = sa.func.coalesce(did.c.deeds, 0)
    return (
        sa.select(
            (Person.first_name + " " + Person.last_name).label("name"),
            Company.name.label("company"),
            deeds.label("deeds"),
            did.c.last.label("last"),
            sa.literal("/members/").concat(Person.handle).label("url"),
        )
        .outerjoin(Company, Company.id == Person.company_id)
        .outerjoin(did, did.c.person_id == Person.id)
        .where(member(), Person.joined_at < window.end)
        .order_by(deeds.desc(), Person.last_name, Person.id)
    )


def member() -> sa.ColumnElement[bool]:
    """The condition that somebody belongs to the community: a customer's person, no team, no buyer."""
    advocate = sa.exists().where(Holding.person_id == Person.id, Holding.role == "advocate")
    return sa.and_(
        Person.joined_at.is_not(None), Person.suspended_at.is_(None), Person.erased_at.is_(None), advocate
    )


def _deed() -> sa.ColumnElement[bool]:
    return sa.and_(Activity.kind.in_(sorted(set(house().kinds) - HAPPENED_TO_THEM)), activity.standing())


def _window(period: Period) -> Period:
    return Period(period.end - WINDOW, period.end)


METRIC = Metric(
    key="monthly-active",
    name=_("Active this month"),
    formula=_("Members who did something here in the last 30 days ÷ all members, without team and buyers"),
    unit=Unit.SHARE,
    target=Target(low=0.3),
    target_words=_("30–40 %"),
    counted=counted,
    figure=figure,
    rows=rows,
    columns=(
        Column("name", _("Member"), link="url"),
        Column("company", _("Company")),
        Column("deeds", _("What they did in 30 days"), Read.COUNT),
        Column("last", _("Last"), Read.MOMENT),
    ),
)
