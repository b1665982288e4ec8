"""How people come in over the year: contacts of the CRM are invited and most of them join a few days later."""

from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa

from admin.demo import seasons
from admin.demo.cast import ADVOCATES, BUYER, Member
from hub.database import session
from hub.demo import World
from hub.facts import standings
from hub.people import account_team, companies, invitations, persons, profiles
from hub.people.companies import CompanyKind
from hub.people.opportunities import Opportunity, still_open
from hub.people.persons import MOTIVES, Person

MEMBERS = 120
FOUNDERS = 14
BUYER_COMES = 331
"""The day on which Halden Re's buyer follows the link: five weeks ago."""

ANSWERING = 0.86
"""The share of invited contacts who join."""

EXPERTISE = (
    "month-end close",
    "reconciliation",
    "IFRS 17",
    "IFRS 9",
    "audit trail",
    "intercompany",
    "SAP",
    "consolidation",
    "change management",
    "data migration",
    "treasury",
    "tax",
    "shared services",
    "fraud review",
    "roll-out",
)
ZONES = {
    "United Kingdom": "Europe/London",
    "Ireland": "Europe/Dublin",
    "Germany": "Europe/Berlin",
    "France": "Europe/Paris",
    "Austria": "Europe/Vienna",
    "Switzerland": "Europe/Zurich",
    "Netherlands": "Europe/Amsterdam",
    "Spain": "Europe/Madrid",
    "Portugal": "Europe/Lisbon",
    "Italy": "Europe/Rome",
    "Sweden": "Europe/Stockholm",
    "Norway": "Europe/Oslo",
    "Denmark": "Europe/Copenhagen",
    "Finland": "Europe/Helsinki",
    "Poland": "Europe/Warsaw",
    "Belgium": "Europe/Brussels",
    "United States": "America/New_York",
    "Canada": "America/Toronto",
}


@dataclass
class Arrivals:
    """The plan of who comes when, and the invitations under way."""

    password_hash: str
    invitations_on: dict[int, int] = field(default_factory=dict)
    under_way: list[tuple[int, str, Person]] = field(default_factory=list)
    pool: list[int] = field(default_factory=list)

    def plan(self, world: World, days: int) -> None:
        """Spread the invitations over the year, as lively as the days are; the founders come on the first."""
        lively = [seasons.busy(world.start + timedelta(days=day), day) for day in range(days)]
        wanted = int((MEMBERS - FOUNDERS) / ANSWERING)
        for day in world.rng.choices(range(1, days), lively[1:], k=wanted):
            self.invitations_on[day] = self.invitations_on.get(day, 0) + 1
        self.pool = _contacts(world)

    def found(self, world: World) -> None:
        """Let the founders join: those whom the story names, and the best-loved contacts."""
        for member in ADVOCATES:
            _welcome(world, self._join(world, _contact(world, member)), member)
        contacts = [
            session.get_one(Person, self.pool.pop()) for _nth in self.pool[: FOUNDERS - len(ADVOCATES)]
        ]
        for person in contacts:
            _welcome(world, self._join(world, person), None)

    def live(self, world: World) -> None:
        """Let those come in whose day it is, and invite the next ones."""
        if world.day == BUYER_COMES:
            world.prospects.append(self._buyer(world))
        for due in [one for one in self.under_way if one[0] <= world.day]:
            self.under_way.remove(due)
            _welcome(world, self._join(world, due[2], due[1]), None)
        for _nth in range(self.invitations_on.get(world.day, 0)):
            self._invite(world)

    def _invite(self, world: World) -> None:
        person = session.get(Person, self.pool.pop()) if self.pool else None
        if person is None or person.joined_at is not None or person.email is None:
            return
        token = invitations.invite(person, role="advocate", by=world.staff["manager"], now=world.now)
        if world.rng.random() < ANSWERING:
            self.under_way.append((world.day + world.rng.randint(1, 4), token, person))

    def _join(self, world: World, person: Person, token: str | None = None) -> Person:
        token = token or invitations.invite(person, role="advocate", by=world.staff["manager"], now=world.now)
        first, last = person.first_name, person.last_name
        joined = invitations.join(
            token,
            first_name=first,
            last_name=last,
            email=person.email or "",
            password_hash=self.password_hash,
            now=world.now,
        )
        world.advocates.append(joined)
        return joined

    def _buyer(self, world: World) -> Person:
        token = invitations.open_link(
            role="prospect",
            by=world.staff["sales"],
            now=world.now,
            opportunity=_deal_of(world, BUYER.company),
        )
        buyer = invitations.join(
            token,
            first_name=BUYER.first_name,
            last_name=BUYER.last_name,
            email=BUYER.email,
            password_hash=self.password_hash,
            now=world.now,
        )
        profiles.welcome(
            buyer,
            title=BUYER.title,
            motives=(),
            expertise=[],
            timezone=BUYER.timezone,
            agreed=(),
            now=world.now,
        )
        return buyer


def _contact(world: World, member: Member) -> Person:
    """Return the contact that the CRM knows, or add one for who is not in its list."""
    known = persons.find_by_email(member.email)
    if known is not None:
        return known
    company = companies.find_by_name(member.company) or companies.add(
        member.company, CompanyKind.CUSTOMER, now=world.now
    )
    return persons.add_contact(
        member.email,
        member.first_name,
        member.last_name,
        now=world.now,
        company_id=company.id,
        title=member.title,
    )


def _contacts(world: World) -> list[int]:
    """Return the contacts of customers to invite, the last one first: those with a good score come early."""
    named = [member.email for member in (*ADVOCATES, BUYER)]
    found = session.scalars(
        sa.select(Person.id)
        .join(Person.company)
        .where(
            Person.joined_at.is_(None),
            Person.email.not_in(named),
            companies.Company.kind == CompanyKind.CUSTOMER,
        )
        .order_by(Person.id)
    ).all()
    scores = standings.of_many("person", found, "advocate_score")
    liked = {ref: scores[ref].value if ref in scores else 40.0 for ref in found}
    return sorted(found, key=lambda ref: liked[ref] + world.rng.uniform(0, 25))


def _welcome(world: World, person: Person, member: Member | None) -> None:
    """Answer the welcome page's questions as the person would, and hand their company to one who looks after
    it.
    """
    rng, country = world.rng, person.company.country if person.company else None
    motives = member.motives if member else tuple(rng.sample(sorted(MOTIVES), 2))
    expertise = list(member.expertise) if member else rng.sample(EXPERTISE, rng.randint(1, 3))
    agreed = ("references",) if member or rng.random() < 0.8 else ()
    zone = member.timezone if member else ZONES.get(country or "", "Europe/London")
    profiles.welcome(
        person,
        title=person.title,
        motives=motives,
        expertise=expertise,
        timezone=zone,
        agreed=agreed,
        now=world.now,
    )
    if member:
        person.about = member.about
    if person.company and account_team.csm_of(person.company_id) is None:
        csms = [one for role, one in world.staff.items() if role.startswith("csm")]
        account_team.assign_csm(person.company, rng.choice(csms))


def _deal_of(world: World, company_name: str) -> Opportunity:
    """Return the open deal with a company, or one made for the demo when the CRM's list has none."""
    for deal in still_open():
        if deal.company.name == company_name:
            return deal
    company = companies.add(company_name, CompanyKind.PROSPECT, now=world.now)
    deal = Opportunity(
        external_id="006-HALDEN",
        name=f"{company_name}: group close",
        company_id=company.id,
        stage="Evaluation",
        owner_id=world.staff["sales"].id,
        amount_minor=24_000_000,
        currency="EUR",
        opened_on=world.today - timedelta(days=40),
        expected_close=world.today + timedelta(days=60),
        created_at=world.now,
    )
    session.add(deal)
    session.flush()
    return deal
