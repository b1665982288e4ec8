"""Reference fulfilment: of the requests that wanted an advocate, how many got one. Stories alone are shown
apart.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from admin.metrics import figures
from admin.metrics.figures import Figure, Target, Unit
from admin.metrics.metric import Column, Metric, Numbers, Read
from admin.metrics.periods import Period, spans, within
from hub.i18n import _
from references.invitations import Answer, Invitation
from references.requests import Request
from references.states import FULFILLED, LABELS, State


def counted(periods: Sequence[Period]) -> sa.Select[Any]:
    """Count the requests filed in each period: all that count, those with an accepted advocate, those with a
    story.
    """
    spanned = spans(periods)
    return (
        sa.select(
            spanned.c.n,
            sa.func.count().label("one"),
            sa.func.sum(sa.case((fulfilled(), 1), else_=0)).label("two"),
            sa.func.sum(sa.case((by_content(), 1), else_=0)).label("three"),
        )
        .join_from(spanned, Request, within(Request.filed_at, spanned))
        .where(_not_withdrawn())
        .group_by(spanned.c.n)
    )


def figure(numbers: Numbers) -> Figure:
    """Return the share of the requests that have an accepted advocate."""
    total, served, content = numbers
    aside = _("%(count)s served by stories alone", count=int(content)) if content else None
    return figures.share(served, int(total or 0), unknown=_("No request was filed."), aside=aside)


def rows(period: Period) -> sa.Select[Any]:
    """Return the statement for the requests filed in a period that count, the latest first."""
    return (
        sa.select(
            Request.company_name.label("company"),
            sa.literal("/references/requests/").concat(sa.cast(Request.id, sa.Text)).label("url"),
            Request.filed_at.label("filed_at"),
            Request.state.label("state"),
            sa.case((fulfilled(), True), else_=False).label("fulfilled"),
            sa.case((by_content(), True), else_=False).label("content"),
        )
        .where(Request.filed_at >= period.start, Request.filed_at < period.end, _not_withdrawn())
        .order_by(Request.filed_at.desc(), Request.id.desc())
    )


def _not_withdrawn() -> sa.ColumnElement[bool]:
    return Request.state != State.WITHDRAWN


def fulfilled() -> sa.ColumnElement[bool]:
    """The condition that a request has an accepted advocate, who did not drop out again."""
    return sa.and_(Request.state.in_(FULFILLED), _accepted())


def by_content() -> sa.ColumnElement[bool]:
    """The condition that a request was served by a story alone."""
    return sa.or_(
        Request.state == State.CONTENT_OFFERED, sa.and_(Request.state == State.CLOSED, ~_accepted())
    )


def _accepted() -> sa.ColumnElement[bool]:
    return sa.exists().where(Invitation.request_id == Request.id, Invitation.answer == Answer.ACCEPTED)


METRIC = Metric(
    key="fulfilment",
    name=_("Requests fulfilled"),
    formula=_("Requests with an accepted advocate ÷ (all requests filed − withdrawn ones)"),
    unit=Unit.SHARE,
    target=Target(low=0.7),
    target_words=_("70 %"),
    counted=counted,
    figure=figure,
    rows=rows,
    columns=(
        Column("company", _("Request for"), link="url"),
        Column("filed_at", _("Filed"), Read.MOMENT),
        Column("state", _("Stands at"), words={state.value: words for state, words in LABELS.items()}),
        Column("fulfilled", _("Advocate accepted"), Read.YES),
        Column("content", _("Served by a story"), Read.YES),
    ),
)
