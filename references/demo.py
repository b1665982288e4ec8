"""A year of references: about two requests a week for Meridian's deals, with the talks and what came of
them.

Everything goes through the public rules. Each simulated day the demo does what people and the worker would
have done since yesterday, so that the states of all requests move on together.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from hub.database import session
from hub.demo import World
from hub.facts import settings
from hub.people import companies, opportunities
from hub.people.opportunities import Opportunity
from hub.people.persons import Person
from references import (
    demo_talks,
    demo_words,
    endings,
    invitations,
    offers,
    pool,
    requests,
    shortlists,
    stories,
    wishes,
)
from references.demo_talks import attempt
from references.formats import Format, topics
from references.requests import Request
from references.states import State
from references.terms import terms, windows
from references.terms.terms import Period

SIZES = [label for _low, _high, label in companies.SIZES]
PER_WEEK = 2.4
SATURDAY = 5
LAST_ACT = 333
"""From this day the advocates whom README names are left alone, so that a visitor finds them free."""

NAMED = ("advocate", "advocate2")
HALDEN_DAY, WAITING_DAY = 363, 362
HALDEN = "Halden Re"
SETTLED = "references.terms"


def prepare(world: World) -> None:
    """Set up meeting rooms, and publish the stories."""
    template = "https://meet.demo.vouch.example/{room}"
    settings.change("references.meeting_template", template, by=world.staff["admin"], now=world.now)
    if not opportunities.still_open():
        _open_deals(world)
    for kind, title, summary, company, industry, use_case, about, body in demo_words.STORIES:
        customer = companies.find_by_name(company) if company else None
        stories.publish(
            kind=kind,
            title=title,
            summary=summary,
            body=body,
            company=customer,
            industry=industry,
            use_case=use_case,
            topics=list(about),
            by=world.staff["manager"],
            now=world.now,
        )


def _open_deals(world: World) -> None:
    """Open a few deals where nothing else has brought any in."""
    for number, name in enumerate(demo_words.PROSPECTS):
        buyer = companies.add(name, companies.CompanyKind.PROSPECT, now=world.now)
        session.add(
            Opportunity(
                external_id=f"demo-{number}",
                name=f"{name}: Meridian Close",
                company_id=buyer.id,
                owner_id=world.staff["sales"].id,
                stage="Evaluation",
                amount_minor=(40 + 25 * number) * 100_000,
                currency="EUR",
                created_at=world.now,
            )
        )
    session.flush()


def live(world: World) -> None:
    """Live a day: people say their terms, ask, are asked, talk, rate; what is due is done."""
    if world.today.weekday() < SATURDAY:
        _say_terms(world)
        _answer_requests(world)
        _answer(world)
        demo_talks.talk(world)
        demo_talks.follow_up(world)
        for _time in range(world.times(PER_WEEK)):
            _file(world)
    if world.day == HALDEN_DAY:
        _file_halden(world)
    if world.day == WAITING_DAY:
        _leave_one_waiting(world)


def _say_terms(world: World) -> None:
    known = world.kept.setdefault(SETTLED, [])
    for person in [one for one in world.advocates if one.id not in known]:
        known.append(person.id)
        named = _named(person)
        if named or world.rng.random() < 0.82:
            _agree(world, person, named)


def _agree(world: World, person: Person, named: bool) -> None:
    rng, offered = world.rng, topics()
    terms.agree(
        person,
        formats=[Format.VIDEO, Format.PHONE, *rng.sample(list(Format)[2:], rng.randint(0, 3))],
        topics=offered if named else rng.sample(offered, rng.randint(2, 5)),
        windows=windows.USUAL if rng.random() < 0.5 else ["1-morning", "2-afternoon", "3-morning", "3-noon"],
        never_with=rng.sample(demo_words.NEVER_WITH, rng.randint(0, 1)),
        most=1 if named else rng.choice((1, 1, 2, 4)),
        per=Period.MONTH if named else rng.choice((Period.MONTH, Period.QUARTER, Period.YEAR)),
        anonymous=not named and rng.random() < 0.15,
        minutes=rng.choice((None, None, 60, 90)),
        languages=["English", *rng.sample(("German", "French", "Dutch"), rng.randint(0, 1))],
        now=world.now,
    )


def _file(world: World) -> None:
    recent = sa.exists().where(
        Request.opportunity_id == Opportunity.id, Request.filed_at > world.now - timedelta(days=60)
    )
    deals = session.scalars(
        sa.select(Opportunity).where(Opportunity.result == opportunities.Result.OPEN, ~recent).limit(40)
    ).all()
    deals = [deal for deal in deals if deal.company.name != HALDEN]
    if deals:
        _ask_for(world, world.rng.choice(deals))


def _file_halden(world: World) -> None:
    deal = session.scalar(
        sa.select(Opportunity).join(Opportunity.company).where(companies.Company.name == HALDEN)
    )
    if deal is not None:
        _ask_for(
            world,
            deal,
            industry="Insurance",
            size=SIZES[2],
            region="UK & Ireland",
            use_case="Claims reconciliation",
            needs={"industry": "required"},
            topics=["Implementation", "Outcomes and ROI", "Support"],
            format=Format.VIDEO,
            minutes=30,
            again=True,
        )


def _ask_for(world: World, deal: Opportunity, **wish: Any) -> Request | None:
    rng = world.rng
    first, last, title = rng.choice(demo_words.BUYERS)
    seller = next((one for one in world.staff.values() if one.id == deal.owner_id), world.staff["sales"])
    known = vars(requests.of_opportunity(deal))
    chosen: dict[str, Any] = {
        "industry": rng.choice(("Insurance", "Insurance", "Banking", "Manufacturing", "Retail")),
        "size": rng.choice(SIZES[1:4]),
        "use_case": rng.choice(("Month-end close", "Audit trail", "Claims reconciliation", "Intercompany")),
        "region": rng.choice(("North America", "DACH", "UK & Ireland", "Nordics")),
        "needs": {
            "industry": rng.choice(("required", "preferred")),
            "region": rng.choice(("preferred", "ignored")),
        },
        "topics": rng.sample(topics(), rng.randint(1, 3)),
        "concerns": rng.choice(demo_words.WORRIES),
        "format": rng.choice((Format.VIDEO, Format.VIDEO, Format.VIDEO, Format.PHONE)),
        "minutes": rng.choice((30, 30, 45)),
        "needed_by": wishes.default_needed_by(world.now),
        "language": "English",
        "timezone": rng.choice(("Europe/Berlin", "Europe/London", "America/New_York")),
        "buyer_name": f"{first} {last}",
        "buyer_title": title,
        "buyer_email": f"{first}.{last}.{deal.id}@buyers.demo.vouch.example".lower()
        .replace("á", "a")
        .replace(" ", ""),
    }
    filled = {name: value for name, value in known.items() if value} | chosen | wish
    return attempt(requests.file, requests.Wish(**filled), by=seller, now=world.now)


def _answer_requests(world: World) -> None:
    for request in requests.without_response():
        old = world.now - request.filed_at
        if old > timedelta(hours=10) and request.company_name != HALDEN:
            _match(world, request)
    again = sa.select(Request).where(Request.state == State.IN_REVIEW, Request.responded_at.is_not(None))
    for request in session.scalars(again.limit(4)).all():
        _match(world, request)


def _match(world: World, request: Request) -> None:
    manager, asked = world.staff["manager"], {one.person_id for one in invitations.of_request(request.id)}
    found = pool.matching(request, now=world.now)
    people = pool.people(one.candidate.person_id for one in found.ranked[:8])
    free = [people[one.candidate.person_id] for one in found.ranked[:8]]
    free = [
        person for person in free if person.id not in asked and not (_named(person) and world.day >= LAST_ACT)
    ]
    if not free:
        _without_advocate(world, request, bool(found.ranked))
        return
    note = world.rng.choice(demo_words.NOTES)
    attempt(invitations.invite, request, free[0], by=manager, now=world.now, note=note, found=found)
    for person in free[1:2]:
        attempt(shortlists.put, request, person, by=manager, now=world.now)


def _without_advocate(world: World, request: Request, some: bool) -> None:
    manager = world.staff["manager"]
    fitting = stories.fitting(request, limit=1)
    if fitting and world.rng.random() < 0.6:
        things = [(fitting[0].title, fitting[0].url)]
        attempt(offers.offer, request, things, by=manager, now=world.now)
    elif not some:
        attempt(endings.give_up, request, pool.matching(request, now=world.now), by=manager, now=world.now)


def _answer(world: World) -> None:
    left = {person.id for person in world.advocates if _named(person)} if world.day >= WAITING_DAY else set()
    demo_talks.answer_invitations(world, leave=left)


def _leave_one_waiting(world: World) -> None:
    """Let an invitation wait for Tomás, so that a visitor sees what it is like to be asked."""
    person = next((one for one in world.advocates if (one.email or "").startswith("advocate2@")), None)
    deals = [deal for deal in opportunities.still_open() if deal.company.name != HALDEN]
    if person is None or not deals:
        return
    request = _ask_for(
        world, deals[0], industry="Insurance", use_case="Audit trail", format=Format.VIDEO, again=True
    )
    if request is not None:
        note = demo_words.NOTES[2]
        attempt(invitations.invite, request, person, by=world.staff["manager"], now=world.now, note=note)


def _named(person: Person) -> bool:
    return (person.email or "").partition("@")[0] in NAMED
