"""Challenges for members: the shelf, and one challenge with its steps."""

from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, request

from challenges import policy, shelf
from challenges.challenges import Category
from challenges.forms import answer_form
from challenges.participations import State
from challenges.recommendations import Reason
from challenges.shelf import Offer, Place
from challenges.walk import walk
from hub.clock import now
from hub.web.access import needs, viewer
from hub.web.forms import Form
from hub.web.pagination import Pages, sliced
from hub.web.responder import page

bp = Blueprint("challenges", __name__, url_prefix="/challenges")


class Card(NamedTuple):
    """What the card of a challenge shows. `reason` and `until` are said of what is new to the reader, `steps` of
    what is under way: how many are answered, and how many there are.
    """

    id: int
    title: str
    summary: str
    image_url: str | None
    category: Category
    minutes: int
    points: int
    standing: State | None
    reason: Reason | None
    until: datetime | None
    steps: tuple[int, int] | None


@bp.get("")
@needs("challenge.take")
def index() -> str:
    """What is for me, what I am at, what I did."""
    place = next((one for one in Place if one.value == request.args.get("show")), Place.OFFERED)
    found = shelf.offers(viewer(), now=now())
    places = [offer.place for offer in found]
    here = [offer for offer in found if offer.place is place]
    tag, tags = request.args.get("tag", ""), tuple(shelf.tags(here))
    shown = sliced([offer for offer in here if not tag or tag in offer.challenge.tags], per=18)
    begun = [one.participation_id for one in shown if one.participation_id and one.standing is State.STARTED]
    progress = shelf.progress(begun)
    return page(
        "challenges/challenge/index.html",
        pages=Pages((), shown.number, shown.per, shown.total),
        cards=[_card(offer, progress) for offer in shown],
        place=place,
        counts=tuple((one, places.count(one)) for one in Place),
        tag=tag,
        tags=tags,
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


def _card(offer: Offer, progress: dict[int, tuple[int, int]]) -> Card:
    challenge, new = offer.challenge, offer.standing is None
    return Card(
        challenge.id,
        challenge.title,
        challenge.summary,
        challenge.image_url,
        challenge.category,
        challenge.minutes,
        challenge.points,
        offer.standing,
        offer.recommendation.reason if new else None,
        challenge.last_moment if new else None,
        progress.get(offer.participation_id or 0),
    )
