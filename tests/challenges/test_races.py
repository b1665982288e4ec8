"""At one moment, on both databases: an approval pays once; of an approval and a withdrawal one wins."""

import pytest

from challenges import stages
from challenges.answers import Answer
from challenges.participations import Participation, State
from hub.database import session
from hub.facts import ledger, reconciliation
from hub.facts.activity import Activity
from tests import factories
from tests.challenges import taking
from tests.pages import count
from tests.processes import race

pytestmark = [pytest.mark.both, pytest.mark.slow]

RACES = "tests.challenges.races"


def test_of_many_approvals_at_once_one_pays(app, db):
    member = factories.person()
    one = taking.submitted(taking.challenge(), member)
    outcomes = race(app, f"{RACES}:approve", [(one.id, factories.person("manager").id) for _ in range(6)])
    assert sorted(outcomes) == [False] * 5 + [True]
    assert ledger.account_of(member.id).balance == 40
    assert count(Activity, Activity.kind == "challenge.completed") == 1
    assert reconciliation.problems() == []


def test_of_an_approval_and_a_withdrawal_one_wins(app, db):
    member, manager = factories.person(), factories.person("manager")
    one = taking.submitted(taking.challenge(), member)
    deeds = [(deed, one.id, manager.id) for deed in ("approve", "withdraw") * 2]
    outcomes = race(app, f"{RACES}:approve_or_withdraw", deeds)
    state = session.get_one(Participation, one.id).state
    assert outcomes.count(True) == 1
    assert outcomes.count(False) == 1, "the same deed again is a quiet no-op"
    assert outcomes.count("Refusal") == 2
    assert state in (State.APPROVED, State.WITHDRAWN)
    assert ledger.account_of(member.id).balance == (40 if state is State.APPROVED else 0)


def test_managers_who_approve_everything_at_once_pay_each_person_once(app, db):
    made = taking.challenge()
    members = [factories.person() for _ in range(6)]
    ids = [taking.submitted(made, member).id for member in members]
    orders = [ids, ids[::-1]] * 2
    outcomes = race(
        app, f"{RACES}:approve_all", [(order, factories.person("manager").id) for order in orders]
    )
    assert sum(outcomes) == 6
    assert [ledger.account_of(member.id).balance for member in members] == [40] * 6


def test_taking_a_challenge_in_several_tabs_at_once_is_taking_it_once(app, db):
    made, member = taking.challenge(), factories.person()
    outcomes = race(app, f"{RACES}:take", [(made.id, stages.of(made)[0].id, member.id)] * 4)
    assert sorted(outcomes) == [False] * 3 + [True]
    assert (count(Participation), count(Answer)) == (1, 1)
