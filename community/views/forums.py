"""The board of forums, and a forum with its topics."""

from flask import Blueprint

from community import forums, listings, policy
from community.views.pieces import ways
from hub.clock import now
from hub.errors import NotFound
from hub.web.access import needs, viewer
from hub.web.pagination import Pages, page_number
from hub.web.responder import page

bp = Blueprint("community", __name__, url_prefix="/community")


@bp.get("")
@needs("topic.read")
def index() -> str:
    """The forums one may see, each with what is new in it."""
    return page("community/forum/index.html", board=listings.board(to=viewer(), now=now()))


@bp.get("/forums/<slug>")
@needs("topic.read")
def show(slug: str) -> str:
    """A forum's topics."""
    person, number = viewer(), page_number()
    forum = forums.get_sign(slug, to=person)
    rows = listings.in_forum(forum.id, number, to=person, now=now())
    if not rows and number > 1:
        raise NotFound
    topics = Pages(rows, number, listings.PER_PAGE, forum.topic_count)
    may_start = policy.may_start(person, forum)
    return page(
        "community/forum/show.html", forum=forum, topics=topics, may_start=may_start, ways=ways(topics)
    )
