"""Who is here: the list of members and their profiles."""

from flask import Blueprint, request

from hub.facts import activity
from hub.people import roles
from hub.people.members import get_visible, listed
from hub.web.access import needs, viewer
from hub.web.pagination import pages
from hub.web.responder import page

bp = Blueprint("members", __name__, url_prefix="/members")


@bp.get("")
@needs("member.see")
def index() -> str:
    """All members, found by name, company or expertise."""
    wanted = request.args.get("q", "").strip()
    return page("hub/members/index.html", members=pages(listed(wanted), per=24), wanted=wanted)


@bp.get("/<handle>")
@needs("member.see")
def show(handle: str) -> str:
    """A member's profile, as far as members see each other."""
    member = get_visible(handle, to=viewer())
    happened = activity.feed(viewer(), person_id=member.id)
    return page("hub/members/show.html", member=member, happened=happened, roles=roles.BUILT_IN)
