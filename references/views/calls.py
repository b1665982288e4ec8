"""A talk, for who is signed in: the advocate who speaks, who asked, managers."""

from typing import Any

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from hub.clock import now
from hub.errors import NotFound, authorise
from hub.facts import quiet_dates
from hub.i18n import _
from hub.web.access import needs, signed_in, viewer
from hub.web.forms import Form
from hub.web.responder import done, page, valid
from references import policy
from references.calls import appointments, briefings, holding, ratings, timetable
from references.calls.calls import Call, CallState, moment
from references.calls.ratings import Side
from references.terms import terms
from references.views.rating import RatingForm

bp = Blueprint("reference_calls", __name__, url_prefix="/references/calls/<int:id>")


class PlaceForm(Form):
    """Where it takes place."""

    id = "place-form"
    place = StringField(_("Meeting link"), [InputRequired(), Length(max=500)])


class TimesForm(Form):
    """Other times."""

    id = "times-form"
    times = SelectMultipleField(_("When would suit you?"), validate_choice=False)


@bp.get("")
@signed_in
def show(id: int) -> str:
    """When, where, with whom; the briefing and the guide; afterwards the rating."""
    return _page(policy.visible_call(id, to=viewer()))


@bp.get("/join")
@signed_in
def join(id: int) -> ResponseReturnValue:
    """The way in: leads to the meeting."""
    call = policy.visible_call(id, to=viewer())
    if not (policy.knows_contact(viewer(), call) and call.format.needs_link and call.place):
        return redirect(call.url, code=303)
    return redirect(call.place, code=303)


@bp.post("/place")
@signed_in
def give_place(id: int) -> Response:
    """Paste the meeting link."""
    call = policy.visible_call(id, to=viewer())
    authorise(policy.may_arrange(viewer(), call))
    form = valid(PlaceForm(), lambda form: _page(call, place_form=form))
    appointments.give_place(call, form.place.data, by=viewer(), now=now())
    return done(
        call.url,
        _("Both have it in their calendars now.") if call.state is CallState.SCHEDULED else _("Kept."),
    )


@bp.post("/time")
@signed_in
def choose_time(id: int) -> Response:
    """Settle on one of the proposed times, for the buyer."""
    call = policy.visible_call(id, to=viewer())
    authorise(policy.may_arrange(viewer(), call))
    form = valid(TimesForm(), lambda form: _page(call, times_form=form))
    picked = moment((form.times.data or [""])[0], now=now())
    appointments.choose(call, picked, by=viewer(), now=now())
    return done(call.url, _("That is the time. Calendars follow by mail."))


@bp.post("/proposals")
@needs("reference.answer")
def propose(id: int) -> Response:
    """Propose other times to the buyer."""
    call = _own(id)
    form = valid(TimesForm(), lambda form: _page(call, times_form=form))
    appointments.propose(call, [moment(time, now=now()) for time in form.times.data or []], now=now())
    return done(call.url, _("The buyer chooses among these."))


@bp.post("/cancellation")
@signed_in
def cancel(id: int) -> Response:
    """Cancel it; somebody else is looked for."""
    call = policy.visible_call(id, to=viewer())
    authorise(policy.may_arrange(viewer(), call))
    appointments.cancel(call, by=viewer(), now=now())
    return done(url_for("references.index"), _("Cancelled. Calendars follow by mail."))


@bp.post("/held")
@signed_in
def hold(id: int) -> Response:
    """Say that it took place."""
    call = policy.visible_call(id, to=viewer())
    authorise(policy.may_arrange(viewer(), call))
    holding.hold(call, by=viewer(), now=now())
    return done(call.url, _("Good. How was it?"))


@bp.post("/missed")
@signed_in
def miss(id: int) -> Response:
    """Say that it did not take place."""
    call = policy.visible_call(id, to=viewer())
    authorise(policy.may_arrange(viewer(), call))
    appointments.missed(call, by=viewer(), now=now())
    return done(call.url, _("That happens. Let us find another time."))


@bp.post("/rating")
@needs("reference.answer")
def rate(id: int) -> Response:
    """Rate it, as the advocate."""
    call = _own(id)
    form = valid(RatingForm(), lambda form: _page(call, rating_form=form))
    ratings.rate(call, Side.ADVOCATE, form.score, now=now())
    return done(call.url, _("Thank you."))


def _own(id: int) -> Call:
    call = policy.visible_call(id, to=viewer())
    if call.person_id != viewer().id:
        raise NotFound
    return call


def _page(call: Call, **forms: Form) -> str:
    person, own = viewer(), call.person_id == viewer().id
    context: dict[str, Any] = {
        "call": call,
        "asked": call.request,
        "own": own,
        "ratings": ratings.of_call(call.id),
        "may_arrange": bool(policy.may_arrange(person, call)),
        "knows_contact": policy.knows_contact(person, call),
        "over": call.starts_at is not None and call.starts_at <= now(),
        "guide": briefings.guide(call.request),
        "recording": briefings.recording(call.request),
        "promises": briefings.PROMISES,
        "proposed": timetable.by_day((time for time in call.proposed if time > now()), person),
        "openings": _openings(call) if own and call.state in (CallState.AGREED, CallState.SCHEDULED) else [],
        "rating_form": RatingForm(formdata=None),
        "place_form": PlaceForm(formdata=None),
        "times_form": TimesForm(formdata=None),
    }
    return page("references/call/show.html", **{**context, **forms})


def _openings(call: Call) -> list[timetable.Day]:
    quiet = quiet_dates.of(call.person_id, now=now())
    return timetable.for_advocate(
        call.request, call.person, terms.of(call.person_id).windows, quiet, now=now()
    )
