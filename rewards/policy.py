"""Who may take which reward, and why not:

the same answers before the click, at the click, and for staff who wonder.
"""

from hub.errors import YES, Verdict, Words, no
from hub.facts import ledger
from hub.i18n import _, n_
from hub.people.persons import Person
from rewards.catalogue import Reward
from rewards.redemptions import Redemption
from rewards.takers import Taker


def may_decide(person: Person, redemption: Redemption) -> Verdict:
    """Whether a person may decide about a redemption: never about their own."""
    if redemption.person_id == person.id:
        return no(_("Somebody else has to decide about what you took."))
    return YES


def may_redeem(taker: Taker, reward: Reward) -> Verdict:
    """Whether a member may take a reward now, else with the first reason why not."""
    reasons = why_not(taker, reward)
    return no(reasons[0]) if reasons else YES


def why_not(taker: Taker, reward: Reward) -> list[Words]:
    """Return everything that stands between a member and a reward, what cannot be mended first."""
    checks = (
        _offered(reward, taker),
        _gift(reward, taker),
        _stock(reward),
        _limit(reward, taker),
        _level(reward, taker),
    )
    reasons = [reason for reason in checks if reason is not None]
    if taker.balance < reward.cost:
        reasons.append(ledger.too_little(taker.balance, reward.cost))
    return reasons


def _offered(reward: Reward, taker: Taker) -> Words | None:
    if reward.archived_at is not None or (reward.ends_on is not None and reward.ends_on < taker.today):
        return _("This reward is no longer offered.")
    if reward.starts_on is not None and reward.starts_on > taker.today:
        return _("This reward is not offered yet.")
    return None


def _gift(reward: Reward, taker: Taker) -> Words | None:
    if reward.is_gift and not taker.gifts:
        return _(
            "Your company asks its people not to accept gifts. A donation or recognition is yours to choose."
        )
    return None


def _stock(reward: Reward) -> Words | None:
    return _("All of these are taken at the moment.") if reward.stock == 0 else None


def _limit(reward: Reward, taker: Taker) -> Words | None:
    if reward.per_member is None or taker.taken_of(reward) < reward.per_member:
        return None
    return n_(
        "You took yours already: there is one for each member.",
        "You took all %(num)s that one member can have.",
        reward.per_member,
    )


def _level(reward: Reward, taker: Taker) -> Words | None:
    if reward.level is None or taker.height >= reward.level.threshold:
        return None
    return _("It opens at the level %(level)s.", level=reward.level.name)
