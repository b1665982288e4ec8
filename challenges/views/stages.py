"""Bringing back a removed step."""

from flask import Blueprint, Response, url_for

from challenges import challenges, stages
from hub.i18n import _
from hub.web.access import needs
from hub.web.responder import done

bp = Blueprint("challenge_stages", __name__, url_prefix="/admin/challenges/<int:id>/stages/<int:stage_id>")


@bp.post("/restoration")
@needs("challenge.manage")
def restore(id: int, stage_id: int) -> Response:
    """Bring a removed step back."""
    challenge = challenges.get(id)
    stages.restore(challenge, stages.get(challenge, stage_id, removed=True))
    return done(url_for("challenge_builder.edit", id=id, _anchor=f"stage_{stage_id}"), _("It is back."))
