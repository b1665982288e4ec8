"""The cabinet of badges: those a member holds, and those still to earn with how far they are."""

from dataclasses import dataclass

import sqlalchemy as sa

from hub.database import session
from hub.house import house
from rewards import awards, badges, merits
from rewards.awards import Award
from rewards.badge_rules import RuleKind
from rewards.badges import Badge, BadgeRule


@dataclass(frozen=True)
class Earnable:
    """A badge that a member does not hold, and how far they are.

    `need` is None when somebody else gives it.
    """

    badge: Badge
    have: int
    need: int | None


@dataclass(frozen=True)
class Cabinet:
    """What a member sees of badges."""

    held: list[Award]
    earnable: list[Earnable]


def of(person_id: int) -> Cabinet:
    """Return the cabinet of a member, the nearest badges first."""
    held = awards.of(person_id)
    holds = {award.badge_id for award in held}
    rules = [rule for rule in badges.in_force() if rule.badge_id not in holds and _possible(rule)]
    shown = merits.of(person_id, [rule.meant for rule in rules])
    earnable = [
        Earnable(
            rule.badge, rule.meant.have(shown), None if rule.meant.kind is RuleKind.HAND else rule.meant.need
        )
        for rule in rules
    ]
    return Cabinet(held, sorted(earnable, key=lambda one: -one.have / one.need if one.need else 1))


def holders() -> dict[int, int]:
    """Return how many people hold each badge, by its id."""
    counted = sa.select(Award.badge_id, sa.func.count()).where(Award.withdrawn_at.is_(None))
    return dict(session.execute(counted.group_by(Award.badge_id)).tuples().all())


def _possible(rule: BadgeRule) -> bool:
    """Whether the house knows a deed that counts: a badge for calls is not promised where nobody calls."""
    meant = rule.meant
    return meant.kind is not RuleKind.COUNT or any(kind in house().kinds for kind in meant.activities)
