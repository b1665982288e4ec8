"""Long work that one waits for: how far it is, and stopping it. The page may be closed and found again."""

from flask import Blueprint, Response, make_response, url_for

from hub.clock import now
from hub.delivery import jobs
from hub.errors import Refusal
from hub.i18n import _
from hub.web.access import signed_in, viewer
from hub.web.responder import done, page

bp = Blueprint("long_jobs", __name__, url_prefix="/jobs")


@bp.get("/<public_id>")
@signed_in
def show(public_id: str) -> str:
    """The work and how far it is."""
    return page("hub/jobs/show.html", job=jobs.get(public_id, viewer=viewer()))


@bp.get("/<public_id>/progress")
@signed_in
def progress(public_id: str) -> Response:
    """What the page asks for every two seconds; once the work is over it leads on to the result."""
    job = jobs.get(public_id, viewer=viewer())
    response = make_response(page("hub/jobs/_job.html", job=job))
    if not job.under_way:
        response.headers["HX-Redirect"] = job.url or url_for("long_jobs.show", public_id=public_id)
    return response


@bp.post("/<public_id>/cancellation")
@signed_in
def cancel(public_id: str) -> Response:
    """Stop it."""
    job = jobs.get(public_id, viewer=viewer())
    if not jobs.cancel(job, now=now()):
        raise Refusal(_("It is over already."))
    said = _("It stops at the next step.") if job.under_way else _("Cancelled. Nothing was changed.")
    return done(url_for("long_jobs.show", public_id=public_id), said)
