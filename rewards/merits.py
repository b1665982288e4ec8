"""What a member has to show for badges, read for just the rules that ask."""

from collections.abc import Iterable

import sqlalchemy as sa

from hub.database import session
from hub.facts import activity
from hub.facts.activity import Activity
from rewards import reaches
from rewards.badge_rules import Merits, Rule, RuleKind, kinds_in
from rewards.reaches import Reach


def of(person_id: int, rules: Iterable[Rule]) -> Merits:
    """Return the merits of a person as far as `rules` look at them: at most three statements."""
    rules = list(rules)
    asked = {rule.kind for rule in rules}
    return Merits(
        deeds=_deeds(person_id, kinds_in(rules)),
        lifetime=session.scalar(sa.select(reaches.lifetime(person_id))) or 0
        if RuleKind.POINTS in asked
        else 0,
        levels=_levels(person_id) if RuleKind.LEVEL in asked else frozenset(),
    )


def _deeds(person_id: int, kinds: set[str]) -> dict[str, int]:
    if not kinds:
        return {}
    counted = (
        sa.select(Activity.kind, sa.func.count())
        .where(Activity.person_id == person_id, Activity.kind.in_(sorted(kinds)), activity.standing())
        .group_by(Activity.kind)
    )
    return dict(session.execute(counted).tuples().all())


def _levels(person_id: int) -> frozenset[int]:
    standing = sa.select(Reach.level_id).where(Reach.person_id == person_id, Reach.withdrawn_at.is_(None))
    return frozenset(session.scalars(standing))
