"""All questions that one may see, and which of them wait for an answer."""

from flask import Blueprint, request

from community import listings
from community.listings import Show
from community.views.pieces import ways
from hub.clock import now
from hub.errors import NotFound
from hub.web.access import needs, viewer
from hub.web.pagination import Pages, page_number
from hub.web.responder import page

bp = Blueprint("questions", __name__, url_prefix="/community/questions")


@bp.get("")
@needs("topic.read")
def index() -> str:
    """The questions, all or those with or without an answer by a customer."""
    asked = request.args.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.ALL
    number = page_number()
    rows = listings.asked(show, number, to=viewer(), now=now())
    if not rows and number > 1:
        raise NotFound
    topics = Pages(rows, number, listings.PER_PAGE, listings.how_many(show, to=viewer()))
    return page("community/question/index.html", topics=topics, show=show, ways=ways(topics))
