"""Which challenges suit a person, and why: pure, from what they said, what they know, the date and the
effort.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from challenges.challenges import Category
from hub.errors import Words
from hub.i18n import _, n_
from hub.people.persons import MOTIVES, Person

NEWCOMER = timedelta(days=30)
"""For so long after joining, the built-in starters come first."""

SERVES: dict[Category, tuple[str, ...]] = {
    Category.ONBOARDING: (),
    Category.FUN: ("peers",),
    Category.LEARNING: ("learn",),
    Category.FEEDBACK: ("influence",),
    Category.COMMUNITY: ("peers", "help"),
    Category.ADVOCACY: ("reputation", "recognition", "help"),
    Category.REFERRAL: ("help", "recognition"),
}
"""The motives that each kind of challenge serves, the most fitting first."""


class Because(StrEnum):
    """Why a challenge suits somebody."""

    NEWCOMER = "newcomer"
    MOTIVE = "motive"
    KNOWLEDGE = "knowledge"
    DEADLINE = "deadline"
    AGE = "age"
    EFFORT = "effort"
    NOTHING = "nothing"


SAID: dict[Because, Callable[[Any], Words]] = {
    Because.NEWCOMER: lambda minutes: n_(
        "A good first step, done in a minute", "A good first step, done in %(num)s minutes", minutes
    ),
    Because.MOTIVE: lambda motive: _("Because you said: “%(motive)s”", motive=MOTIVES[motive]),
    Because.KNOWLEDGE: lambda topic: _("Because you know %(topic)s", topic=topic),
    Because.DEADLINE: lambda days: n_("Only one day left", "Only %(num)s days left", days),
    Because.AGE: lambda _nothing: _("New here"),
    Because.EFFORT: lambda _nothing: _("Something small for in between"),
    Because.NOTHING: lambda _nothing: _("Something new to try"),
}


class Reason(NamedTuple):
    """A reason, with what it speaks of: minutes, a motive, a topic, or days."""

    because: Because
    about: str | int | None = None

    @property
    def words(self) -> Words:
        """The reason in words."""
        return SAID[self.because](self.about)


class Recommendation(NamedTuple):
    """How well a challenge suits a person (0 to about 90), and the strongest reason."""

    weight: int
    reason: Reason


UNSAID = Recommendation(0, Reason(Because.NOTHING))
"""Nothing speaks for it in particular."""


class Taste(NamedTuple):
    """What decides which challenges suit a person, at a moment: the motive that each category serves, and what
    they know.
    """

    now: datetime
    newcomer: bool
    served: Mapping[Category, str]
    known: Mapping[str, str]


class Suitable(Protocol):
    """What of a challenge decides whom it suits."""

    @property
    def category(self) -> Category: ...
    @property
    def minutes(self) -> int: ...
    @property
    def tags(self) -> Sequence[str]: ...
    @property
    def starter(self) -> str | None: ...
    @property
    def deadline(self) -> datetime | None: ...
    @property
    def published_at(self) -> datetime | None: ...


def taste_of(person: Person, *, now: datetime) -> Taste:
    """Return what suits a person."""
    newcomer = person.joined_at is not None and now - person.joined_at <= NEWCOMER
    known = {word.casefold(): word for word in (*person.expertise, *person.products)}
    return Taste(now, newcomer, _served(frozenset(person.motives)), known)


def recommend(challenge: Suitable, taste: Taste) -> Recommendation:
    """Weigh a challenge for a person; every reason counts, the first one is said."""
    found = list(_reasons(challenge, taste))
    if not found:
        return UNSAID
    return Recommendation(sum([weight for weight, _because, _about in found]), Reason(*found[0][1:]))


def _reasons(challenge: Suitable, taste: Taste) -> Iterator[tuple[int, Because, str | int | None]]:
    """Yield what speaks for a challenge and how much it counts, in the order in which it is said."""
    if taste.newcomer and challenge.starter:
        yield 50, Because.NEWCOMER, challenge.minutes
    if motive := taste.served.get(challenge.category):
        yield 20, Because.MOTIVE, motive
    for tag in challenge.tags:
        if topic := taste.known.get(tag.casefold()):
            yield 15, Because.KNOWLEDGE, topic
            break
    if challenge.deadline is not None and challenge.deadline - taste.now <= timedelta(days=7):
        yield 12, Because.DEADLINE, max(1, (challenge.deadline - taste.now).days)
    if challenge.published_at is not None and taste.now - challenge.published_at <= timedelta(days=14):
        yield 6, Because.AGE, None
    if challenge.minutes <= 5:
        yield 4, Because.EFFORT, None


@lru_cache(maxsize=512)
def _served(motives: frozenset[str]) -> Mapping[Category, str]:
    """Return for each category the motive among those that it serves best."""
    fitting = {
        category: [motive for motive in serves if motive in motives] for category, serves in SERVES.items()
    }
    return {category: found[0] for category, found in fitting.items() if found}
