"""Every component of the look on one page, for who writes screens."""

from flask import Blueprint

from hub.web.access import staff
from hub.web.responder import page

bp = Blueprint("style_guide", __name__, url_prefix="/style-guide")


@bp.get("")
@staff
def show() -> str:
    """The gallery of components."""
    return page("hub/ui/gallery.html")
