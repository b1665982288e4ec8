"""Badges: one's own and those to earn, their pictures, and the page of an award that anybody can check."""

from flask import Blueprint, Response, send_file

from hub.web.access import needs, public, viewer, viewer_or_none
from hub.web.responder import page
from rewards import awards, badges, cabinet, levels, medals, reaches

bp = Blueprint("badges", __name__, url_prefix="/badges")


@bp.get("")
@needs("member.see")
def index() -> str:
    """What one earned, what one may earn, and the ladder of levels."""
    person = viewer()
    return page(
        "rewards/badges/index.html",
        cabinet=cabinet.of(person.id),
        climb=reaches.climb_of(person.id),
        ladder=levels.ladder(),
        glyphs=medals.GLYPHS,
    )


@bp.get("/<int:id>/image")
@public
def image(id: int) -> Response:
    """The medal as a PNG; it changes only with the badge's name or look."""
    badge = badges.get(id)
    response = send_file(
        medals.picture(badge), mimetype="image/png", etag=medals.digest(badge), max_age=86400
    )
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@bp.get("/awards/<public_id>")
@public
def award(public_id: str) -> str:
    """An award, for whoever was given its address."""
    shown = awards.get_public(public_id, to=viewer_or_none())
    return page("rewards/badges/award.html", award=shown)
