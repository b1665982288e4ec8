"""An invitation, for the advocate who is signed in."""

from flask import Blueprint, Response, url_for

from hub.clock import now
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.responder import done, page, valid
from references import declining, policy
from references.calls import acceptance
from references.declining import Reason
from references.views.answering import AcceptanceForm, DeclineForm, context

bp = Blueprint("reference_invitations", __name__, url_prefix="/references/invitations")

TEMPLATE = "references/invitation/show.html"


@bp.get("/<int:id>")
@needs("reference.answer")
def show(id: int) -> str:
    """Who asks, what for, and when it could be."""
    invitation = policy.own_invitation(id, of=viewer())
    return page(TEMPLATE, **context(invitation), **_urls(id))


@bp.post("/<int:id>/acceptance")
@needs("reference.answer")
def accept(id: int) -> Response:
    """Say yes."""
    invitation = policy.own_invitation(id, of=viewer())
    form = valid(
        AcceptanceForm(), lambda form: page(TEMPLATE, **context(invitation, acceptance=form), **_urls(id))
    )
    call = acceptance.accept(invitation, times=form.times.data or [], place=form.place.data or "", now=now())
    return done(call.url, _("Thank you. Here is everything you need."))


@bp.post("/<int:id>/refusal")
@needs("reference.answer")
def decline(id: int) -> Response:
    """Say no, with a reason that does the right thing."""
    invitation = policy.own_invitation(id, of=viewer())
    form = valid(DeclineForm(), lambda form: page(TEMPLATE, **context(invitation, decline=form), **_urls(id)))
    words = declining.decline(invitation, Reason(form.reason.data), note=form.note.data or "", now=now())
    return done(url_for("references.index"), _("That is fine. %(consequence)s", consequence=words))


def _urls(id: int) -> dict[str, str]:
    return {
        "accept_url": url_for("reference_invitations.accept", id=id),
        "decline_url": url_for("reference_invitations.decline", id=id),
    }
