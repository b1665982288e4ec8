"""Declining an invitation: each reason does the right thing, and the advocate is told what that was."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from hub.errors import Words
from hub.facts import asks, notifications
from hub.i18n import _
from hub.people import account_team
from references import invitations, succession
from references.invitations import Answer, Invitation
from references.terms import terms

REST = timedelta(days=30)
LONG_REST = timedelta(days=365)


class Reason(StrEnum):
    """Why not."""

    NO_TIME = "no_time"
    TOO_OFTEN = "too_often"
    NOT_COMFORTABLE = "not_comfortable"
    NOT_MY_TOPIC = "not_my_topic"
    NOT_THEM = "not_them"
    PRODUCT_TROUBLE = "product_trouble"
    LEFT_COMPANY = "left_company"

    @property
    def label(self) -> Words:
        """The reason in the advocate's words."""
        return LABELS[self]


LABELS = {
    Reason.NO_TIME: _("I have no time just now"),
    Reason.TOO_OFTEN: _("I am asked too often"),
    Reason.NOT_COMFORTABLE: _("I would rather not do this kind of talk"),
    Reason.NOT_MY_TOPIC: _("I cannot say much about these topics"),
    Reason.NOT_THEM: _("I would rather not speak with this company"),
    Reason.PRODUCT_TROUBLE: _("Something in the product troubles me"),
    Reason.LEFT_COMPANY: _("I have left my company, or am about to"),
}
CONSEQUENCES = {
    Reason.NO_TIME: _("We leave you alone for 30 days."),
    Reason.TOO_OFTEN: _("From now on we ask you once a quarter at most."),
    Reason.NOT_COMFORTABLE: _("We take this format out of your terms."),
    Reason.NOT_MY_TOPIC: _("We take these topics out of your terms."),
    Reason.NOT_THEM: _("We put this company on your never-with list."),
    Reason.PRODUCT_TROUBLE: _("We tell who looks after you, and leave you alone for 30 days."),
    Reason.LEFT_COMPANY: _("We stop asking you, and tell who looks after your company."),
}


def decline(invitation: Invitation, reason: Reason, *, note: str = "", now: datetime) -> Words:
    """Decline, do what the reason asks for, and ask the next in line. Returns what was done, for the
    advocate.
    """
    invitations.close(invitation, Answer.DECLINED, now=now, reason=reason.value, note=note.strip())
    _DEEDS[reason](invitation, now)
    succession.ask_next(invitation.request, by=invitation.by, now=now)
    return CONSEQUENCES[reason]


def _rest(invitation: Invitation, now: datetime) -> None:
    asks.pause(invitation.person, until=now + REST, now=now)


def _rarer(invitation: Invitation, now: datetime) -> None:
    terms.narrow(invitation.person, now=now, rarely=True)


def _without_format(invitation: Invitation, now: datetime) -> None:
    terms.narrow(invitation.person, now=now, without=invitation.request.format)


def _without_topics(invitation: Invitation, now: datetime) -> None:
    terms.narrow(invitation.person, now=now, topics=invitation.request.topics)


def _never_with(invitation: Invitation, now: datetime) -> None:
    terms.narrow(invitation.person, now=now, never_with=invitation.request.company_name)


def _trouble(invitation: Invitation, now: datetime) -> None:
    _rest(invitation, now)
    _tell_csm(invitation, _("%(name)s is troubled by the product", name=invitation.person.name), now)


def _gone(invitation: Invitation, now: datetime) -> None:
    asks.pause(invitation.person, until=now + LONG_REST, now=now)
    _tell_csm(invitation, _("%(name)s leaves: who follows them?", name=invitation.person.name), now)


def _tell_csm(invitation: Invitation, title: Words, now: datetime) -> None:
    """Tell who looks after the company, and who invited."""
    csm = account_team.csm_of(invitation.person.company_id)
    for person in {one.id: one for one in (csm, invitation.by) if one is not None}.values():
        notifications.tell(
            person,
            "reference.customer_needs_you",
            title=title,
            url=invitation.request.url,
            key=f"declined:{invitation.id}",
            now=now,
        )


_DEEDS: dict[Reason, Callable[[Invitation, datetime], None]] = {
    Reason.NO_TIME: _rest,
    Reason.TOO_OFTEN: _rarer,
    Reason.NOT_COMFORTABLE: _without_format,
    Reason.NOT_MY_TOPIC: _without_topics,
    Reason.NOT_THEM: _never_with,
    Reason.PRODUCT_TROUBLE: _trouble,
    Reason.LEFT_COMPANY: _gone,
}
