"""The desk: four figures, and what needs somebody today."""

from flask import Blueprint
from flask_babel import format_date

from admin import desk
from hub.clock import now
from hub.web.access import needs, viewer
from hub.web.responder import page

bp = Blueprint("desk", __name__, url_prefix="/admin")


@bp.get("")
@needs("desk.see")
def show() -> str:
    """What needs this person today."""
    return page(
        "admin/desk/show.html",
        items=desk.needs(viewer(), now=now()),
        today=format_date(now(), "EEEE, d MMMM"),
    )
