"""What the packages bring into the house: one register per app, filled by each package's `register(app)`.

Packages meet only here and through facts, so a feature that is switched off leaves no trace in any other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from flask import Flask, current_app
from markupsafe import Markup

from hub.config import Settings
from hub.declared import Declared
from hub.errors import Words

if TYPE_CHECKING:
    from hub.demo import World
    from hub.facts.activity import Activity
    from hub.facts.ledger import Posting
    from hub.people.persons import Person
    from hub.search import Document


class Subscriber(Protocol):
    """What is called, in the same transaction, when an activity is recorded or retracted."""

    def __call__(self, activity: "Activity", /, *, now: datetime) -> None: ...


class Bookkeeper(Protocol):
    """What is called, in the same transaction, when points of a member moved."""

    def __call__(self, posting: "Posting", /, *, now: datetime) -> None: ...


class Task(Protocol):
    """Work the outbox promises: done after the commit, at least once, so it must bear repetition."""

    def __call__(self, payload: dict[str, Any], /, *, now: datetime) -> None: ...


class Periodic(Protocol):
    """Work that recurs. It must bear being late, and being run twice."""

    def __call__(self, *, now: datetime) -> None: ...


@dataclass(frozen=True)
class Permission:
    """A named permission and the built-in roles that hold it from the start."""

    name: str
    meaning: Words
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A place one can go to, in one of the navigations (main, account, admin, footer)."""

    place: str
    label: Words
    endpoint: str
    icon: str
    order: int
    needs: str | None
    unless: str | None


@dataclass(frozen=True)
class Kind:
    """A kind of activity: how the feed says it, what it pays, and what one `needs` to open where it leads."""

    name: str
    sentence: Words
    points: int = 0
    icon: str = "sparkles"
    in_feed: bool = True
    tier: str | None = None
    needs: str | None = None


@dataclass(frozen=True)
class Notice:
    """A kind of notification, and how it goes by mail unless the person decides otherwise."""

    kind: str
    meaning: Words
    mail: str = "immediate"


@dataclass(frozen=True)
class Source:
    """What can be searched: `ids` of all, and `find` the documents of some, without those that are gone.

    `label` says what these things are called together, `icon` stands before each in a list.
    """

    kind: str
    find: "Callable[[Sequence[int]], Iterable[Document]]"
    ids: Callable[[], Iterator[int]]
    label: Words
    icon: str


class NextStep(NamedTuple):
    """One thing an advocate could do next: what, why they, how long, what it brings, one verb. Higher weight first."""

    chip: Words
    tone: str
    title: Words
    why: Words
    minutes: int
    brings: Words
    verb: Words
    url: str
    weight: int = 0


@dataclass(frozen=True)
class DeskItem:
    """One thing that needs a manager today: what, why now, who, one verb. The earliest `due` comes first."""

    what: Words
    detail: Words
    why: Words
    tone: str
    who: Words
    verb: Words
    url: str
    due: datetime


@dataclass
class House:
    """Everything that the packages brought, in the order in which they came."""

    settings: Settings
    features: tuple[str, ...] = ()
    permissions: dict[str, Permission] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    kinds: dict[str, Kind] = field(default_factory=dict)
    subscribers: dict[str, list[Subscriber]] = field(default_factory=lambda: defaultdict(list))
    retractions: dict[str, list[Subscriber]] = field(default_factory=lambda: defaultdict(list))
    bookkeepers: list[Bookkeeper] = field(default_factory=list)
    verifications: list[Callable[[], list[str]]] = field(default_factory=list)
    notices: dict[str, Notice] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    periodics: dict[str, tuple[Periodic, timedelta]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    audiences: "list[Callable[[Person], set[str]]]" = field(default_factory=list)
    slots: "dict[str, list[tuple[int, Callable[..., Markup | None]]]]" = field(
        default_factory=lambda: defaultdict(list)
    )
    steps: list[Callable[..., list[NextStep]]] = field(default_factory=list)
    desks: list[Callable[..., list[DeskItem]]] = field(default_factory=list)
    file_rules: "dict[str, Callable[[Person | None, int], bool]]" = field(default_factory=dict)
    declared: dict[str, Declared] = field(default_factory=dict)
    demos: "list[tuple[int, Callable[[World], None] | None, Callable[[World], None] | None]]" = field(
        default_factory=list
    )
    actions: dict[str, Words] = field(default_factory=dict)
    kept_settings: dict[str, Any] = field(default_factory=dict)
    links: dict[Any, Any] = field(default_factory=dict)
    openings: "list[Callable[[Person, datetime], object]]" = field(default_factory=list)
    carrier: Callable[[int], None] | None = None
    homes: "list[tuple[int, Callable[[Person], str | None]]]" = field(default_factory=list)

    def permission(self, name: str, meaning: Words, *, roles: tuple[str, ...]) -> None:
        """Declare a permission and which built-in roles start with it; `admin` holds every one."""
        self.permissions[name] = Permission(name, meaning, tuple(dict.fromkeys((*roles, "admin"))))

    def navigate(
        self,
        place: str,
        label: Words,
        endpoint: str,
        *,
        icon: str,
        order: int,
        needs: str | None = None,
        unless: str | None = None,
    ) -> None:
        """Add an entry to a navigation, shown to who holds `needs` and does not hold `unless`."""
        self.entries.append(Entry(place, label, endpoint, icon, order, needs, unless))
        self.entries.sort(key=lambda entry: entry.order)

    def kind(self, name: str, sentence: Words, **details: Any) -> None:
        """Declare a kind of activity; `sentence` may use %(who)s, %(what)s and %(about)s."""
        self.kinds[name] = Kind(name, sentence, **details)

    def on(self, kind: str, subscriber: Subscriber) -> None:
        """Call `subscriber(activity, now=)` when an activity of `kind` ("*" for any) is recorded."""
        self.subscribers[kind].append(subscriber)

    def on_retraction(self, kind: str, subscriber: Subscriber) -> None:
        """Call `subscriber(activity, now=)` when an activity of `kind` ("*" for any) is undone."""
        self.retractions[kind].append(subscriber)

    def on_posting(self, bookkeeper: Bookkeeper) -> None:
        """Call `bookkeeper(posting, now=)` for every posting of the ledger: earned, spent, refunded or reversed."""
        self.bookkeepers.append(bookkeeper)

    def verify(self, problems: Callable[[], list[str]]) -> None:
        """Have `vouch ledger verify` compare what a package keeps beside the ledger: `problems()` as sentences."""
        self.verifications.append(problems)

    def audited(self, words: Mapping[str, Words]) -> None:
        """Declare what the audit log calls the actions of a package."""
        self.actions.update(words)

    def notice(self, kind: str, meaning: Words, *, mail: str = "immediate") -> None:
        """Declare a kind of notification; `mail` is immediate, daily, weekly or off."""
        self.notices[kind] = Notice(kind, meaning, mail)

    def task(self, name: str, task: Task) -> None:
        """Name a task that rows of the outbox may ask for."""
        self.tasks[name] = task

    def periodic(self, name: str, work: Periodic, *, every: timedelta) -> None:
        """Have `work(now=)` done about `every` so often, by one process at a time."""
        self.periodics[name] = (work, every)

    def searchable(
        self,
        kind: str,
        find: "Callable[[Sequence[int]], Iterable[Document]]",
        ids: Callable[[], Iterator[int]],
        *,
        label: Words | None = None,
        icon: str = "search",
    ) -> None:
        """Let a kind of thing be found. `find(ids)` reads many at once, in a fixed number of statements."""
        self.sources[kind] = Source(kind, find, ids, label or kind.capitalize(), icon)

    def audience(self, tokens: "Callable[[Person], set[str]]") -> None:
        """Add to what a person may find: documents carry tokens, and one needs to share one of them."""
        self.audiences.append(tokens)

    def slot(self, name: str, fill: Callable[..., Markup | None], *, order: int = 50) -> None:
        """Fill a slot of somebody else's page."""
        self.slots[name].append((order, fill))
        self.slots[name].sort(key=lambda pair: pair[0])

    def next_steps(self, offer: Callable[..., list[NextStep]]) -> None:
        """Offer next steps for a person's home: `offer(viewer, now=)`."""
        self.steps.append(offer)

    def desk(self, report: Callable[..., list[DeskItem]]) -> None:
        """Report what needs a manager: `report(viewer, now=)`."""
        self.desks.append(report)

    def home(self, choose: "Callable[[Person], str | None]", *, order: int) -> None:
        """Offer another home page than the members' one: `choose(viewer)` returns its address or None."""
        self.homes.append((order, choose))
        self.homes.sort(key=lambda pair: pair[0])

    def home_of(self, person: "Person") -> str | None:
        """Return where a person's day starts, None for the members' home."""
        return next((found for _order, choose in self.homes if (found := choose(person)) is not None), None)

    def opening(self, furnish: "Callable[[Person, datetime], object]") -> None:
        """Have `furnish(first administrator, now)` called when a programme opens; it must bear being called again."""
        self.openings.append(furnish)

    def file_rule(self, holder: str, may_fetch: "Callable[[Person | None, int], bool]") -> None:
        """Say who may fetch files that a kind of thing holds."""
        self.file_rules[holder] = may_fetch

    def setting(self, name: str, default: Any, meaning: Words, *, kind: type, **bounds: Any) -> None:
        """Declare a setting of the programme; a number says the `least` and the `most` that makes sense, text may name
        its `choices`."""
        self.declared[name] = Declared(name, default, meaning, kind, **bounds)

    def demo(
        self,
        order: int,
        prepare: "Callable[[World], None] | None" = None,
        live: "Callable[[World], None] | None" = None,
    ) -> None:
        """Take part in the demo programme: `prepare(world)` once, `live(world)` each day; lower orders run first."""
        self.demos.append((order, prepare, live))
        self.demos.sort(key=lambda part: part[0])


def house_of(app: Flask) -> House:
    """Return the register of an app."""
    return cast("House", app.extensions["house"])


def house() -> House:
    """Return the register of the running app."""
    return house_of(current_app)
