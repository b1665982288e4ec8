"""Accepting: an advocate says yes and picks one of the buyer's times, or proposes up to three."""

import secrets
from datetime import datetime

from hub.database import session
from hub.errors import Refusal
from hub.facts import activity, settings
from hub.i18n import _
from references import invitations, letters, lifecycle, responses
from references.calls import appointments
from references.calls.calls import Call, moment
from references.invitations import Answer, Invitation
from references.states import Verb
from references.terms import terms

MOST_TIMES = 3


def accept(invitation: Invitation, *, times: list[str], place: str = "", now: datetime) -> Call:
    """Accept. One of the buyer's own times settles it; else up to three `times` (ISO) go to the buyer to
    choose from.

    `place` is a meeting link, or where the buyer reaches the advocate by phone or in person. Raises
    `Refusal`.
    """
    request = invitation.request
    picked = [moment(time, now=now) for time in dict.fromkeys(times)]
    if not picked:
        raise Refusal(_("Pick a time, or up to three."), field="times")
    if len(picked) > MOST_TIMES:
        raise Refusal(_("Three times are enough to choose from."), field="times")
    if request.format.needs_place and not place.strip():
        raise Refusal(_("Where can the buyer reach you? Only they will see it."), field="place")
    invitations.close(invitation, Answer.ACCEPTED, now=now)
    lifecycle.move(request, Verb.ACCEPT, by=invitation.person, now=now)
    call = Call(
        invitation_id=invitation.id,
        request_id=request.id,
        person_id=invitation.person_id,
        format=request.format,
        minutes=request.minutes,
        proposals=[time.isoformat() for time in picked],
        agreed_at=now,
        place=appointments.checked_place(request.format, place) or _meeting_link(request.format.needs_link),
    )
    session.add(call)
    session.flush()
    _tell(invitation, call, now)
    settled = {datetime.fromisoformat(time) for time in request.buyer_times} & set(picked)
    if settled or (request.buyer is None and len(picked) == 1):
        appointments.agree(call, min(settled or set(picked)), now=now)
    else:
        letters.choose_time(call, now=now)
    return call


def _meeting_link(needed: bool) -> str:
    """Return a meeting link made from the template of the settings, with a room nobody guesses; empty
    without one.
    """
    template = str(settings.value("references.meeting_template"))
    return template.replace("{room}", secrets.token_hex(8)) if needed and template else ""


def _tell(invitation: Invitation, call: Call, now: datetime) -> None:
    person, request = invitation.person, invitation.request
    activity.record(
        "reference.accepted",
        person=person,
        subject=("call", call.id),
        url="/me/impact",
        key=f"accepted:{invitation.id}",
        title=str(_("to speak with a buyer")),
        now=now,
        visibility=activity.Visibility.STAFF,
        data={"request_id": request.id, "hours": (now - invitation.sent_at).total_seconds() / 3600},
    )
    own = terms.find(person.id)
    name = person.company_name if own and own.anonymous else person.name
    responses.tell(request, _("%(name)s says yes", name=name), key=f"accepted:{invitation.id}", now=now)
