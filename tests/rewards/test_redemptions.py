"""Points become rewards: reserved at the click, never oversold, given back once."""

import pytest
import sqlalchemy as sa

from hub.database import session
from hub.errors import NotAllowed, Refusal
from hub.facts import ledger, reconciliation
from hub.facts.activity import Activity
from hub.facts.audit import AuditEntry
from hub.facts.notifications import Notification
from hub.people import roles
from rewards import decisions, redemptions, wishes
from rewards.levels import Level
from rewards.redemption_states import GIVEN_BACK, MAY_FOLLOW, RedemptionState
from rewards.redemptions import Redemption
from rewards.reward_kinds import RewardKind
from tests import factories
from tests.pages import count
from tests.rewards import shop

S = RedemptionState


def balance(person):
    return ledger.account_of(person.id).balance


def test_a_reward_is_taken_approved_and_handed_over(db, at):
    member, manager, mug = shop.saver(250), factories.person("manager"), shop.reward(stock=3)
    redemption = shop.taken(mug, member)
    assert (redemption.state, balance(member), mug.stock) == (S.REQUESTED, 150, 2)
    decisions.approve(redemption, by=manager, now=at)
    decisions.fulfil(redemption, note="It left on Monday.", by=manager, now=at)
    assert redemption.state is S.FULFILLED
    assert [move.state for move in redemption.moves] == [S.REQUESTED, S.APPROVED, S.FULFILLED]
    assert redemption.note == "It left on Monday."
    told = session.scalars(sa.select(Notification.kind).where(Notification.person_id == member.id)).all()
    assert {"redemption.approved", "redemption.fulfilled"} <= set(told)
    assert count(AuditEntry, AuditEntry.by_id == manager.id, AuditEntry.action.startswith("redemption.")) == 2


@pytest.mark.both
def test_a_refused_one_says_why_and_gives_points_and_stock_back_once(db, at):
    member, manager, mug = shop.saver(100), factories.person("manager"), shop.reward(stock=1)
    redemption = shop.taken(mug, member)
    with pytest.raises(Refusal):
        decisions.decline(redemption, reason=" ", by=manager, now=at)
    decisions.decline(redemption, reason="We do not ship to islands.", by=manager, now=at)
    assert (redemption.state, balance(member), mug.stock) == (S.REFUNDED, 100, 1)
    with pytest.raises(Refusal, match="any more"):
        decisions.decline(redemption, reason="Again", by=manager, now=at)
    redemptions.give_back(redemption, restock=True, now=at)
    assert (balance(member), mug.stock) == (100, 1)
    [title] = session.scalars(sa.select(Notification.title).where(Notification.kind == "redemption.declined"))
    assert "We do not ship to islands." in title


def test_nobody_decides_about_what_they_took_themselves(db, at):
    member, mug = shop.saver(100), shop.reward(stock=1)
    roles.give(member, "manager")
    redemption = shop.taken(mug, member)
    with pytest.raises(NotAllowed, match="Somebody else"):
        decisions.approve(redemption, by=member, now=at)
    decisions.approve(redemption, by=factories.person("manager"), now=at)
    with pytest.raises(NotAllowed):
        decisions.fulfil(redemption, note="", by=member, now=at)


def test_a_member_may_think_again_until_it_is_approved(db, at):
    member, mug = shop.saver(200), shop.reward(stock=2)
    redemption = shop.taken(mug, member)
    redemptions.cancel(redemption, by=member, now=at)
    assert (redemption.state, balance(member), mug.stock) == (S.CANCELLED, 200, 2)
    other = shop.taken(mug, member)
    decisions.approve(other, by=factories.person("manager"), now=at)
    with pytest.raises(Refusal):
        redemptions.cancel(other, by=member, now=at)


def test_a_fulfilled_one_can_be_refunded_but_the_piece_is_gone(db, at):
    member, manager, ticket = shop.saver(100), factories.person("manager"), shop.reward(stock=1, instant=True)
    redemption = shop.taken(ticket, member)
    assert redemption.state is S.FULFILLED
    decisions.refund(redemption, reason="The summit is called off.", by=manager, now=at)
    assert (redemption.state, balance(member), ticket.stock) == (S.REFUNDED, 100, 0)


@pytest.mark.both
def test_the_same_form_sent_twice_takes_one(db, at):
    member, mug = shop.saver(300), shop.reward(stock=5)
    first, again = shop.taken(mug, member, "form"), shop.taken(mug, member, "form")
    assert first is again
    assert (balance(member), mug.stock, count(Redemption)) == (200, 4, 1)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"cost": 101}, "1 more point"),
        ({"stock": 0}, "taken at the moment"),
        ({"per_member": 0}, "one member can have"),
        ({"archived_at": "now"}, "no longer"),
        ({"starts_on": "tomorrow"}, "not offered yet"),
        ({"level": 750}, "level Guide"),
    ],
)
def test_what_cannot_be_had_is_refused_with_the_reason(db, at, facts, reason):
    member = shop.saver(100)
    if "level" in facts:
        facts = {"level_id": session.scalar(sa.select(Level.id).where(Level.threshold == facts["level"]))}
    told = {"now": at, "tomorrow": shop.tomorrow()}
    mug = shop.reward(**{name: told.get(value, value) for name, value in facts.items()})
    with pytest.raises(Refusal, match=reason):
        shop.taken(mug, member)


@pytest.mark.both
def test_one_for_each_member_means_one_until_it_comes_back(db, at):
    member, mug = shop.saver(300), shop.reward(per_member=1)
    redemption = shop.taken(mug, member)
    with pytest.raises(Refusal, match="one for each member"):
        shop.taken(mug, member)
    redemptions.cancel(redemption, by=member, now=at)
    shop.taken(mug, member)
    shop.taken(mug, shop.saver(100))


def test_people_whose_company_forbids_gifts_may_still_give(db, at):
    member = shop.saver(300, company=factories.company(forbids_gifts=True))
    with pytest.raises(Refusal, match="not to accept gifts"):
        shop.taken(shop.reward(), member)
    assert shop.taken(shop.reward(kind=RewardKind.DONATION), member).state is S.REQUESTED


def test_taking_a_reward_stays_between_the_member_and_staff(db, at):
    shop.taken(shop.reward(), shop.saver(100))
    [recorded] = session.scalars(sa.select(Activity).where(Activity.kind == "reward.redeemed"))
    assert recorded.visibility == "own"


def test_one_saves_for_one_thing(db, at):
    member, mug, trip = factories.person(), shop.reward(), shop.reward()
    wishes.save_for(mug, by=member, now=at)
    wishes.save_for(trip, by=member, now=at)
    assert wishes.wished_by(member) == trip.id
    shop.taken(trip, shop.saver(100, member))
    assert wishes.wished_by(member) is None
    wishes.save_for(trip, by=member, now=at)
    wishes.drop(by=member)
    assert wishes.wished_by(member) is None


@pytest.mark.parametrize("to", list(S))
@pytest.mark.parametrize("state", list(S))
def test_a_redemption_goes_only_where_the_table_lets_it(db, at, state, to):
    redemption = shop.taken(shop.reward(), shop.saver(100))
    redemption.state = state
    if to in MAY_FOLLOW[state]:
        redemptions.move(redemption, to, by=None, now=at)
        assert redemption.state is to
    else:
        with pytest.raises(Refusal):
            redemptions.move(redemption, to, by=None, now=at)
        assert redemption.state is state


def test_nothing_follows_what_was_given_back():
    assert all(MAY_FOLLOW[state] <= GIVEN_BACK for state in GIVEN_BACK)


def test_verify_finds_a_redemption_that_nobody_paid(db, at):
    redemption = shop.taken(shop.reward(), shop.saver(100))
    assert reconciliation.problems() == []
    redemption.state = S.CANCELLED
    session.flush()
    assert reconciliation.problems() == [
        f"redemption {redemption.id} is cancelled, with 100 points spent and 0 returned"
    ]
