"""Rewards in the demo programme:

a filled shelf, members who save and take, and a manager who answers them.
"""

from datetime import timedelta

import sqlalchemy as sa

from hub.database import session
from hub.demo import World
from hub.errors import Refusal
from hub.facts import ledger
from hub.people.persons import Person
from rewards import awards, badges, catalogue, decisions, levels, redeeming, wishes
from rewards.catalogue import Reward
from rewards.redemption_states import RedemptionState
from rewards.redemptions import Redemption
from rewards.reward_kinds import RewardKind
from rewards.starters import SHELF

REASONS = (
    "We cannot offer this in your country yet.",
    "Your company asked us to hold this until its audit is over.",
    "Our partner has stopped it; something better is on its way to the shop.",
)
NOTES = {
    RewardKind.SWAG: "It left our desk this morning.",
    RewardKind.VOUCHER: "The code is in your mail.",
    RewardKind.EVENT: "Your seat is booked; details follow by mail.",
    RewardKind.TRAINING: "Choose your dates with the link in your mail.",
}
ARRANGED = "Ines from our team writes to you about a date."
GRATITUDE = (
    "Spoke at our summit in Lisbon with two days' notice",
    "Took a whole team through their first close",
    "Told us the truth when it was uncomfortable",
)
SHOPPERS = 3
"""So many people look into the shop when somebody is about to take something."""


def prepare(world: World) -> None:
    """Fill the shelf."""
    steps = {level.threshold: level.id for level in levels.ladder()}
    for facts in SHELF:
        described = {"per_member": None, "instant": False, "value_minor": None, **facts}
        opens_at = described.pop("level", None)
        catalogue.create(
            by=world.staff["manager"],
            now=world.now,
            level_id=steps.get(opens_at),
            starts_on=None,
            ends_on=None,
            currency="EUR" if described["value_minor"] else None,
            **described,
        )


def live(world: World) -> None:
    """A day: some take something, some begin to save, and what waits is answered."""
    for _time in range(world.times(per_week=5)):
        _take(world)
    for _time in range(world.times(per_week=3)):
        _begin_to_save(world.someone(), world)
    for _time in range(world.times(per_week=0.25)):
        reason = world.rng.choice(GRATITUDE)
        _thank(world.someone(), reason, world)
    if world.today.weekday() < 5:
        _answer(world)


def _take(world: World) -> None:
    """Let one of a few members take the dearest thing they can have."""
    for member in world.some(world.advocates, SHOPPERS):
        balance = ledger.account_of(member.id).balance
        gifts = member.company is None or not member.company.forbids_gifts
        shelf = list(session.scalars(catalogue.shelf(balance=balance, gifts=gifts, today=world.today)))
        for reward in sorted((one for one in shelf if one.cost <= balance), key=lambda one: -one.cost):
            if world.rng.random() < 0.5 and _took(reward, member, world):
                return


def _took(reward: Reward, member: Person, world: World) -> bool:
    try:
        with session.begin_nested():
            redeeming.redeem(reward, by=member, token=f"demo-{world.rng.random()}", now=world.now)
    except Refusal:
        return False
    return True


def _begin_to_save(member: Person, world: World) -> None:
    """Let a member save for something large that they do not have yet."""
    has = sa.exists().where(Redemption.reward_id == Reward.id, Redemption.person_id == member.id)
    large = session.scalars(sa.select(Reward).where(Reward.cost >= 600, ~has).order_by(Reward.id)).all()
    if large:
        wishes.save_for(world.rng.choice(large), by=member, now=world.now)


def _thank(member: Person, reason: str, world: World) -> None:
    given = session.scalars(sa.select(badges.Badge).where(badges.Badge.slug == "above-and-beyond")).one()
    awards.give(given, member, reason=reason, by=world.staff["manager"], now=world.now)


def _answer(world: World) -> None:
    """Answer what has waited a day or more; hand over what was approved the days before."""
    manager = world.staff["manager"]
    waits = (RedemptionState.REQUESTED, RedemptionState.APPROVED)
    open_ones = sa.select(Redemption).where(
        Redemption.state.in_(waits), Redemption.requested_at < world.now - timedelta(hours=20)
    )
    for redemption in session.scalars(open_ones.order_by(Redemption.id)).all():
        if redemption.state is RedemptionState.APPROVED:
            if world.rng.random() < 0.4:
                decisions.fulfil(
                    redemption, note=NOTES.get(redemption.reward.kind, ARRANGED), by=manager, now=world.now
                )
        elif world.rng.random() < 0.08:
            decisions.decline(redemption, reason=world.rng.choice(REASONS), by=manager, now=world.now)
        elif world.rng.random() < 0.7:
            decisions.approve(redemption, by=manager, now=world.now)
