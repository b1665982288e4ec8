"""The points ledger: nothing twice, nothing below zero, everything adds up."""

from collections import Counter

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.clock import now
from hub.database import session
from hub.errors import Refusal
from hub.facts import ledger, reconciliation
from hub.facts.ledger import Account, LedgerEntry, Posting
from tests import factories
from tests.pages import count
from tests.processes import die_in, race

RACES = "tests.hub.facts.races"


@pytest.fixture
def amara(db):
    return factories.person()


def earn(person, points, cause="activity:9"):
    return ledger.earn(person.id, points, cause=cause, reason="A deed", source="test", now=now())


def figures(person):
    session.flush()
    account = ledger.account_of(person.id)
    return account.balance, account.lifetime, account.claim


@pytest.mark.both
def test_one_deed_pays_once(amara):
    assert earn(amara, 40)
    assert not earn(amara, 60)
    assert figures(amara) == (40, 40, 0)


@pytest.mark.both
def test_what_is_not_there_cannot_be_spent(amara):
    earn(amara, 40)
    with pytest.raises(Refusal, match="You need 2 more points"):
        ledger.spend(amara.id, 42, cause="redemption:1", reason="A mug", now=now())


@pytest.mark.both
def test_a_refund_comes_once_and_does_not_touch_the_lifetime_points(amara):
    earn(amara, 40)
    ledger.spend(amara.id, 30, cause="redemption:1", reason="A mug", now=now())
    assert ledger.refund(amara.id, cause="redemption:1", reason="Sold out", now=now())
    assert not ledger.refund(amara.id, cause="redemption:1", reason="Sold out", now=now())
    assert figures(amara) == (40, 40, 0)
    assert reconciliation.problems() == []


@pytest.mark.both
def test_undoing_a_deed_after_its_points_were_spent_leaves_a_claim_that_later_earnings_settle_first(amara):
    earn(amara, 40)
    ledger.spend(amara.id, 30, cause="redemption:1", reason="A mug", now=now())
    ledger.reverse(amara.id, cause="activity:9", reason="It was spam", now=now())
    assert figures(amara) == (0, 0, 30)
    earn(amara, 50, cause="activity:10")
    assert figures(amara) == (20, 50, 0)
    assert reconciliation.problems() == []


@pytest.mark.both
@pytest.mark.parametrize("change", ["UPDATE ledger_entries SET amount = 0", "DELETE FROM ledger_postings"])
def test_nobody_rewrites_the_book(amara, change):
    earn(amara, 40)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), session.begin_nested():
        session.execute(sa.text(change))


@pytest.mark.both
def test_the_database_itself_refuses_a_balance_below_zero(amara):
    earn(amara, 40)
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        session.execute(sa.update(Account).values(balance=-1))


def test_verify_finds_a_figure_that_was_tampered_with(amara):
    earn(amara, 40)
    session.execute(sa.update(Account).values(balance=41))
    assert reconciliation.problems() == [f"person {amara.id}: member is 41, the entries say 40"]


def test_a_manual_grant_needs_a_reason_and_is_given_once(amara):
    manager = factories.person("manager")
    with pytest.raises(Refusal, match="Say why"):
        ledger.grant(amara.id, 10, reason=" ", by=manager, key="k", now=now())
    assert ledger.grant(amara.id, 10, reason="For the talk", by=manager, key="k", now=now())
    assert not ledger.grant(amara.id, 10, reason="For the talk", by=manager, key="k", now=now())


STEP = st.tuples(
    st.sampled_from(["earn", "spend", "refund", "reverse"]), st.integers(1, 4), st.integers(1, 60)
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=30))
def test_any_sequence_agrees_with_a_plain_model_and_adds_up(amara, steps):
    with session.begin_nested() as savepoint:
        model = {"balance": 0, "lifetime": 0, "claim": 0, "earned": {}, "spent": {}, "undone": set()}
        for verb, cause, points in steps:
            apply(model, verb, cause, points)
            act(amara, verb, cause, points)
            assert figures(amara) == (model["balance"], model["lifetime"], model["claim"])
        assert reconciliation.problems() == []
        assert session.scalar(sa.select(sa.func.coalesce(sa.func.sum(LedgerEntry.amount), 0))) == 0
        savepoint.rollback()
    session.expire_all()


def act(person, verb, cause, points):
    try:
        with session.begin_nested():
            if verb == "earn":
                earn(person, points, cause=f"activity:{cause}")
            elif verb == "spend":
                ledger.spend(person.id, points, cause=f"redemption:{cause}", reason="A mug", now=now())
            elif verb == "refund":
                ledger.refund(person.id, cause=f"redemption:{cause}", reason="Back", now=now())
            else:
                ledger.reverse(person.id, cause=f"activity:{cause}", reason="Undone", now=now())
    except Exception as error:
        assert type(error).__name__ in ("Refusal", "NotFound"), error


def apply(model, verb, cause, points):
    if verb == "earn" and cause not in model["earned"]:
        settled = min(model["claim"], points)
        model["earned"][cause] = points
        model["claim"] -= settled
        model["balance"] += points - settled
        model["lifetime"] += points
    elif verb == "spend" and cause not in model["spent"] and model["balance"] >= points:
        model["spent"][cause] = points
        model["balance"] -= points
    elif verb == "refund" and cause in model["spent"] and ("r", cause) not in model["undone"]:
        model["undone"].add(("r", cause))
        model["balance"] += model["spent"][cause]
    elif verb == "reverse" and cause in model["earned"] and ("u", cause) not in model["undone"]:
        model["undone"].add(("u", cause))
        taken = min(model["balance"], model["earned"][cause])
        model["balance"] -= taken
        model["claim"] += model["earned"][cause] - taken
        model["lifetime"] -= model["earned"][cause]


@pytest.mark.both
@pytest.mark.slow
def test_of_40_payments_at_one_moment_with_points_for_7_exactly_7_go_through(app, amara):
    earn(amara, 79)
    results = Counter(race(app, f"{RACES}:spend", [(amara.id, n) for n in range(40)]))
    assert results == {"spent": 7, "Refusal": 33}
    assert figures(amara) == (9, 79, 0)
    assert reconciliation.problems() == []


@pytest.mark.both
@pytest.mark.slow
def test_of_20_payments_for_one_cause_at_one_moment_exactly_one_is_made(app, amara):
    results = Counter(race(app, f"{RACES}:earn_once", [(amara.id,)] * 20))
    assert results == {"paid": 1, "paid before": 19}
    assert figures(amara) == (50, 50, 0)


@pytest.mark.both
@pytest.mark.slow
def test_of_10_refunds_at_one_moment_exactly_one_is_given(app, amara):
    earn(amara, 40)
    ledger.spend(amara.id, 10, cause="redemption:1", reason="A mug", now=now())
    assert Counter(race(app, f"{RACES}:refund", [(amara.id,)] * 10)) == {"given": 1, "given before": 9}
    assert figures(amara) == (40, 40, 0)


@pytest.mark.both
@pytest.mark.slow
def test_a_process_that_dies_while_paying_takes_no_points(app, amara):
    earn(amara, 40)
    die_in(app, f"{RACES}:spend_and_die", amara.id)
    assert figures(amara) == (40, 40, 0)
    assert count(Posting) == 1
    assert reconciliation.problems() == []
