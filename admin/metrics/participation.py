"""Participation: how many asks an advocate said yes to in twelve months, on average over all of them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from admin.metrics import figures
from admin.metrics.figures import Figure, Target, Unit
from admin.metrics.metric import Column, Metric, Numbers, Read
from admin.metrics.monthly_active import member
from admin.metrics.periods import Period, spans, within
from hub.i18n import _
from hub.people.companies import Company
from hub.people.persons import Person
from references.invitations import Answer, Invitation

YEAR = timedelta(days=365)


def counted(periods: Sequence[Period]) -> sa.Select[Any]:
    """Count the asks accepted in the year up to the end of each period, and the advocates of that moment."""
    spanned = spans([_year(period) for period in periods])
    accepted = (
        sa.select(sa.func.count())
        .select_from(Invitation)
        .where(_accepted(), within(Invitation.answered_at, spanned))
        .scalar_subquery()
    )
    advocates = sa.select(sa.func.count()).where(member(), Person.joined_at < spanned.c.end).scalar_subquery()
    return sa.select(spanned.c.n, accepted.label("one"), advocates.label("two"))


def figure(numbers: Numbers) -> Figure:
    """Return the asks accepted per advocate."""
    yes, people = int(numbers[0] or 0), int(numbers[1] or 0)
    aside = _("%(yes)s accepted by %(people)s advocates", yes=yes, people=f"{people:,}")
    return figures.share(yes, people, unknown=_("There was no advocate yet."), aside=aside)


def rows(period: Period) -> sa.Select[Any]:
    """Return the statement for the advocates of a period's end with what each accepted in the year before."""
    year = _year(period)
    counted = (
        sa.select(
            Invitation.person_id,
            sa.func.count().label("yes"),
            sa.func.max(Invitation.answered_at).label("last"),
        )
        .where(_accepted(), Invitation.answered_at >= year.start, Invitation.answered_at < year.end)
        .group_by(Invitation.person_id)
        .subquery()
    )
    yes = sa.func.coalesce(counted.c.yes, 0)
    return (
        sa.select(
            (Person.first_name + " " + Person.last_name).label("name"),
            Company.name.label("company"),
            yes.label("yes"),
            counted.c.last.label("last"),
            sa.literal("/members/").concat(Person.handle).label("url"),
        )
        .outerjoin(Company, Company.id == Person.company_id)
        .outerjoin(counted, counted.c.person_id == Person.id)
        .where(member(), Person.joined_at < year.end)
        .order_by(yes.desc(), Person.last_name, Person.id)
    )


def _accepted() -> sa.ColumnElement[bool]:
    return Invitation.answer == Answer.ACCEPTED


def _year(period: Period) -> Period:
    return Period(period.end - YEAR, period.end)


METRIC = Metric(
    key="participation",
    name=_("Participation"),
    formula=_("Reference asks accepted in the last 12 months ÷ advocates"),
    unit=Unit.TIMES,
    target=Target(low=2, high=4),
    target_words=_("2–4 a year"),
    counted=counted,
    figure=figure,
    rows=rows,
    columns=(
        Column("name", _("Advocate"), link="url"),
        Column("company", _("Company")),
        Column("yes", _("Accepted in 12 months"), Read.COUNT),
        Column("last", _("Last"), Read.MOMENT),
    ),
)
