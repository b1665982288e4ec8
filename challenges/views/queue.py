"""The review queue: what people handed in, the oldest first; one decision at a time, or many approvals at
once.
"""

from flask import Blueprint, Response, request, url_for
from wtforms import IntegerField, TextAreaField
from wtforms.validators import Length, Optional

from challenges import reviews, submissions
from challenges.participations import Participation
from hub.clock import now
from hub.errors import Refusal
from hub.i18n import _, n_
from hub.web.access import needs, viewer
from hub.web.forms import Form
from hub.web.ids import an_id
from hub.web.pagination import pages
from hub.web.responder import done, page, valid

bp = Blueprint("challenge_queue", __name__, url_prefix="/admin/challenges/queue")

PER_PAGE = 12


class VerdictForm(Form):
    """A comment, and the version that the reviewer saw."""

    comment = TextAreaField(_("What should they know?"), [Optional(), Length(max=2000)])
    seen = IntegerField(_("Version"), [Optional()])


@bp.get("")
@needs("submission.review")
def index() -> str:
    """What waits."""
    return _page()


@bp.post("/<int:id>/approval")
@needs("submission.review")
def approve(id: int) -> Response:
    """Approve one submission."""
    form, participation = _read(id)
    reviews.approve(participation, by=viewer(), now=now(), seen=form.seen.data)
    message = _("Approved. %(name)s has the points.", name=participation.person.first_name)
    return _decided(participation, message)


@bp.post("/<int:id>/return")
@needs("submission.review")
def return_(id: int) -> Response:
    """Send one submission back, with a comment."""
    form, participation = _read(id)
    reviews.return_(
        participation, comment=form.comment.data or "", by=viewer(), now=now(), seen=form.seen.data
    )
    return _decided(participation, _("Sent back to %(name)s.", name=participation.person.first_name))


@bp.post("/<int:id>/rejection")
@needs("submission.review")
def reject(id: int) -> Response:
    """Decline one submission for good, with the reason."""
    form, participation = _read(id)
    reviews.reject(
        participation, comment=form.comment.data or "", by=viewer(), now=now(), seen=form.seen.data
    )
    return _decided(
        participation, _("Declined, and %(name)s knows why.", name=participation.person.first_name)
    )


@bp.post("/<int:id>/reopening")
@needs("submission.review")
def reopen(id: int) -> Response:
    """Undo the latest decision."""
    reviews.reopen(reviews.get_submission(id, by=viewer()), by=viewer(), now=now())
    return done(url_for("challenge_queue.index"), _("Undone. It waits in the queue again."))


@bp.post("/approvals")
@needs("submission.review")
def approve_many() -> Response:
    """Approve all that are ticked."""
    chosen = request.form.getlist("submission", type=int)
    if not chosen:
        raise Refusal(_("Tick the ones you mean first."))
    approved = [one.id for one in reviews.approve_many(chosen, by=viewer(), now=now())]
    message = n_("%(num)s submission approved.", "%(num)s submissions approved.", len(approved))
    undo = url_for("challenge_queue.reopen_many", id=approved) if approved else None
    return done(url_for("challenge_queue.index"), message, undo=undo)


@bp.post("/approvals/reopening")
@needs("submission.review")
def reopen_many() -> Response:
    """Undo several approvals."""
    reviews.reopen_many(request.args.getlist("id", type=int), by=viewer(), now=now())
    return done(url_for("challenge_queue.index"), _("Undone. They wait in the queue again."))


def _page(form: Form | None = None, of: int | None = None) -> str:
    challenge_id = request.args.get("challenge", type=an_id)
    waiting = pages(submissions.waiting(challenge_id=challenge_id), per=PER_PAGE)
    return page(
        "challenges/queue/index.html",
        waiting=waiting,
        submissions=submissions.with_answers(waiting.items),
        challenge_id=challenge_id,
        challenges=submissions.challenges_waiting(),
        form=form,
        of=of,
    )


def _read(id: int) -> tuple[VerdictForm, Participation]:
    """Return the verdict's form and the submission it is about; what is wrong with it is shown beside it."""
    form = VerdictForm()
    form.id = f"verdict-{id}"
    participation = reviews.get_submission(id, by=viewer())
    return valid(form, lambda form: _page(form, id)), participation


def _decided(participation: Participation, message: object) -> Response:
    """Take the item off the page (htmx), or show the queue again; the toast can undo it."""
    here = url_for("challenge_queue.index")
    undo = url_for("challenge_queue.reopen", id=participation.id)
    if not submissions.count():
        return done(here, message, undo=undo)
    return done(here, message, undo=undo, fragment=lambda: "")
