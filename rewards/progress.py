"""How far a member is:

the next level, and the reward they save for. One statement, because every home page shows it.
"""

from typing import Any, NamedTuple

import sqlalchemy as sa

from hub.facts.ledger import Account
from hub.readings import Reading
from rewards import levels, reaches
from rewards.catalogue import Reward
from rewards.levels import Climb, Level, Step
from rewards.wishes import Wish


class Wished(NamedTuple):
    """The reward that somebody saves for, and how far they are."""

    name: str
    url: str
    cost: int
    balance: int

    @property
    def share(self) -> float:
        """How much of the cost is there, from 0 to 1."""
        return min(1.0, self.balance / self.cost)


def of(person_id: int) -> tuple[Climb, Wished | None]:
    """Return level and wish by one statement: the ladder, with the member's figures beside each step."""
    rows = _STANDING.rows(person=person_id)
    lifetime, balance, held, reward_id, name, cost = rows[0][len(Step._fields) :]
    wished = Wished(name, f"/rewards/{reward_id}", cost, balance or 0) if reward_id else None
    return levels.climb(lifetime or 0, [Step(*row[: len(Step._fields)]) for row in rows], held=held), wished


def _statement() -> sa.Select[Any]:
    person = sa.bindparam("person", type_=sa.Integer)
    figures = [
        sa.select(figure).where(Account.person_id == person).scalar_subquery()
        for figure in (Account.lifetime, Account.balance)
    ]
    return (
        sa.select(*levels.COLUMNS, *figures, reaches.held(person), Reward.id, Reward.name, Reward.cost)
        .select_from(Level)
        .outerjoin(Wish, Wish.person_id == person)
        .outerjoin(Reward, sa.and_(Reward.id == Wish.reward_id, Reward.archived_at.is_(None)))
        .order_by(Level.threshold)
    )


_STANDING = Reading(_statement())
