"""`/me/impact`: what an advocate's talks came to."""

from flask import Blueprint

from hub.clock import now
from hub.web.access import needs, viewer
from hub.web.responder import page
from references import impact, invitations, outside
from references.calls import calls

bp = Blueprint("impact", __name__, url_prefix="/me/impact")


@bp.get("")
@needs("reference.answer")
def show() -> str:
    """Calls held, deals helped, what buyers said, and the history."""
    person = viewer()
    return page(
        "references/impact/show.html",
        impact=impact.of(person.id, now=now()),
        won=impact.won_with(person.id),
        said=impact.said_of(person.id),
        held=calls.held_by(person),
        answered=invitations.of_person(person),
        outside=outside.of(person.id),
    )
