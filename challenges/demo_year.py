"""The plan of the demo year: what Meridian asks, on which day, and what people answer (demo_year.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Plan:
    """The challenges by their day, and what managers say about submissions."""

    challenges: list[dict[str, Any]]
    returns: list[str]
    thanks: list[str]
    declines: list[str]

    def due(self, day: int) -> list[dict[str, Any]]:
        """Return the challenges that are published on a day of the programme."""
        return [planned for planned in self.challenges if planned["day"] == day]

    def answers(self, title: str) -> list[str]:
        """Return what people answer to the step of that title."""
        steps = (step for planned in self.challenges for step in planned["steps"])
        return next((step["answers"] for step in steps if step["title"] == title), GENERIC)


GENERIC = [
    "Meeting people who close the same kind of books.",
    "Hearing early what is coming, and being asked before it is.",
    "Somebody at a company of our size who is two years ahead of us.",
]
"""What people answer to the starters."""


@cache
def plan() -> Plan:
    """Return the plan, read once."""
    with (Path(__file__).parent / "demo_year.toml").open("rb") as file:
        return Plan(**tomllib.load(file))
