"""Acceptance: of the advocates who were asked for a reference, how many agreed. Who has not answered yet is
left out.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from admin.metrics import figures
from admin.metrics.elapsed import hours_between
from admin.metrics.figures import Figure, Target, Unit
from admin.metrics.metric import Column, Metric, Numbers, Read
from admin.metrics.periods import Period, spans, within
from hub.i18n import _
from hub.people.persons import Person
from references.invitations import Answer, Invitation
from references.requests import Request

WORDS = {
    Answer.ACCEPTED.value: _("Accepted"),
    Answer.DECLINED.value: _("Declined"),
    Answer.EXPIRED.value: _("No answer in time"),
    Answer.WITHDRAWN.value: _("Taken back"),
}


def counted(periods: Sequence[Period]) -> sa.Select[Any]:
    """Count the invitations sent in each period that do not wait any more, and those of them that were
    accepted.
    """
    spanned = spans(periods)
    return (
        sa.select(
            spanned.c.n,
            sa.func.count().label("one"),
            sa.func.sum(sa.case((Invitation.answer == Answer.ACCEPTED, 1), else_=0)).label("two"),
        )
        .join_from(spanned, Invitation, within(Invitation.sent_at, spanned))
        .where(answered())
        .group_by(spanned.c.n)
    )


def figure(numbers: Numbers) -> Figure:
    """Return the share of the invitations that were accepted."""
    asked, agreed, _none = numbers
    return figures.share(agreed, int(asked or 0), unknown=_("Nobody was asked."))


def rows(period: Period) -> sa.Select[Any]:
    """Return the statement for the invitations sent in a period that were answered or ran out, the latest
    first.
    """
    return (
        sa.select(
            (Person.first_name + " " + Person.last_name).label("name"),
            Request.company_name.label("company"),
            sa.literal("/references/requests/").concat(sa.cast(Request.id, sa.Text)).label("url"),
            Invitation.sent_at.label("sent_at"),
            Invitation.answer.label("answer"),
            hours_between(Invitation.sent_at, Invitation.answered_at).label("hours"),
        )
        .join_from(Invitation, Person, Person.id == Invitation.person_id)
        .join(Request, Request.id == Invitation.request_id)
        .where(Invitation.sent_at >= period.start, Invitation.sent_at < period.end, answered())
        .order_by(Invitation.sent_at.desc(), Invitation.id.desc())
    )


def answered() -> sa.ColumnElement[bool]:
    """The condition that an invitation does not wait for its answer any more."""
    return Invitation.answer != Answer.WAITING


METRIC = Metric(
    key="acceptance",
    name=_("Acceptance"),
    formula=_("Invitations accepted ÷ invitations that were answered, ran out or were taken back"),
    unit=Unit.SHARE,
    target=Target(low=0.6),
    target_words=_("60 %"),
    counted=counted,
    figure=figure,
    rows=rows,
    columns=(
        Column("company", _("Request for"), link="url"),
        Column("name", _("Asked")),
        Column("sent_at", _("When"), Read.MOMENT),
        Column("answer", _("Answer"), words=dict(WORDS)),
        Column("hours", _("Hours to answer"), Read.HOURS),
    ),
)
