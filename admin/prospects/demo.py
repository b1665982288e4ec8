"""The demo's buyers beside Halden Re's: they come by a link of sales, and ask for a talk a few days later.

The pool is counted every Monday, so that its figure has a year behind it.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from admin.metrics import pool_days
from admin.prospects import talks
from admin.prospects.talks import Soon, Wish
from hub.database import session
from hub.demo import DOMAIN, World
from hub.errors import Refusal
from hub.people import invitations, profiles
from hub.people.buyers import Buyer
from hub.people.opportunities import Opportunity, Result
from hub.people.persons import Person
from references.formats import Format

KEPT = "prospects.buyers"
MONDAY = 0
THINKS_FOR = 4
"""Days between joining and asking for a talk."""


@dataclass(frozen=True)
class Newcomer:
    """A buyer: the day on which they follow the link, the one on which they have decided, what they ask."""

    day: int
    decided: int
    first_name: str
    last_name: str
    title: str
    question: str
    topics: tuple[str, ...]
    format: Format = Format.VIDEO


NEWCOMERS = (
    Newcomer(
        96,
        214,
        "Mirela",
        "Popescu",
        "Finance Transformation Lead",
        "We close in nine days and must get to five. What did you change first, what did you leave?",
        ("Implementation", "Outcomes and ROI"),
    ),
    Newcomer(
        214,
        300,
        "Henrik",
        "Dahl",
        "Group Controller",
        "How much of your own people's time did the move of the old reconciliations take?",
        ("Implementation", "Support"),
        Format.PHONE,
    ),
    Newcomer(
        300,
        331,
        "Giulia",
        "Ferrante",
        "Head of Accounting Systems",
        "Our auditors ask for one trail over two ledgers. Did yours accept it without a second test?",
        ("Integration complexity", "Capabilities"),
    ),
)


def live(world: World) -> None:
    """Let buyers join, ask and take their leave on their days; count the pool on Mondays."""
    for number, newcomer in enumerate(NEWCOMERS):
        if world.day == newcomer.day:
            _join(world, newcomer)
        if world.day == newcomer.day + THINKS_FOR:
            _ask(world, newcomer, number)
        if world.day == newcomer.decided:
            world.prospects[:] = [one for one in world.prospects if one.first_name != newcomer.first_name]
    if world.today.weekday() == MONDAY:
        pool_days.note(now=world.now)


def _join(world: World, newcomer: Newcomer) -> None:
    deal = _deal(world)
    if deal is None:
        return
    sales = world.staff["sales"]
    token = invitations.open_link(role="prospect", by=sales, now=world.now, opportunity=deal)
    person = invitations.join(
        token,
        first_name=newcomer.first_name,
        last_name=newcomer.last_name,
        email=f"{newcomer.first_name}.{newcomer.last_name}@{DOMAIN}".lower(),
        password_hash=_same_password(sales),
        now=world.now,
    )
    profiles.welcome(
        person,
        title=newcomer.title,
        motives=(),
        expertise=[],
        timezone="Europe/Berlin",
        agreed=(),
        now=world.now,
    )
    world.prospects.append(person)
    world.kept.setdefault(KEPT, []).append(person.id)


def _ask(world: World, newcomer: Newcomer, number: int) -> None:
    person = next((one for one in world.prospects if one.first_name == newcomer.first_name), None)
    if person is None:
        return
    wish = Wish(
        key=f"demo:{number}",
        question=newcomer.question,
        topics=list(newcomer.topics),
        format=newcomer.format,
        soon=Soon.FORTNIGHT,
    )
    try:
        with session.begin_nested():
            talks.ask(person, wish, now=world.now)
    except Refusal:  # somebody found them a customer meanwhile
        return


def _deal(world: World) -> Opportunity | None:
    """Return an open deal of the programme's that nobody evaluates for yet, the largest."""
    taken = sa.exists().where(Buyer.opportunity_id == Opportunity.id)
    free = sa.select(Opportunity).where(Opportunity.result == Result.OPEN, ~taken)
    known = world.kept.get("opportunities")
    if known:
        free = free.where(Opportunity.id.in_(known))
    return session.scalars(free.order_by(Opportunity.amount_minor.desc(), Opportunity.id).limit(1)).first()


def _same_password(person: Person) -> str:
    """Return the demo's one password as it was hashed for somebody else: hashing takes long on purpose."""
    return session.scalars(sa.select(Person.password_hash).where(Person.id == person.id)).one() or ""
