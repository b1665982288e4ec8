"""The world that the demo programme is lived in: who is there, which day it is, and one seed for all chance.

Each package takes part by `house.demo(order, prepare, live)`: `prepare(world)` sets the stage once, `live(world)` is
called for each simulated day, with the clock standing at `world.now`, inside that day's one transaction. Everything goes
through the public rules, so the demo proves them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import TypeVar

from hub.people.persons import Person

Thing = TypeVar("Thing")

PASSWORD = "vouch-demo"  # noqa: S105 - the demo's people share it, and README says so
DOMAIN = "demo.vouch.example"


@dataclass
class World:
    """What a package's demo may know. `busy` is how lively the day is: 0 on a quiet one, about 1.5 in a campaign."""

    rng: Random
    start: date
    now: datetime
    busy: float = 1.0
    staff: dict[str, Person] = field(default_factory=dict)
    advocates: list[Person] = field(default_factory=list)
    prospects: list[Person] = field(default_factory=list)
    kept: dict[str, list[int]] = field(default_factory=dict)

    @property
    def day(self) -> int:
        """How many days the programme has run."""
        return (self.now.date() - self.start).days

    @property
    def today(self) -> date:
        """The simulated day."""
        return self.now.date()

    def times(self, per_week: float) -> int:
        """Return how often something that happens `per_week` times in an average week happens today."""
        expected = per_week / 7 * self.busy
        return int(expected) + (self.rng.random() < expected - int(expected))

    def someone(self, people: list[Person] | None = None) -> Person:
        """Return somebody, by default an advocate; the early members are the more active ones."""
        people = self.advocates if people is None else people
        return people[int(len(people) * self.rng.random() ** 1.7)]

    def some(self, things: list[Thing], most: int) -> list[Thing]:
        """Return up to `most` different things by chance."""
        return self.rng.sample(things, min(most, len(things)))
