"""What advocates and buyers of the demo do with an invitation: answer, talk, rate; and what follows, as the
worker does it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from hub.database import session
from hub.demo import World
from hub.errors import Refusal
from references import declining, demo_words, endings, outcomes, requests, succession, thanks
from references.calls import acceptance, appointments, holding, ratings
from references.calls.calls import Call, CallState
from references.calls.ratings import Score, Side
from references.declining import Reason
from references.invitations import Answer, Invitation
from references.moments import zone_of
from references.requests import Request
from references.states import State
from references.terms import terms, windows

Done = TypeVar("Done")


def answer_invitations(world: World, *, leave: set[int]) -> None:
    """Let those who were asked answer, but for those to `leave` alone (ids); what is overdue runs out."""
    waiting = sa.select(Invitation).where(Invitation.answer == Answer.WAITING)
    for invitation in session.scalars(waiting).all():
        if invitation.person_id in leave:
            continue
        if invitation.expires_at <= world.now:
            attempt(succession.expire, invitation, now=world.now)
        elif world.rng.random() < 0.75:
            _answer(world, invitation)


def _answer(world: World, invitation: Invitation) -> None:
    rng, person = world.rng, invitation.person
    if rng.random() < 0.2:
        reason = rng.choice((Reason.NO_TIME, Reason.NO_TIME, Reason.NOT_MY_TOPIC, Reason.TOO_OFTEN))
        attempt(declining.decline, invitation, reason, now=world.now)
        return
    own = terms.of(person.id)
    times = windows.openings(own.windows, zone_of(person), invitation.request.minutes, now=world.now)
    picked = [time.isoformat() for time in world.some(times, 3)]
    place = "+44 20 7946 0123" if invitation.request.format.needs_place else ""
    attempt(acceptance.accept, invitation, times=picked, place=place, now=world.now)


def talk(world: World) -> None:
    """Let buyers choose times, and hold the talks whose time has come."""
    open_calls = sa.select(Call).where(Call.state.in_((CallState.AGREED, CallState.SCHEDULED)))
    for call in session.scalars(open_calls).all():
        coming = [time for time in call.proposed if time > world.now]
        if call.state is CallState.SCHEDULED and call.ends_at <= world.now:
            attempt(holding.hold, call, by=call.person, now=world.now)
        elif call.state is CallState.AGREED and coming and world.rng.random() < 0.8:
            attempt(appointments.agree, call, min(coming), now=world.now)
        elif call.state is CallState.AGREED and not coming:
            _propose_again(world, call)


def _propose_again(world: World, call: Call) -> None:
    own = terms.of(call.person_id)
    times = windows.openings(own.windows, zone_of(call.person), call.minutes, now=world.now)
    attempt(appointments.propose, call, world.some(times, 3), now=world.now)


def follow_up(world: World) -> None:
    """Let both rate; thank, follow the deals, close what is done."""
    for call in thanks.unthanked(limit=20):
        _rate(world, call)
        if thanks.ripe(call, now=world.now):
            thanks.thank(call, now=world.now)
    tuesday = world.today.weekday() == 1
    for request_id in outcomes.unfollowed(limit=20) if tuesday else ():
        outcomes.follow(requests.get(request_id), now=world.now)
    if tuesday:
        _close(world)
    for person, _count in thanks.owed(now=world.now) if tuesday else ():
        if world.rng.random() < 0.7:
            note = "You have carried us this quarter. Thank you, from all of us."
            thanks.thank_personally(person, note, by=world.staff["manager"], now=world.now)


def _close(world: World) -> None:
    done = sa.select(Request).where(
        Request.state == State.FEEDBACK, Request.filed_at < world.now - timedelta(days=35)
    )
    for request in session.scalars(done.limit(3)).all():
        endings.close(request, by=request.requester, now=world.now)


def _rate(world: World, call: Call) -> None:
    rng = world.rng
    if rng.random() < 0.8:
        score = Score(
            rng.choice((4, 5, 5)), rng.choice((3, 4, 5, 5)), rng.random() < 0.95, rng.choice(demo_words.SAID)
        )
        ratings.rate(call, Side.BUYER, score, now=world.now)
    if rng.random() < 0.6:
        ratings.rate(call, Side.ADVOCATE, Score(rng.choice((3, 4, 5)), rng.choice((3, 4, 5))), now=world.now)


def attempt(deed: Callable[..., Done], *given: Any, **more: Any) -> Done | None:
    """Do what may be refused, as in life; a refusal leaves nothing behind."""
    try:
        with session.begin_nested():
            return deed(*given, **more)
    except Refusal:
        return None
