"""Response time: from filing a request to the first answer its requester got. The average, and how long nine
in ten took.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from admin.metrics.elapsed import hours_between
from admin.metrics.figures import Figure, Target, Unit
from admin.metrics.metric import Column, Metric, Numbers, Read
from admin.metrics.percentiles import spread
from admin.metrics.periods import Period, spans, within
from hub.i18n import _
from references.requests import Request


def counted(periods: Sequence[Period]) -> sa.Select[Any]:
    """Count the answered requests filed in each period, with the mean and the 90th percentile of their
    hours.
    """
    spanned = spans(periods)
    measured = (
        sa.select(spanned.c.n, hours().label("value"))
        .join_from(spanned, Request, within(Request.filed_at, spanned))
        .where(Request.responded_at.is_not(None))
        .subquery()
    )
    return spread(measured)


def figure(numbers: Numbers) -> Figure:
    """Return the mean elapsed hours to the first response."""
    count, mean, nine_in_ten = numbers
    if not count or nine_in_ten is None:
        return Figure(None, 0, _("No request was answered."))
    return Figure(mean, int(count), aside=_("nine in ten within %(hours)s h", hours=round(nine_in_ten)))


def rows(period: Period) -> sa.Select[Any]:
    """Return the statement for the requests filed in a period, the slowest answers first, then those that
    wait.
    """
    return (
        sa.select(
            Request.company_name.label("company"),
            sa.literal("/references/requests/").concat(sa.cast(Request.id, sa.Text)).label("url"),
            Request.filed_at.label("filed_at"),
            Request.responded_at.label("responded_at"),
            hours().label("hours"),
        )
        .where(Request.filed_at >= period.start, Request.filed_at < period.end)
        .order_by(sa.case((Request.responded_at.is_(None), 1), else_=0), hours().desc(), Request.id.desc())
    )


def hours() -> hours_between:
    """The elapsed hours from filing to the first response."""
    return hours_between(Request.filed_at, Request.responded_at)


METRIC = Metric(
    key="first-response",
    name=_("First response"),
    formula=_("Average hours from filing a request to the grade, or the offered story, told to who asked"),
    unit=Unit.HOURS,
    target=Target(high=48),
    target_words=_("48 h"),
    counted=counted,
    figure=figure,
    rows=rows,
    columns=(
        Column("company", _("Request for"), link="url"),
        Column("filed_at", _("Filed"), Read.MOMENT),
        Column("responded_at", _("First response"), Read.MOMENT),
        Column("hours", _("Hours"), Read.HOURS),
    ),
)
