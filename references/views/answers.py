"""An invitation by the link of the mail: no sign-in, for one answer. Scanners open links, so only the
button acts.
"""

from flask import Blueprint, Response, url_for

from hub.clock import now
from hub.web.access import public
from hub.web.responder import done, page, valid
from references import declining, invitations, signed_links
from references.calls import acceptance
from references.declining import Reason
from references.invitations import Invitation
from references.views.answering import AcceptanceForm, DeclineForm, context

bp = Blueprint("reference_answers", __name__, url_prefix="/references/answer/<token>")

TEMPLATE = "references/invitation/show.html"


@bp.get("")
@public
def show(token: str) -> str:
    """Who asks and what for; once it is answered, only that."""
    return _page(token, _invitation(token))


@bp.post("/acceptance")
@public
def accept(token: str) -> Response:
    """Say yes."""
    invitation = _invitation(token)
    form = valid(
        AcceptanceForm(), lambda form: page(TEMPLATE, **context(invitation, acceptance=form), **_urls(token))
    )
    acceptance.accept(invitation, times=form.times.data or [], place=form.place.data or "", now=now())
    return done(url_for("reference_answers.show", token=token))


@bp.post("/refusal")
@public
def decline(token: str) -> Response:
    """Say no."""
    invitation = _invitation(token)
    form = valid(
        DeclineForm(), lambda form: page(TEMPLATE, **context(invitation, decline=form), **_urls(token))
    )
    declining.decline(invitation, Reason(form.reason.data), note=form.note.data or "", now=now())
    return done(url_for("reference_answers.show", token=token))


def _invitation(token: str) -> Invitation:
    return invitations.get(signed_links.invitation_id(token))


def _page(token: str, invitation: Invitation) -> str:
    shown = context(invitation)
    if not shown["waits"]:
        return page("references/invitation/answered.html", invitation=invitation)
    return page(TEMPLATE, **shown, **_urls(token))


def _urls(token: str) -> dict[str, str]:
    return {
        "accept_url": url_for("reference_answers.accept", token=token),
        "decline_url": url_for("reference_answers.decline", token=token),
    }
