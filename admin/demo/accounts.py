"""The customers of the demo's CRM: 400 of them with one or two contacts each, as of one fixed day.

Every date keeps well away from the edges of the score, so that a shift by any number of days leaves exactly
`CANDIDATES` customers with a reference candidate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from admin.demo.cast import ADVOCATES, TEAM, Member
from admin.demo.words import INDUSTRIES, LANDS, PRODUCTS, TITLES, USE_CASES, Land
from admin.scoring import Facts, Scheme, score
from hub.people.persons import slug

REFERENCE = date(2026, 11, 1)
CUSTOMERS = 400
CANDIDATES = 85
SECOND_CONTACTS = 150

HEADINGS = (
    "Account Name",
    "Account ID",
    "Website",
    "Industry",
    "Number of Employees",
    "Billing Country",
    "Region",
    "Product",
    "Use Case",
    "NPS Score",
    "Usage Percentile",
    "Health Score",
    "Customer Since",
    "Last Renewal Date",
    "Last Expansion Date",
    "Executive Sponsor",
    "Strategic",
    "Customer Success Manager",
    "First Name",
    "Last Name",
    "Email",
    "Title",
)

AMARA, TOMAS, PRIYA = ADVOCATES
MAREK = Member(
    "marek.dvorak", "Marek", "Dvořák", "advocate", "Director of Claims Finance", "Orlice Pojišťovna"
)
SOFIE = Member("sofie.nystrom", "Sofie", "Nyström", "advocate", "CFO", "Lindqvist Sparbank")
NAMED = (
    (AMARA, "United Kingdom", "Insurance", True),
    (TOMAS, "Austria", "Insurance", True),
    (PRIYA, "United Kingdom", "Banking", True),
    (MAREK, "Czech Republic", "Insurance", True),
    (SOFIE, "Sweden", "Banking", False),
)
"""Customers of the story: who is known there, where, in which industry, and whether they are strong."""


@dataclass(frozen=True)
class Account:
    """A customer before anything is known of how it goes for them."""

    name: str
    land: Land
    industry: str
    strong: bool
    first: Member | None = None


def customers(rng: Random) -> Iterator[dict[str, Any]]:
    """Yield the rows: each customer's contacts, one or two, with the facts of their company."""
    accounts = _accounts(rng)
    twofold = set(rng.sample(range(CUSTOMERS), SECOND_CONTACTS))
    for place, account in enumerate(accounts):
        people = _people(rng, account, 2 if place in twofold else 1)
        facts, answers = _facts(rng, account, len(people))
        for person, nps in zip(people, answers, strict=True):
            yield {**_shared(account_id(place), account), **facts, "NPS Score": nps, **person}


def account_id(place: int) -> str:
    """Return an id as a CRM makes them."""
    return f"0015g{place * 7919 + 100_003:010X}AAQ"


def land_of(name: str) -> Land:
    """Return a country by name."""
    return next(land for land in LANDS if land.name == name)


def new_name(rng: Random, land: Land, industry: str, taken: set[str]) -> str | None:
    """Return a company's name that nobody has yet; None when chance brought one that is taken."""
    name = rng.choice(land.forms[industry]).format(rng.choice(land.roots))
    if name in taken:
        return None
    taken.add(name)
    return name


def _accounts(rng: Random) -> list[Account]:
    named = [
        Account(one.company, land_of(land), industry, strong, one) for one, land, industry, strong in NAMED
    ]
    taken = {account.name for account in named} | {"Halden Re"}
    weak = CUSTOMERS - CANDIDATES - sum(not account.strong for account in named)
    strengths = [True] * (CANDIDATES - sum(account.strong for account in named)) + [False] * weak
    rng.shuffle(strengths)
    made: list[Account] = []
    while len(made) < len(strengths):
        [land] = rng.choices(LANDS, [land.weight for land in LANDS])
        [industry] = rng.choices(list(INDUSTRIES), list(INDUSTRIES.values()))
        name = new_name(rng, land, industry, taken)
        if name:
            made.append(Account(name, land, industry, strengths[len(made)]))
    return named + made


def _people(rng: Random, account: Account, count: int) -> list[dict[str, str]]:
    known = account.first
    people = [_row(known.first_name, known.last_name, known.email, known.title)] if known else []
    firsts, lasts = rng.sample(account.land.first, count), rng.sample(account.land.last, count)
    titles = rng.sample(TITLES, count)
    for first, last, title in list(zip(firsts, lasts, titles, strict=True))[len(people) :]:
        people.append(_row(first, last, f"{slug(first)}.{slug(last)}@{_domain(account)}", title))
    return people


def _row(first: str, last: str, email: str, title: str) -> dict[str, str]:
    return {"First Name": first, "Last Name": last, "Email": email, "Title": title}


def _domain(account: Account) -> str:
    return f"{slug(account.name)}.example"


def _shared(crm_id: str, account: Account) -> dict[str, Any]:
    return {
        "Account Name": account.name,
        "Account ID": crm_id,
        "Website": f"www.{_domain(account)}",
        "Industry": account.industry,
        "Billing Country": account.land.name,
        "Region": account.land.region,
    }


def _facts(rng: Random, account: Account, contacts: int) -> tuple[dict[str, Any], list[int | None]]:
    """Return a customer's facts and its contacts' answers, as strong as the account shall be, by trying."""
    while True:
        known, answers = (
            _chance(rng, account.strong),
            [_nps(rng, account.strong) for _contact in range(contacts)],
        )
        best = max(_score(known, nps) for nps in answers)
        if (best >= Scheme().reference_from) is account.strong:
            return _cells(rng, account, known), answers


def _score(known: dict[str, Any], nps: int | None) -> int:
    return score(Facts(nps=nps, **known), REFERENCE).value


def _nps(rng: Random, strong: bool) -> int | None:
    if rng.random() < 0.12:
        return None
    answers, weights = (
        range(2, 11),
        (1, 1, 2, 4, 6, 12, 18, 16, 12) if not strong else (0, 0, 0, 1, 1, 3, 8, 30, 40),
    )
    return rng.choices(answers, weights)[0]


def _chance(rng: Random, strong: bool) -> dict[str, Any]:
    """Return what is known of how it goes for a customer, each fact unknown now and then."""
    since = REFERENCE - timedelta(
        days=rng.choice((rng.randint(60, 300), rng.randint(430, 3_900), rng.randint(430, 2_600)))
    )
    usage = rng.betavariate(4, 1.2) if strong else rng.betavariate(2.2, 1.6)
    health = rng.betavariate(7, 1.1) if strong else rng.betavariate(4, 2)
    known = {
        "usage": round(usage * 99, 1),
        "since": since,
        "health": round(health * 100),
        "renewal": _moved(rng, since),
        "expansion": _moved(rng, since) if rng.random() < 0.3 else None,
        "sponsor": _sponsor(rng),
        "strategic": rng.random() < (0.45 if strong else 0.25),
    }
    return {name: None if rng.random() < 0.07 and name != "since" else value for name, value in known.items()}


def _moved(rng: Random, since: date) -> date | None:
    """Return the day of a renewal or expansion: recent, or long past, never near the edge between them."""
    days = rng.choice((rng.randint(5, 150), rng.randint(215, 380), rng.randint(215, 700)))
    moved = REFERENCE - timedelta(days=days)
    return moved if moved > since + timedelta(days=90) else None


def _sponsor(rng: Random) -> str:
    land = rng.choice(LANDS)
    return rng.choice(("none", f"{rng.choice(land.first)} {rng.choice(land.last)}"))


def _cells(rng: Random, account: Account, known: dict[str, Any]) -> dict[str, Any]:
    csms = [member.name for member in TEAM if member.role == "csm"]
    strategic = known["strategic"]
    return {
        "Number of Employees": int(10 ** rng.uniform(1.7, 4.5)),
        "Product": rng.choice(PRODUCTS),
        "Use Case": rng.choice(USE_CASES[account.industry]),
        "Usage Percentile": known["usage"],
        "Health Score": known["health"],
        "Customer Since": known["since"],
        "Last Renewal Date": known["renewal"],
        "Last Expansion Date": known["expansion"],
        "Executive Sponsor": known["sponsor"],
        "Strategic": None if strategic is None else "Yes" if strategic else "No",
        "Customer Success Manager": csms[list(INDUSTRIES).index(account.industry) % len(csms)],
    }
