"""Challenges for members: the shelf, and one challenge with its steps."""

from flask import Blueprint, request

from challenges import policy, shelf
from challenges.forms import answer_form
from challenges.shelf import PLACES, Place
from challenges.walk import walk
from hub.clock import now
from hub.web.access import needs, viewer
from hub.web.forms import Form
from hub.web.pagination import sliced
from hub.web.responder import page

bp = Blueprint("challenges", __name__, url_prefix="/challenges")


@bp.get("")
@needs("challenge.take")
def index() -> str:
    """What is for me, what I am at, what I did."""
    place = next((one for one in Place if one.value == request.args.get("show")), Place.OFFERED)
    found = shelf.offers(viewer(), now=now())
    counts = {one: sum(1 for offer in found if offer.place is one) for one in Place}
    here = [offer for offer in found if offer.place is place]
    tag = request.args.get("tag", "")
    shown = sliced([offer for offer in here if not tag or tag in offer.challenge.tags], per=18)
    under_way = [offer.participation.id for offer in shown if place is Place.STARTED and offer.participation]
    return page(
        "challenges/challenge/index.html",
        offers=shown,
        place=place,
        places=PLACES,
        counts=counts,
        tag=tag,
        tags=shelf.tags(here),
        progress=shelf.progress(under_way),
    )


@bp.get("/<int:id>")
@needs("challenge.take")
def show(id: int) -> str:
    """A challenge, and where I stand with it."""
    return walk_page(id, wanted=request.args.get("stage", type=int))


def walk_page(id: int, *, wanted: int | None = None, form: Form | None = None) -> str:
    """Render a challenge with the form of the step that stands open (or `form`, with what was wrong in
    it).
    """
    challenge = shelf.get_visible(id, to=viewer(), now=now())
    way = walk(challenge, viewer(), wanted=wanted)
    step = way.open_step
    if form is None and step is not None:
        form = answer_form(step.stage, step.answer)
    return page(
        "challenges/challenge/show.html",
        challenge=challenge,
        walk=way,
        form=form,
        may_take=policy.may_take(viewer(), challenge, now=now()),
        preview=False,
    )
