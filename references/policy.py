"""Who may see and do what in references. Rules, views and templates ask these same predicates."""

import sqlalchemy as sa

from hub.database import session
from hub.errors import YES, NotFound, Verdict, no
from hub.i18n import _
from hub.people import account_team
from hub.people.companies import Company
from hub.people.persons import Person
from references import invitations, requests
from references.calls import calls
from references.calls.calls import Call
from references.invitations import Invitation
from references.requests import Request


def may_open(person: Person) -> Verdict:
    """Whether references concern a person at all."""
    if any(
        person.can(name) for name in ("reference.answer", "reference.follow", "request.file", "request.match")
    ):
        return YES
    return no(_("References are for advocates and the people who ask them."))


def sees(person: Person, request: Request) -> bool:
    """Whether a person follows a request: who filed it, managers, and who looks after an advocate that was
    asked.
    """
    if request.requester_id == person.id or person.can("request.match"):
        return True
    return person.can("reference.follow") and _asked_of(person, request)


def may_withdraw(person: Person, request: Request) -> Verdict:
    """Whether a person may withdraw, hand over or close a request."""
    if request.requester_id == person.id or person.can("request.match"):
        return YES
    return no(_("Only who asked, or a manager, can do this."))


def may_account_for(person: Person, request: Request) -> Verdict:
    """Whether a person may hand a request over or say how the deal ended: the vendor's people, never the buyer."""
    return may_withdraw(person, request) if person.is_staff else no(_("This is for the team."))


def visible_request(request_id: int, *, to: Person) -> Request:
    """Return a request that a person may see; raise `NotFound` otherwise."""
    request = requests.get(request_id)
    if not sees(to, request):
        raise NotFound
    return request


def own_invitation(invitation_id: int, *, of: Person) -> Invitation:
    """Return a person's own invitation; raise `NotFound` otherwise."""
    invitation = invitations.get(invitation_id)
    if invitation.person_id != of.id:
        raise NotFound
    return invitation


def visible_call(call_id: int, *, to: Person) -> Call:
    """Return a talk that a person is part of, or follows; raise `NotFound` otherwise."""
    call = calls.get(call_id)
    if call.person_id != to.id and call.request.buyer_id != to.id and not sees(to, call.request):
        raise NotFound
    return call


def may_arrange(person: Person, call: Call) -> Verdict:
    """Whether a person may give a talk its time and place: who speaks, who asked, managers."""
    if person.id in (call.person_id, call.request.requester_id) or person.can("request.match"):
        return YES
    return no(_("This is for the two who speak and who asked."))


def knows_contact(person: Person, call: Call) -> bool:
    """Whether a person may read the number or address that the advocate disclosed: the two who speak,
    nobody else.
    """
    return person.id in (call.person_id, call.request.buyer_id)


def _asked_of(person: Person, request: Request) -> bool:
    """Whether an advocate of a customer that this person looks after was asked for the request."""
    found = (
        sa.select(Invitation.id)
        .join(Person, Person.id == Invitation.person_id)
        .where(Invitation.request_id == request.id, Person.company_id.in_(account_team.companies_of(person)))
    )
    return session.scalar(found.limit(1)) is not None


def may_hold_back(person: Person, company: Company) -> Verdict:
    """Whether a person may keep a customer from being asked: who looks after it, and managers."""
    csm = account_team.csm_of(company.id)
    if person.can("request.match") or (csm is not None and csm.id == person.id):
        return YES
    return no(_("Only who looks after this customer can do this."))


def home(person: Person) -> str | None:
    """Return where the day of who only asks for references starts: at their requests."""
    return "/references" if person.role_names == {"sales"} else None
