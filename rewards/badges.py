"""Badges:

what can be earned, and by which rule. Rules are versioned, and an award keeps the one it was earned by.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, forget, remembered, session
from hub.errors import NotFound
from hub.people.persons import Person
from rewards.badge_rules import Rule


class Badge(Model):
    """Something worth showing. `tone` is a metal and `sign` a picture, both of hub.content.medals."""

    __tablename__ = "badges"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    meaning: Mapped[str]
    tone: Mapped[str]
    sign: Mapped[str]
    retired_at: Mapped[datetime | None]


class BadgeRule(Model):
    """How a badge is earned from `since` on; the highest version holds."""

    __tablename__ = "badge_rules"
    __table_args__ = (sa.UniqueConstraint("badge_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    badge_id: Mapped[int] = mapped_column(sa.ForeignKey("badges.id"))
    version: Mapped[int]
    rule: Mapped[dict[str, Any]]
    since: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))

    badge: Mapped[Badge] = relationship()

    @property
    def meant(self) -> Rule:
        """The rule as one can ask it."""
        return Rule.read(self.rule)


def get(badge_id: int) -> Badge:
    """Return a badge; raise `NotFound`."""
    badge = session.get(Badge, badge_id)
    if badge is None:
        raise NotFound
    return badge


def in_force() -> list[BadgeRule]:
    """Return the rules that hold now, one for each badge that can still be earned, with their badges."""
    return remembered("badge_rules", _in_force)


def rule_of(badge: Badge) -> BadgeRule:
    """Return the rule that holds for a badge now."""
    latest = (
        sa.select(BadgeRule).where(BadgeRule.badge_id == badge.id).order_by(BadgeRule.version.desc()).limit(1)
    )
    return session.scalars(latest).one()


def change_rule(badge: Badge, rule: Rule, *, by: Person | None, now: datetime) -> BadgeRule:
    """Let a badge be earned by another rule from now on; whoever holds it keeps it."""
    version = rule_of(badge).version + 1
    changed = BadgeRule(
        badge_id=badge.id, version=version, rule=rule.written(), since=now, by_id=by.id if by else None
    )
    session.add(changed)
    session.flush()
    forget("badge_rules")
    return changed


def _in_force() -> list[BadgeRule]:
    later = sa.orm.aliased(BadgeRule)
    statement = (
        sa.select(BadgeRule)
        .join(BadgeRule.badge)
        .where(
            Badge.retired_at.is_(None),
            ~sa.exists().where(later.badge_id == Badge.id, later.version > BadgeRule.version),
        )
        .options(sa.orm.contains_eager(BadgeRule.badge))
        .order_by(Badge.id)
    )
    return list(session.scalars(statement))
