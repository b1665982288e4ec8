"""Invitations that nobody has taken yet: sending one again, and taking it back."""

from flask import Blueprint, Response, url_for

from hub.clock import now
from hub.i18n import _
from hub.people import invitations
from hub.web.access import needs, viewer
from hub.web.pagination import pages
from hub.web.responder import done, page

bp = Blueprint("invitations", __name__, url_prefix="/admin/invitations")


@bp.get("")
@needs("member.invite")
def index() -> str:
    """All open invitations, the latest first."""
    return page("admin/invitations/index.html", invitations=pages(invitations.pending()), now=now())


@bp.post("/<int:id>/resending")
@needs("member.invite")
def resend(id: int) -> Response:
    """Send it again with a fresh link; the old one stops working."""
    invitations.resend(invitations.get(id), by=viewer(), now=now())
    return done(url_for("invitations.index"), _("Sent again, with a fresh link."))


@bp.post("/<int:id>/withdrawal")
@needs("member.invite")
def withdraw(id: int) -> Response:
    """Take it back: its link stops working."""
    invitations.withdraw(invitations.get(id), by=viewer(), now=now())
    return done(url_for("invitations.index"), _("Taken back. The link no longer works."))
