"""What one was told: the list, the live count, reading."""

from flask import Blueprint, Response, g, make_response, request, url_for
from flask.typing import ResponseReturnValue

from hub.clock import now
from hub.database import session
from hub.errors import NotFound
from hub.facts import notifications
from hub.i18n import _
from hub.web.access import signed_in, viewer
from hub.web.pagination import pages
from hub.web.responder import done, page

bp = Blueprint("notices", __name__, url_prefix="/me/notifications")


@bp.get("")
@signed_in
def index() -> str:
    """Everything one was told, the latest first."""
    return page("hub/notices/index.html", notices=pages(notifications.latest(viewer().id)))


@bp.get("/count")
@signed_in
def count() -> ResponseReturnValue:
    """The bell with its number; 304 when nothing is new."""
    response = make_response(page("hub/notices/_bell.html", viewer_unread=g.present.unread))
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(f"{viewer().id}-{g.present.unread}")
    return response.make_conditional(request)


@bp.post("/reading")
@signed_in
def read_all() -> Response:
    """Mark everything as read."""
    notifications.read(viewer(), now=now())
    return done(url_for("notices.index"), _("All read."))


@bp.post("/<int:id>/reading")
@signed_in
def open_one(id: int) -> Response:
    """Mark one as read and go where it leads."""
    notice = session.get(notifications.Notification, id)
    if notice is None or notice.person_id != viewer().id:
        raise NotFound
    notifications.read(viewer(), only=id, now=now())
    return done(notice.url)
