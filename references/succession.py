"""Succession: when an advocate declines or stays silent, the next in line is asked."""

from datetime import datetime

import sqlalchemy as sa

from hub.database import session
from hub.errors import Refusal
from hub.facts import notifications
from hub.i18n import _
from hub.people.persons import Person
from references import invitations, lifecycle, shortlists
from references.invitations import Answer, Invitation
from references.requests import Request
from references.states import Verb


def ask_next(request: Request, *, by: Person, now: datetime) -> Invitation | None:
    """Ask the next in line who was not asked and can be; with nobody left the request goes back into
    review.
    """
    asked = {invitation.person_id for invitation in invitations.of_request(request.id)}
    for place in shortlists.of(request.id):
        if place.person_id in asked:
            continue
        try:
            with session.begin_nested():
                return invitations.invite(request, place.person, by=by, now=now)
        except Refusal:  # they were asked by somebody else meanwhile: the one after them
            session.refresh(request)
    lifecycle.move(request, Verb.LAPSE, by=None, now=now, note=str(_("Nobody in line is left")))
    notifications.tell(
        by,
        "reference.stuck",
        title=_("%(company)s needs another advocate", company=request.company_name),
        url=request.url,
        key=f"stuck:{request.id}:{len(asked)}",
        now=now,
    )
    return None


def overdue(*, now: datetime) -> list[int]:
    """Return the ids of the invitations whose two working days are over."""
    late = sa.select(Invitation.id).where(Invitation.answer == Answer.WAITING, Invitation.expires_at <= now)
    return list(session.scalars(late.order_by(Invitation.id)))


def expire(invitation: Invitation, *, now: datetime) -> None:
    """Let a silent invitation run out, and ask the next in line."""
    if invitation.answer is Answer.WAITING and invitation.expires_at <= now:
        invitations.close(invitation, Answer.EXPIRED, now=now)
        ask_next(invitation.request, by=invitation.by, now=now)
