"""The rules by which badges are earned: so many deeds of some kinds, so many points, a level, or by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self


class RuleKind(StrEnum):
    """What a rule looks at."""

    COUNT = "count"
    POINTS = "points"
    LEVEL = "level"
    HAND = "hand"


@dataclass(frozen=True)
class Merits:
    """What a member has to show:

    deeds by kind (those undone left out), lifetime points, ids of levels held.
    """

    deeds: Mapping[str, int] = field(default_factory=dict)
    lifetime: int = 0
    levels: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Rule:
    """A condition.

    `activities` are kinds of activity, `need` how many (or how many points), `level_id` a level.
    """

    kind: RuleKind
    need: int = 1
    activities: tuple[str, ...] = ()
    level_id: int | None = None

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Return the rule that `written` made."""
        return cls(
            RuleKind(stored["kind"]),
            stored.get("need", 1),
            tuple(stored.get("activities", ())),
            stored.get("level_id"),
        )

    def written(self) -> dict[str, Any]:
        """Return the rule as it is stored."""
        return {
            "kind": self.kind.value,
            "need": self.need,
            "activities": list(self.activities),
            "level_id": self.level_id,
        }

    def have(self, merits: Merits) -> int:
        """How far these merits go, up to `need`; by hand nobody gets any nearer."""
        reached = {
            RuleKind.COUNT: sum(merits.deeds.get(kind, 0) for kind in self.activities),
            RuleKind.POINTS: max(merits.lifetime, 0),
            RuleKind.LEVEL: self.need if self.level_id in merits.levels else 0,
            RuleKind.HAND: 0,
        }[self.kind]
        return min(reached, self.need)

    def fulfilled(self, merits: Merits) -> bool:
        """Whether these merits earn it."""
        return self.kind is not RuleKind.HAND and self.have(merits) >= self.need

    def watches(self, activity_kind: str) -> bool:
        """Whether a deed of this kind can bring somebody nearer."""
        if self.kind is RuleKind.LEVEL:
            return activity_kind == "level.reached"
        return self.kind is RuleKind.COUNT and activity_kind in self.activities


def kinds_in(rules: Iterable[Rule]) -> set[str]:
    """Return the kinds of activity that these rules count."""
    return {kind for rule in rules for kind in rule.activities}
