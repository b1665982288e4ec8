"""`/references`: another page for each role, at one address."""

from flask import Blueprint, request

from hub.clock import now
from hub.errors import authorise
from hub.people.persons import Person
from hub.web.access import signed_in, viewer
from hub.web.pagination import pages
from hub.web.responder import page
from references import figures, impact, invitations, overviews, policy
from references.calls import calls
from references.views import aside

bp = Blueprint("references", __name__, url_prefix="/references")


@bp.get("")
@signed_in
def index() -> str:
    """Managers see the queue, sales their requests, customer success their customers, advocates what waits
    for them.
    """
    person = viewer()
    authorise(policy.may_open(person))
    if person.can("request.match"):
        return _queue()
    if person.can("request.file"):
        return _asker(person)
    return _advocate(person)


def _queue() -> str:
    show = request.args.get("show", "open")
    return page(
        "references/reference/queue.html",
        requests=pages(overviews.queue(show)),
        show=show,
        to_arrange=overviews.calls_to_arrange(),
    )


def _asker(person: Person) -> str:
    show = request.args.get("show", "all")
    facts = overviews.figures_of(person, now=now())
    return page(
        "references/reference/asker.html",
        requests=pages(overviews.mine(person, show)),
        show=show,
        facts=facts,
        fulfilment=figures.fulfilment(facts),
        response=figures.mean_response_hours(facts),
        won=sum(fact.outcome == "won" for fact in facts),
        customers=overviews.customers(person, now=now()),
        concerning=overviews.concerning(person),
    )


def _advocate(person: Person) -> str:
    return page(
        "references/reference/advocate.html",
        waiting=invitations.waiting_of(person),
        upcoming=calls.upcoming(person, now=now()),
        held=calls.held_by(person, limit=8),
        impact=impact.of(person.id, now=now()),
        terms_card=aside.terms_card(person),
    )
