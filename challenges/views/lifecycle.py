"""The life of a challenge: publishing, pausing, ending, archiving, and seeing it as a member would."""

from flask import Blueprint, Response, url_for

from challenges import challenges, drafting, publication
from challenges.challenges import Challenge
from challenges.drafting import Outcome
from challenges.participations import Participation
from challenges.stages import of
from challenges.walk import Step, Walk
from hub.clock import now
from hub.errors import YES
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.responder import done, page

bp = Blueprint("challenge_lifecycle", __name__, url_prefix="/admin/challenges/<int:id>")


@bp.post("/publication")
@needs("challenge.manage")
def publish(id: int) -> Response:
    """Let members see and take it; refused with the reasons when it cannot be done."""
    challenge = challenges.get(id)
    publication.publish(challenge, by=viewer(), now=now())
    return said(challenge, Outcome(_("It is live. Members see it from now on."), undo="pause"))


@bp.post("/pause")
@needs("challenge.manage")
def pause(id: int) -> Response:
    """Take it out of sight for a while."""
    return _turn(id, "pause")


@bp.post("/end")
@needs("challenge.manage")
def end(id: int) -> Response:
    """End it."""
    return _turn(id, "end")


@bp.post("/archiving")
@needs("challenge.manage")
def archive(id: int) -> Response:
    """Put it away."""
    return _turn(id, "archive")


@bp.post("/restoration")
@needs("challenge.manage")
def restore(id: int) -> Response:
    """Bring it back as a draft."""
    return _turn(id, "restore")


@bp.get("/preview")
@needs("challenge.manage")
def preview(id: int) -> str:
    """See it as a member would, before they do."""
    challenge = challenges.get(id)
    nobody: Participation | None = None
    way = Walk(challenge, nobody, [Step(stage, None, "todo") for stage in of(challenge)], None)
    return page(
        "challenges/challenge/show.html", challenge=challenge, walk=way, form=None, may_take=YES, preview=True
    )


def said(challenge: Challenge, outcome: Outcome) -> Response:
    """Go on in the builder where it was left, say what was done, and offer to undo it."""
    undo = url_for(f"challenge_lifecycle.{outcome.undo}", id=challenge.id) if outcome.undo else None
    if outcome.removed:
        undo = url_for("challenge_stages.restore", id=challenge.id, stage_id=outcome.removed)
    anchor = f"stage_{outcome.at}" if outcome.at else None
    there = url_for("challenge_builder.edit", id=challenge.id, _anchor=anchor)
    return done(there, outcome.message, undo=undo, tone=outcome.tone)


def _turn(id: int, verb: str) -> Response:
    challenge = challenges.get(id)
    return said(challenge, drafting.turn(challenge, verb, by=viewer(), now=now()))
