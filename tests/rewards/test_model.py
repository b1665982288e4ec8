"""Any order of earning, taking, refusing and reversing agrees with a plain model, and the books add up after
each step.
"""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from hub.clock import now
from hub.database import rollback, session
from hub.errors import Refusal
from hub.facts import ledger, reconciliation
from rewards import decisions, redemptions
from rewards.redemption_states import RedemptionState as S
from tests import factories
from tests.rewards import shop


class Shop(RuleBasedStateMachine):
    """One member, one reward; `balance`, `claim`, `lifetime`, `stock` and `states` are what must come out."""

    deeds = Bundle("deeds")
    taken = Bundle("taken")

    def __init__(self):
        super().__init__()
        self.member, self.manager = factories.person(), factories.person("manager")
        self.reward = shop.reward(cost=70, stock=3, per_member=3)
        self.balance = self.claim = self.lifetime = 0
        self.stock, self.number = 3, 0
        self.paid, self.states = {}, {}

    def teardown(self):
        rollback()

    def next(self):
        self.number += 1
        return f"{self.number}"

    def add(self, points):
        settled = min(self.claim, points)
        self.claim -= settled
        self.balance += points - settled
        self.lifetime += points

    @rule(target=deeds, points=st.integers(1, 120))
    def earn(self, points):
        cause = f"deed:{self.next()}"
        assert ledger.earn(self.member.id, points, cause=cause, reason="A deed", source="test", now=now())
        self.add(points)
        self.paid[cause] = points
        return cause

    @rule(points=st.integers(1, 50))
    def grant(self, points):
        assert ledger.grant(
            self.member.id, points, reason="Thanks", by=self.manager, key=self.next(), now=now()
        )
        self.add(points)

    @rule(cause=deeds)
    def earn_again(self, cause):
        assert not ledger.earn(self.member.id, 5, cause=cause, reason="A deed", source="test", now=now())

    @rule(cause=deeds)
    def reverse(self, cause):
        points = self.paid.pop(cause, 0)
        assert ledger.reverse(self.member.id, cause=cause, reason="Undone", now=now()) == (points > 0)
        returned = min(self.balance, points)
        self.balance -= returned
        self.claim += points - returned
        self.lifetime -= points

    @rule(target=taken)
    def redeem(self):
        token = self.next()
        possible = self.balance >= 70 and self.stock > 0
        if not possible:
            with pytest.raises(Refusal), session.begin_nested():
                shop.taken(self.reward, self.member, token)
            return None
        redemption = shop.taken(self.reward, self.member, token)
        self.balance -= 70
        self.stock -= 1
        self.states[redemption.id] = S.REQUESTED
        return redemption.id

    def attempt(self, verb, redemption_id, allowed, to):
        redemption = redemptions.get(redemption_id)
        if self.states[redemption_id] not in allowed:
            with pytest.raises(Refusal), session.begin_nested():
                verb(redemption)
            return False
        verb(redemption)
        self.states[redemption_id] = to
        return True

    @rule(one=taken)
    def cancel(self, one):
        verb = lambda redemption: redemptions.cancel(redemption, by=self.member, now=now())  # noqa: E731
        if one and self.attempt(verb, one, {S.REQUESTED}, S.CANCELLED):
            self.returned(1)

    @rule(one=taken)
    def approve(self, one):
        verb = lambda redemption: decisions.approve(redemption, by=self.manager, now=now())  # noqa: E731
        if one:
            self.attempt(verb, one, {S.REQUESTED}, S.APPROVED)

    @rule(one=taken)
    def fulfil(self, one):
        verb = lambda redemption: decisions.fulfil(redemption, note="", by=self.manager, now=now())  # noqa: E731
        if one:
            self.attempt(verb, one, {S.APPROVED}, S.FULFILLED)

    @rule(one=taken)
    def decline(self, one):
        verb = lambda redemption: decisions.decline(redemption, reason="No", by=self.manager, now=now())  # noqa: E731
        if one and self.attempt(verb, one, {S.REQUESTED, S.APPROVED}, S.REFUNDED):
            self.returned(1)

    @rule(one=taken)
    def refund(self, one):
        verb = lambda redemption: decisions.refund(redemption, reason="Off", by=self.manager, now=now())  # noqa: E731
        if one and self.attempt(verb, one, {S.FULFILLED}, S.REFUNDED):
            self.returned(0)

    def returned(self, pieces):
        self.balance += 70
        self.stock += pieces

    @invariant()
    def agrees(self):
        account = ledger.account_of(self.member.id)
        assert (account.balance, account.claim, account.lifetime) == (self.balance, self.claim, self.lifetime)
        session.refresh(self.reward)
        assert self.reward.stock == self.stock
        assert {one: redemptions.get(one).state for one in self.states} == self.states
        assert reconciliation.problems() == []


@pytest.mark.slow
@pytest.mark.both
def test_any_order_of_events_agrees_with_the_model(db):
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.proof
@pytest.mark.both
def test_two_hundred_long_lives_agree_with_the_model(db):
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=200, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
