"""How a request ends without a talk, and how it comes back: turned down, no match, withdrawn, opened again,
closed.
"""

from datetime import datetime

from hub.database import session
from hub.errors import Refusal
from hub.facts import audit
from hub.i18n import _
from hub.people.persons import Person
from references import invitations, letters, lifecycle, responses, unmet
from references.calls import calls
from references.calls.calls import CallState
from references.matching.ranking import Matching
from references.requests import Request
from references.states import Verb


def review(request: Request, found: Matching, *, by: Person, now: datetime) -> None:
    """Take a request into review and tell who asked how many fit: the first response."""
    lifecycle.move(request, Verb.REVIEW, by=by, now=now)
    responses.answer(request, responses.grades(found), key="reviewed", now=now)
    audit.log("request.reviewed", by=by, subject=("request", request.id), now=now)


def decline(request: Request, *, reason: str, by: Person, now: datetime) -> None:
    """Turn a request down, with a reason that who asked will read."""
    _needs(reason)
    lifecycle.move(request, Verb.DECLINE, by=by, now=now, note=reason)
    responses.answer(request, _("not this time: %(reason)s", reason=reason), key="declined", now=now)
    audit.log("request.declined", by=by, subject=("request", request.id), detail={"reason": reason}, now=now)


def give_up(request: Request, found: Matching, *, by: Person, now: datetime) -> None:
    """Say that nobody fits. What is missing is kept, for those who recruit."""
    lifecycle.move(request, Verb.GIVE_UP, by=by, now=now)
    unmet.keep(request, found, now=now)
    responses.answer(request, _("nobody fits for now; we are looking for somebody"), key="no-match", now=now)
    audit.log("request.unmet", by=by, subject=("request", request.id), now=now)


def withdraw(request: Request, *, by: Person, now: datetime, note: str = "") -> None:
    """Withdraw a request: whoever is asked or about to talk is told."""
    lifecycle.move(request, Verb.WITHDRAW, by=by, now=now, note=note)
    waiting = invitations.waiting_for(request.id)
    if waiting is not None:
        invitations.withdraw(waiting, by=by, now=now)
    call = calls.of_request(request.id)
    if call is not None:
        _call_off(call, now)
    audit.log("request.withdrawn", by=by, subject=("request", request.id), now=now)


def reopen(request: Request, *, by: Person, now: datetime) -> None:
    """Bring a request back into review."""
    lifecycle.move(request, Verb.REOPEN, by=by, now=now)
    audit.log("request.reopened", by=by, subject=("request", request.id), now=now)


def close(request: Request, *, by: Person, now: datetime) -> None:
    """Close a request: nothing is left to do."""
    lifecycle.move(request, Verb.CLOSE, by=by, now=now)
    audit.log("request.closed", by=by, subject=("request", request.id), now=now)


def hand_over(request: Request, to: Person, *, by: Person, now: datetime) -> None:
    """Give a request to a colleague, who is told from now on."""
    if not to.active or not to.can("request.file"):
        raise Refusal(_("Choose somebody who files requests."), field="to")
    request.requester_id = to.id
    session.flush()
    session.refresh(request, ["requester"])
    audit.log(
        "request.handed_over", by=by, subject=("request", request.id), detail={"person": to.id}, now=now
    )
    responses.tell(request, _("it is yours now"), key=f"handed-over:{now.isoformat()}", now=now)


def _call_off(call: calls.Call, now: datetime) -> None:
    scheduled = call.state is CallState.SCHEDULED
    calls.step(call, CallState.CANCELLED, sequence=call.sequence + 1)
    if scheduled:
        letters.appointment(call, method="CANCEL", now=now)


def _needs(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("Say why: they will read it."), field="reason")
