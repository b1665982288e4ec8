"""A talk as the buyer sees it, by the link of the mail: choose a time, join, say that it took place, rate."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from hub.clock import now
from hub.errors import NotFound
from hub.i18n import _
from hub.web.access import public
from hub.web.responder import done, page, valid
from references import requests, signed_links
from references.calls import appointments, calls, holding, ratings, timetable
from references.calls.calls import Call, CallState, moment
from references.calls.ratings import Side
from references.views.rating import RatingForm

bp = Blueprint("reference_talks", __name__, url_prefix="/references/talk/<token>")


@bp.get("")
@public
def show(token: str) -> str:
    """When, with whom, and what is to be done next."""
    return _page(token, RatingForm(formdata=None))


@bp.get("/join")
@public
def join(token: str) -> ResponseReturnValue:
    """The way in."""
    call = _call(token)
    if call.state is not CallState.SCHEDULED or not call.format.needs_link or not call.place:
        return redirect(url_for("reference_talks.show", token=token), code=303)
    return redirect(call.place, code=303)


@bp.post("/time")
@public
def choose(token: str) -> Response:
    """Choose one of the times that the advocate proposes."""
    call = _call(token)
    picked = moment(request.form.get("time", ""), now=now())
    appointments.choose(call, picked, now=now())
    return done(url_for("reference_talks.show", token=token), _("That is the time."))


@bp.post("/held")
@public
def hold(token: str) -> Response:
    """Say that it took place."""
    holding.hold(_call(token), by=None, now=now())
    return done(url_for("reference_talks.show", token=token), _("Good. How was it?"))


@bp.post("/missed")
@public
def miss(token: str) -> Response:
    """Say that it did not take place."""
    appointments.missed(_call(token), by=None, now=now())
    return done(url_for("reference_talks.show", token=token), _("We find another time."))


@bp.post("/rating")
@public
def rate(token: str) -> Response:
    """Rate it; a rating says that it took place."""
    call = _call(token)
    form = valid(RatingForm(), lambda form: _page(token, form))
    if call.state is CallState.SCHEDULED and call.starts_at is not None and call.starts_at <= now():
        holding.hold(call, by=None, now=now())
    ratings.rate(call, Side.BUYER, form.score, now=now())
    return done(url_for("reference_talks.show", token=token), _("Thank you. They will be glad to hear it."))


def _call(token: str) -> Call:
    call = calls.of_request(signed_links.request_id(token))
    if call is None:
        raise NotFound
    return call


def _page(token: str, rating_form: RatingForm) -> str:
    asked = requests.get(signed_links.request_id(token))
    call = calls.of_request(asked.id)
    if call is None or asked.buyer is None:
        return page("references/talk/none.html", asked=asked)
    return page(
        "references/talk/show.html",
        token=token,
        call=call,
        asked=asked,
        buyer=asked.buyer,
        rating_form=rating_form,
        rating=ratings.of_call(call.id).get(Side.BUYER),
        over=call.starts_at is not None and call.starts_at <= now(),
        days=timetable.by_day((time for time in call.proposed if time > now()), asked.buyer),
        at=timetable.spoken(call, asked.buyer),
    )
