"""A buyer's start: searching what customers have said, asking them, and the offers of a talk."""

from flask import Blueprint, Response, request, url_for

from admin.prospects import offers, start, talks
from hub import search
from hub.clock import now
from hub.i18n import _
from hub.people import buyers
from hub.web.access import needs, viewer
from hub.web.responder import done, page
from hub.web.telling import greeting

bp = Blueprint("ask", __name__, url_prefix="/ask")

ANSWERS = frozenset({"topic", "post", "story"})


@bp.get("")
@needs("talk.ask")
def show() -> str:
    """Where a buyer starts."""
    person, asked = viewer(), request.args.get("q", "").strip()
    return page(
        "admin/ask/show.html",
        greeting=greeting(person),
        asked=asked,
        found=search.find(asked, reader=person, kinds=ANSWERS, per=6, now=now()),
        offers=offers.of(person),
        questions=start.questions(person),
        requests=start.requests(person),
        answers=start.good_answers(person, now=now()),
        stories=start.latest_stories(),
        opportunity=buyers.opportunity_of(person),
        waiting=talks.waiting_for(person),
    )


@bp.post("/offers/<int:id>/acceptance")
@needs("talk.ask")
def accept(id: int) -> Response:
    """Say yes to a talk."""
    offers.accept(offers.get(id, to=viewer()), by=viewer(), now=now())
    return done(url_for("ask.show"), _("Good. We look for somebody like you and tell you within two days."))


@bp.post("/offers/<int:id>/refusal")
@needs("talk.ask")
def decline(id: int) -> Response:
    """Say no thanks."""
    offers.decline(offers.get(id, to=viewer()), now=now())
    return done(
        url_for("ask.show"), _("All right. Your question stays open."), undo=url_for("ask.reopen", id=id)
    )


@bp.post("/offers/<int:id>/refusal/removal")
@needs("talk.ask")
def reopen(id: int) -> Response:
    """Take the no thanks back."""
    offers.reopen(offers.get(id, to=viewer()))
    return done(url_for("ask.show"))
