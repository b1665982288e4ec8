"""Who wants a reward, and what stands between them and it: read once, asked for every reward on a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.database import session
from hub.facts.ledger import Account
from hub.people.persons import Person
from rewards import reaches
from rewards.catalogue import Reward
from rewards.redemption_states import GIVEN_BACK
from rewards.redemptions import Redemption


@dataclass(frozen=True)
class Taker:
    """A member before the shop.

    `height` is the threshold of the level that they hold, `taken` how many they took of each reward and kept,
    `gifts` whether their company lets them accept gifts.
    """

    person: Person
    balance: int
    height: int
    taken: dict[int, int]
    gifts: bool
    today: date

    def taken_of(self, reward: Reward) -> int:
        """Return how many of a reward they took and kept."""
        return self.taken.get(reward.id, 0)


def taker(person: Person, rewards: Iterable[Reward] | None = None, *, today: date) -> Taker:
    """Return a member as the shop sees them, with what they took of `rewards` (of all when None):

    two statements.
    """
    balance, lifetime, held = session.execute(_FIGURES, {"person": person.id}).one()
    gifts = person.company is None or not person.company.forbids_gifts
    return Taker(person, balance, max(lifetime, held), _taken(person.id, rewards), gifts, today)


def _figures() -> sa.Select[Any]:
    person = sa.bindparam("person", type_=sa.Integer)
    return sa.select(
        *(
            sa.func.coalesce(sa.select(figure).where(Account.person_id == person).scalar_subquery(), 0)
            for figure in (Account.balance, Account.lifetime)
        ),
        reaches.held(person),
    )


_FIGURES = _figures()


def _taken(person_id: int, rewards: Iterable[Reward] | None) -> dict[int, int]:
    kept = sa.select(Redemption.reward_id, sa.func.count()).where(
        Redemption.person_id == person_id, Redemption.state.not_in(sorted(GIVEN_BACK))
    )
    if rewards is not None:
        kept = kept.where(Redemption.reward_id.in_([reward.id for reward in rewards]))
    return dict(session.execute(kept.group_by(Redemption.reward_id)).tuples().all())
