"""What a member took, and where it stands."""

from flask import Blueprint, Response, url_for

from hub.clock import now
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.pagination import pages
from hub.web.responder import done, page
from rewards import redemptions

bp = Blueprint("redemptions", __name__, url_prefix="/redemptions")


@bp.get("")
@needs("reward.redeem")
def index() -> str:
    """Everything one took, the latest first."""
    return page("rewards/redemptions/index.html", redemptions=pages(redemptions.history(viewer().id)))


@bp.post("/<int:id>/cancellation")
@needs("reward.redeem")
def cancel(id: int) -> Response:
    """Think again, while nobody has approved it."""
    redemption = redemptions.get_own(id, of=viewer())
    redemptions.cancel(redemption, by=viewer(), now=now())
    return done(url_for("redemptions.index"), _("Cancelled. Your points are back."))
