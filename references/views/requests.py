"""One request: where it stands for who asked, matching for managers, and how it ends."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from wtforms import DateField, DecimalField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from hub.clock import now
from hub.errors import authorise
from hub.i18n import _
from hub.people import persons
from hub.people.opportunities import Result
from hub.web.access import needs, signed_in, viewer
from hub.web.forms import Form, options
from hub.web.responder import done, page, valid
from references import (
    desk,
    endings,
    invitations,
    lifecycle,
    offers,
    outcomes,
    overviews,
    policy,
    pool,
    stories,
    wishes,
)
from references.calls import calls
from references.invitations import Answer
from references.requests import Request
from references.states import OPEN, PATH, State, Verb, allows

bp = Blueprint("reference_requests", __name__, url_prefix="/references/requests")

MATCHABLE = frozenset({State.REQUESTED, State.IN_REVIEW, State.INVITED, State.NO_MATCH})


class ReasonForm(Form):
    """Why."""

    id = "reason-form"
    reason = StringField(_("Why?"), [InputRequired(), Length(max=500)])


class OutcomeForm(Form):
    """How the deal ended."""

    id = "outcome-form"
    result = RadioField(
        _("How did it end?"),
        choices=options({"won": _("Won"), "lost": _("Lost"), "open": _("Still open")}),
        default="open",
    )
    amount = DecimalField(_("Amount"), [Optional(), NumberRange(0, 10**10)])
    currency = StringField(_("Currency"), [Optional(), Length(min=3, max=3)])
    decided_on = DateField(_("Decided on"), [Optional()])


class HandOverForm(Form):
    """Who takes it on."""

    id = "hand-over-form"
    to = SelectField(_("Hand over to"), coerce=int, choices=[], validate_choice=False)


@bp.get("/<int:id>")
@signed_in
def show(id: int) -> str:
    """Where a request stands; managers match it here."""
    return _page(policy.visible_request(id, to=viewer()))


@bp.post("/<int:id>/review")
@needs("request.match")
def review(id: int) -> Response:
    """Take it into review and tell who asked how many fit."""
    asked = policy.visible_request(id, to=viewer())
    endings.review(asked, pool.matching(asked, now=now()), by=viewer(), now=now())
    return done(asked.url, _("%(name)s knows how many fit.", name=asked.requester.first_name))


@bp.post("/<int:id>/refusal")
@needs("request.match")
def decline(id: int) -> Response:
    """Turn it down with a reason."""
    asked = policy.visible_request(id, to=viewer())
    form = valid(ReasonForm(), lambda form: _page(asked, reason_form=form))
    endings.decline(asked, reason=form.reason.data, by=viewer(), now=now())
    return done(asked.url, _("Turned down; they know why."), undo=url_for("reference_requests.reopen", id=id))


@bp.post("/<int:id>/no-match")
@needs("request.match")
def give_up(id: int) -> Response:
    """Say that nobody fits; it becomes a task to recruit."""
    asked = policy.visible_request(id, to=viewer())
    endings.give_up(asked, pool.matching(asked, now=now()), by=viewer(), now=now())
    return done(
        asked.url, _("Kept as somebody to recruit."), undo=url_for("reference_requests.reopen", id=id)
    )


@bp.post("/<int:id>/reopening")
@signed_in
def reopen(id: int) -> Response:
    """Bring it back into review."""
    asked = policy.visible_request(id, to=viewer())
    authorise(policy.may_withdraw(viewer(), asked))
    endings.reopen(asked, by=viewer(), now=now())
    return done(asked.url, _("Back in review."))


@bp.post("/<int:id>/withdrawal")
@signed_in
def withdraw(id: int) -> Response:
    """Withdraw it."""
    asked = policy.visible_request(id, to=viewer())
    authorise(policy.may_withdraw(viewer(), asked))
    endings.withdraw(asked, by=viewer(), now=now())
    return done(asked.url, _("Withdrawn. Everybody who was asked knows."))


@bp.post("/<int:id>/closure")
@signed_in
def close(id: int) -> Response:
    """Close it."""
    asked = policy.visible_request(id, to=viewer())
    authorise(policy.may_withdraw(viewer(), asked))
    endings.close(asked, by=viewer(), now=now())
    return done(asked.url, _("Closed."))


@bp.post("/<int:id>/offers")
@needs("request.match")
def offer(id: int) -> Response:
    """Offer what exists already: each `thing` is "address|title"."""
    asked = policy.visible_request(id, to=viewer())
    pairs = (thing.partition("|") for thing in request.form.getlist("thing"))
    offers.offer(asked, [(title or url, url) for url, _bar, title in pairs], by=viewer(), now=now())
    return done(asked.url, _("Offered. %(name)s has the link.", name=asked.requester.first_name))


@bp.post("/<int:id>/outcome")
@signed_in
def record_outcome(id: int) -> Response:
    """Say how the deal ended."""
    asked = policy.visible_request(id, to=viewer())
    authorise(policy.may_account_for(viewer(), asked))
    form = valid(OutcomeForm(), lambda form: _page(asked, outcome_form=form))
    currency = (form.currency.data or asked.currency or "").upper() or None
    outcomes.record(
        asked,
        Result(form.result.data),
        amount_minor=wishes.minor(form.amount.data, currency),
        currency=currency,
        decided_on=form.decided_on.data,
        by=viewer(),
        now=now(),
    )
    return done(asked.url, _("Noted. Who spoke for us hears of it."))


@bp.post("/<int:id>/hand-over")
@signed_in
def hand_over(id: int) -> Response:
    """Give it to a colleague."""
    asked = policy.visible_request(id, to=viewer())
    authorise(policy.may_account_for(viewer(), asked))
    form = valid(HandOverForm(), lambda form: _page(asked, hand_over_form=form))
    endings.hand_over(asked, persons.get(form.to.data), by=viewer(), now=now())
    return done(url_for("references.index"), _("Handed over."))


def _page(asked: Request, **forms: Form) -> str:
    context = _context(asked)
    hand_over_form = forms.pop("hand_over_form", None) or HandOverForm(formdata=None)
    outcome_form = OutcomeForm(formdata=None, currency=asked.currency)
    context |= {
        "reason_form": ReasonForm(formdata=None),
        "outcome_form": outcome_form,
        "hand_over_form": hand_over_form,
        **forms,
    }
    if viewer().can("request.match") and asked.state in MATCHABLE:
        return page("references/request/match.html", **context, **_matching(asked))
    if policy.may_account_for(viewer(), asked):
        people = overviews.colleagues(asked.requester)
        hand_over_form.to.choices = options({str(person.id): person.name for person in people})
    return page("references/request/show.html", **context)


def _context(asked: Request) -> dict[str, Any]:
    moves = lifecycle.history(asked)
    talk = calls.of_request(asked.id) if asked.state not in MATCHABLE else None
    invited = invitations.of_request(asked.id) if overviews.was_asked(moves) else []
    return {
        "asked": asked,
        "moves": moves,
        "invitations": invited,
        "call": talk,
        "path": _path(asked.state),
        "hidden": set()
        if viewer().can("request.match")
        else overviews.anonymous_ids(one.person_id for one in invited),
        "outcome": outcomes.find(asked.id) if talk else None,
        "due": desk.due_in(asked, now=now()),
        "verbs": {verb.value for verb in Verb if allows(asked.state, verb)},
        "is_open": asked.state in OPEN,
        "may_invite": allows(asked.state, Verb.INVITE)
        and not any(one.answer is Answer.WAITING for one in invited),
        "may_withdraw": bool(policy.may_withdraw(viewer(), asked)),
    }


def _matching(asked: Request) -> dict[str, Any]:
    from_pool = pool.matching(asked, now=now())
    return {
        "board": overviews.board(from_pool),
        "places": overviews.places(asked),
        "stories": stories.fitting(asked),
        "present": now(),
    }


def _path(state: State) -> list[tuple[object, str]]:
    """Return the way of a request as the macro `steps` draws it; beside the way nothing is current."""
    here = {State.IN_REVIEW: State.REQUESTED, State.FEEDBACK: State.HELD}.get(state, state)
    reached = PATH.index(here) if here in PATH else -1
    return [
        (step.label, "now" if place == reached else "done" if place < reached else "todo")
        for place, step in enumerate(PATH)
    ]
