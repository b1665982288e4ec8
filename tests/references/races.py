"""What processes do at the same moment, or die in; each runs in a transaction of its own."""

from hub.clock import now
from hub.people import opportunities, persons
from references import declining, invitations, letters, requests
from references.calls import acceptance, calls, holding
from references.declining import Reason
from tests import processes


def invite(request_id: int, person_id: int, by_id: int) -> str:
    """Ask an advocate for a request."""
    request, person, by = requests.get(request_id), persons.get(person_id), persons.get(by_id)
    return invitations.invite(request, person, by=by, now=now()).answer.value


def invite_and_die(request_id: int, person_id: int, by_id: int) -> None:
    """Be killed when the budget is drawn and the manager of the customer told, before the advocate is."""
    letters.invitation = lambda *_args, **_more: processes.kill_me()
    invite(request_id, person_id, by_id)


def answer(invitation_id: int, yes: bool, time: str) -> str:
    """Accept or decline."""
    invitation = invitations.get(invitation_id)
    if yes:
        acceptance.accept(invitation, times=[time], now=now())
    else:
        declining.decline(invitation, Reason.NO_TIME, now=now())
    return "accepted" if yes else "declined"


def hold(call_id: int) -> str:
    """Say that a talk took place."""
    holding.hold(calls.get(call_id), by=None, now=now())
    return "held"


def file(opportunity_id: int, by_id: int) -> int:
    """File a request for a deal, as a double click does."""
    deal = opportunities.get(opportunity_id)
    return requests.file(requests.of_opportunity(deal), by=persons.get(by_id), now=now()).id
