"""Whatever is tried in whatever order: the guardrails hold, and requests stand where their history says."""

from datetime import timedelta
from itertools import pairwise

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.database import rollback, session
from hub.errors import Refusal
from hub.facts.asks import Ask
from references import declining, endings, invitations, lifecycle, requests, succession
from references.calls import acceptance, appointments, calls, holding, ratings
from references.calls.calls import Call, CallState
from references.calls.ratings import Score, Side
from references.declining import Reason
from references.invitations import Answer, Invitation
from references.requests import Request
from references.states import State
from tests.pages import count
from tests.references import scenes

GAP = timedelta(days=30)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "invite",
                "invite",
                "invite",
                "override",
                "accept",
                "decline",
                "expire",
                "agree",
                "hold",
                "rate",
                "cancel",
                "withdraw",
            ]
        ),
        st.integers(0, 3),
        st.integers(0, 400),
    ),
    min_size=4,
    max_size=18,
)


class Programme:
    """Four advocates (two of one company), one manager, and a request for each step that needs one."""

    def __init__(self) -> None:
        first = scenes.advocate()
        self.people = [first, scenes.advocate(company=first.company), scenes.advocate(), scenes.advocate()]
        self.manager = scenes.manager()
        self.now = scenes.later()
        self.open: list[int] = []

    def do(self, verb: str, which: int) -> None:
        """Try something; what the rules refuse leaves nothing behind."""
        try:
            with session.begin_nested():
                getattr(self, verb)(which)
        except Refusal:
            session.expire_all()

    def invite(self, which: int, override: str | None = None) -> None:
        request = scenes.request(self.manager, company_name=f"Company {len(self.open)}", buyer_email="")
        invitations.invite(request, self.people[which], by=self.manager, now=self.now, override=override)
        self.open.append(request.id)

    def override(self, which: int) -> None:
        self.invite(which, override="The board asked")

    def _request(self, which: int) -> Request:
        if not self.open:
            raise Refusal("nothing is open")
        return requests.get(self.open[which % len(self.open)])

    def _invitation(self, which: int) -> Invitation:
        waiting = invitations.waiting_for(self._request(which).id)
        if waiting is None:
            raise Refusal("nobody is asked")
        return waiting

    def _call(self, which: int) -> Call:
        call = calls.of_request(self._request(which).id)
        if call is None:
            raise Refusal("nobody talks")
        return call

    def accept(self, which: int) -> None:
        time = (self.now + timedelta(days=3)).isoformat()
        acceptance.accept(self._invitation(which), times=[time], place="https://meet.example/x", now=self.now)

    def decline(self, which: int) -> None:
        declining.decline(self._invitation(which), list(Reason)[which], now=self.now)

    def expire(self, which: int) -> None:
        succession.expire(self._invitation(which), now=self.now)

    def agree(self, which: int) -> None:
        appointments.agree(self._call(which), self.now + timedelta(days=2), now=self.now)

    def hold(self, which: int) -> None:
        holding.hold(self._call(which), by=None, now=self.now)

    def rate(self, which: int) -> None:
        ratings.rate(self._call(which), Side.BUYER, Score(4, 4), now=self.now)

    def cancel(self, which: int) -> None:
        appointments.cancel(self._call(which), by=None, now=self.now)

    def withdraw(self, which: int) -> None:
        endings.withdraw(self._request(which), by=self.manager, now=self.now)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_guardrails_hold_and_states_follow_the_history(db, steps):
    rollback()
    programme = Programme()
    for verb, which, hours in steps:
        programme.now += timedelta(hours=hours)
        programme.do(verb, which)
    _nobody_is_asked_twice_in_thirty_days()
    _one_of_a_company_in_thirty_days(programme)
    _states_follow_the_history()
    rollback()


def _asks() -> list[Ask]:
    return list(session.scalars(sa.select(Ask).where(Ask.kind == "reference").order_by(Ask.asked_at, Ask.id)))


def _nobody_is_asked_twice_in_thirty_days() -> None:
    last: dict[int, Ask] = {}
    for ask in _asks():
        if ask.override_id is None and ask.person_id in last:
            assert ask.asked_at - last[ask.person_id].asked_at >= GAP
        last[ask.person_id] = ask


def _one_of_a_company_in_thirty_days(programme: Programme) -> None:
    asked = [ask for ask in _asks() if ask.company_id == programme.people[0].company_id]
    for earlier, later in pairwise(asked):
        assert later.override_id is not None or later.asked_at - earlier.asked_at >= GAP


def _states_follow_the_history() -> None:
    assert count(Invitation) == len(_asks())
    for request in session.scalars(sa.select(Request)):
        moves = lifecycle.history(request)
        assert request.state is (moves[-1].state if moves else State.REQUESTED)
        waiting = invitations.waiting_for(request.id)
        assert (waiting is not None) == (request.state is State.INVITED)
        call = calls.of_request(request.id)
        held = call is not None and call.state is CallState.HELD
        assert held == (request.state in (State.HELD, State.FEEDBACK, State.CLOSED))
        if request.state is State.ACCEPTED:
            assert any(one.answer is Answer.ACCEPTED for one in invitations.of_request(request.id))
