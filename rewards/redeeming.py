"""Taking a reward: stock and points go in one transaction at the click, or nothing does."""

from datetime import datetime

import sqlalchemy as sa

from hub.database import changed, insert_new, session
from hub.errors import Refusal
from hub.facts import activity, ledger
from hub.facts.activity import Visibility
from hub.i18n import _
from hub.people.persons import Person
from rewards import policy, redemptions, takers, wishes
from rewards.catalogue import Reward
from rewards.redemption_states import RedemptionState
from rewards.redemptions import Move, Redemption


def redeem(reward: Reward, *, by: Person, token: str, now: datetime) -> Redemption:
    """Take one `reward`:

    one from stock, its cost from the balance. The same `token` again returns the same redemption.

    Raises `Refusal` with the reason when it cannot be had; nothing has happened then, once the transaction is
    undone.
    """
    reward = redemptions.lock(reward.id)
    again = session.scalar(
        sa.select(Redemption).where(Redemption.person_id == by.id, Redemption.token == token)
    )
    if again is not None:
        return again
    reasons = policy.why_not(takers.taker(by, [reward], today=now.date()), reward)
    if reasons:
        raise Refusal(reasons[0])
    _take_from_stock(reward)
    redemption = _request(reward, by, token, now)
    ledger.spend(
        by.id,
        reward.cost,
        cause=redemptions.cause_of(redemption),
        reason=reward.name,
        url="/redemptions",
        now=now,
    )
    activity.record(
        "reward.redeemed",
        person=by,
        subject=("reward", reward.id),
        title=reward.name,
        url=reward.url,
        key=redemptions.cause_of(redemption),
        visibility=Visibility.OWN,
        data={"cost": reward.cost},
        now=now,
    )
    wishes.come_true(reward, by=by)
    if reward.instant:
        redemptions.move(redemption, RedemptionState.APPROVED, by=None, now=now)
        redemptions.move(redemption, RedemptionState.FULFILLED, by=None, now=now)
    return redemption


def _take_from_stock(reward: Reward) -> None:
    """Take one; a stock of None stays None."""
    left = sa.or_(Reward.stock.is_(None), Reward.stock > 0)
    if changed(sa.update(Reward).where(Reward.id == reward.id, left).values(stock=Reward.stock - 1)) != 1:
        raise Refusal(_("All of these are taken at the moment."))
    session.refresh(reward, ["stock"])


def _request(reward: Reward, by: Person, token: str, now: datetime) -> Redemption:
    redemption_id = insert_new(
        Redemption,
        person_id=by.id,
        reward_id=reward.id,
        token=token,
        name=reward.name,
        cost=reward.cost,
        state=RedemptionState.REQUESTED,
        requested_at=now,
    )
    if redemption_id is None:
        raise Refusal(_("This form was used before. Load the page again."))
    session.add(
        Move(redemption_id=redemption_id, state=RedemptionState.REQUESTED, by_id=by.id, note="", at=now)
    )
    session.flush()
    return session.get_one(Redemption, redemption_id)
