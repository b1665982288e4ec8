"""Finding: what is suggested while one types, and the results. Nobody finds what they may not open."""

from flask import Blueprint, request

from hub import search
from hub.clock import now
from hub.house import house
from hub.search.documents import MOST
from hub.web.access import signed_in, viewer
from hub.web.pagination import Pages, page_number
from hub.web.responder import page

bp = Blueprint("search", __name__, url_prefix="/search")

PER_PAGE = 20
MOST_CHARACTERS = 200


@bp.get("")
@signed_in
def index() -> str:
    """What was found, of all kinds or of one, with another spelling when there is a better one."""
    text, number = _typed(), min(page_number(), MOST // PER_PAGE)
    kind = request.args.get("type", "")
    kinds = frozenset({kind}) if kind in house().sources else None
    found = search.find(text, reader=viewer(), kinds=kinds, page=number, per=PER_PAGE, now=now())
    results = Pages(found.hits, number, PER_PAGE, found.total)
    return page(
        "hub/search/index.html",
        text=text,
        kind=kind if kinds else "",
        found=found,
        results=results,
        sources=house().sources,
        capped=found.total >= MOST,
        may_be_more=not found.available,
    )


@bp.get("/suggest")
@signed_in
def suggest() -> str:
    """What one may mean, for the list below the field."""
    text = _typed()
    hits = search.suggest(text, reader=viewer(), now=now())
    return page("hub/search/_suggest.html", text=text, hits=hits, sources=house().sources)


def _typed() -> str:
    return request.args.get("q", "").strip()[:MOST_CHARACTERS]
