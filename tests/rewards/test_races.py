"""Real processes at one moment, and processes that die: nothing is oversold, paid twice, or half done."""

from collections import Counter

import pytest

from hub.database import commit, session
from hub.facts import ledger, reconciliation
from rewards import board_page, boards
from rewards.boards import Period
from rewards.redemption_states import RedemptionState
from rewards.redemptions import Move, Redemption
from tests import factories
from tests.pages import count
from tests.processes import die_in, race
from tests.rewards import shop

pytestmark = pytest.mark.slow
RACES = "tests.rewards.races"


def sound():
    session.expire_all()
    return reconciliation.problems() == []


@pytest.mark.both
def test_forty_redemptions_with_points_for_seven_are_seven(app, db):
    member, mug = shop.saver(799), shop.reward(cost=100)
    results = race(app, f"{RACES}:redeem", [(mug.id, member.id, f"form {n}") for n in range(40)])
    assert Counter(results) == {"taken": 7, "Refusal": 33}
    assert (ledger.account_of(member.id).balance, count(Redemption)) == (99, 7)
    assert sound()


@pytest.mark.both
def test_the_last_piece_goes_to_one(app, db):
    mug, savers = shop.reward(stock=1), [shop.saver(100) for _member in range(12)]
    results = race(app, f"{RACES}:redeem", [(mug.id, member.id, "form") for member in savers])
    assert Counter(results) == {"taken": 1, "Refusal": 11}
    session.refresh(mug)
    assert (mug.stock, count(Redemption)) == (0, 1)
    assert sound()


@pytest.mark.both
def test_two_for_each_member_are_two_however_many_hands_grab(app, db):
    member, mug = shop.saver(5000), shop.reward(per_member=2)
    results = race(app, f"{RACES}:redeem", [(mug.id, member.id, f"form {n}") for n in range(12)])
    assert Counter(results) == {"taken": 2, "Refusal": 10}
    assert sound()


@pytest.mark.both
def test_one_form_sent_ten_times_at_once_takes_one(app, db):
    member, mug = shop.saver(5000), shop.reward(stock=9)
    assert race(app, f"{RACES}:redeem", [(mug.id, member.id, "the form")] * 10) == ["taken"] * 10
    session.refresh(mug)
    assert (mug.stock, count(Redemption), ledger.account_of(member.id).balance) == (8, 1, 4900)


@pytest.mark.both
def test_a_refund_comes_once_however_many_refuse_at_once(app, db):
    member, mug, manager = shop.saver(100), shop.reward(stock=1), factories.person("manager")
    redemption = shop.taken(mug, member)
    results = race(app, f"{RACES}:decline", [(redemption.id, manager.id)] * 8)
    assert Counter(results) == {"declined": 1, "Refusal": 7}
    session.refresh(mug)
    assert (mug.stock, ledger.account_of(member.id).balance) == (1, 100)
    assert count(Move, Move.redemption_id == redemption.id, Move.state == RedemptionState.REFUNDED) == 1
    assert sound()


@pytest.mark.both
def test_many_deeds_at_once_reach_each_level_once_and_boards_add_up(app, db):
    member = factories.person()
    assert race(app, f"{RACES}:earn", [(member.id, n) for n in range(8)]) == ["earned"] * 8
    board = board_page.read(boards.board(Period.WEEK, member.created_at.date()), by=member)
    assert [(line.points, line.me) for line in board.lines] == [(2400, True)]
    assert ledger.account_of(member.id).lifetime == 2400
    assert sound()


@pytest.mark.both
@pytest.mark.parametrize("step", [0, 1, 2, 4, 6, 8])
def test_a_process_that_dies_while_redeeming_leaves_nothing(app, db, step):
    member, mug = shop.saver(100), shop.reward(stock=1)
    die_in(app, f"{RACES}:redeem_and_die", mug.id, member.id, step)
    session.refresh(mug)
    assert (mug.stock, ledger.account_of(member.id).balance, count(Redemption), count(Move)) == (1, 100, 0, 0)
    shop.taken(mug, member)
    commit()
    assert sound()


@pytest.mark.both
@pytest.mark.parametrize("step", [0, 1, 3, 5])
def test_a_process_that_dies_while_declining_leaves_it_waiting(app, db, step):
    member, mug, manager = shop.saver(100), shop.reward(stock=1), factories.person("manager")
    redemption = shop.taken(mug, member)
    die_in(app, f"{RACES}:decline_and_die", redemption.id, manager.id, step)
    session.expire_all()
    assert (redemption.state, mug.stock, ledger.account_of(member.id).balance) == (
        RedemptionState.REQUESTED,
        0,
        0,
    )
    assert sound()
