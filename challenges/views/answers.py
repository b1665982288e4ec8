"""Answering a step: the draft while one writes, and the answer when one is done."""

from flask import Blueprint, Response, request, url_for

from challenges import answers, participations, reviews, shelf, stages
from challenges.answers import Upload
from challenges.challenges import Challenge
from challenges.forms import answer_form
from challenges.participations import Participation
from challenges.stages import Stage
from challenges.views.challenges import walk_page
from challenges.views.participation import handed_in
from hub.clock import now
from hub.content import files
from hub.content.files import Accept
from hub.database import reading
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.forms import Form
from hub.web.responder import done, valid

bp = Blueprint("stage_answers", __name__, url_prefix="/challenges/<int:id>/stages/<int:stage_id>")


@bp.post("/draft")
@needs("challenge.take")
def draft(id: int, stage_id: int) -> tuple[str, int]:
    """Keep what is typed so far: sent by the page while one writes."""
    _challenge, participation, stage = _load(id, stage_id)
    answers.keep_draft(participation, stage, request.form, now=now())
    return "", 204


@bp.post("/answer")
@needs("challenge.take")
def create(id: int, stage_id: int) -> Response:
    """Answer a step; with the last one, hand everything in."""
    _challenge, participation, stage = _load(id, stage_id)
    form = valid(answer_form(stage, None), lambda form: walk_page(id, wanted=stage_id, form=form))
    upload = _upload(form)
    there = url_for("challenges.show", id=id)
    if not answers.give(participation, stage, request.form, by=viewer(), now=now(), upload=upload):
        return done(there, _("This is handed in already."))
    if request.form.get("then") != "submit" or answers.open_stages(participation):
        return done(there, _("Kept. On to the next step."))
    reviews.submit(participation, now=now())
    return done(there, handed_in(participation))


def _load(id: int, stage_id: int) -> tuple[Challenge, Participation, Stage]:
    challenge = shelf.get_visible(id, to=viewer(), now=now())
    return challenge, participations.get(challenge, viewer()), stages.get(challenge, stage_id)


def _upload(form: Form) -> Upload | None:
    """Return the file that came with the form, when the kind of step takes one."""
    chosen = form["file"].data if "file" in form else None
    if not chosen:
        return None
    with reading():
        return Upload(files.redrawn(chosen.stream, Accept.PROOF), chosen.filename)
