"""The deals of the demo's CRM over eighteen months: prospects, a few of them twice; won, lost, and still
open.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from admin.demo.accounts import REFERENCE, land_of, new_name
from admin.demo.cast import BUYER, TEAM
from admin.demo.words import COMPETITORS, INDUSTRIES, LANDS, PRODUCTS, Land

DEALS = 140
MONTHS = 18
WON = 0.46

HEADINGS = (
    "Opportunity ID",
    "Opportunity Name",
    "Account Name",
    "Stage",
    "Amount",
    "Amount Currency",
    "Created Date",
    "Expected Close Date",
    "Closed Date",
    "Won/Lost",
    "Opportunity Owner",
    "Main Competitor",
)

STAGES = ("Discovery", "Evaluation", "Proof of concept", "Negotiation")
"""Stages of an open deal, in order."""

SELLERS = {"DACH": 0, "UK & Ireland": 0, "Nordics": 1, "Benelux": 1, "North America": 2}


def deals(rng: Random) -> Iterator[dict[str, Any]]:
    """Yield the deals: the one with Halden Re first, the others as they were created."""
    yield _halden()
    days = sorted(rng.uniform(10, MONTHS * 30.4) for _deal in range(DEALS - 1))
    taken = {BUYER.company}
    prospects: list[tuple[str, Land]] = []
    for place, ago in enumerate(reversed(days), 2):
        if not prospects or rng.random() < 0.85:
            prospects.append(_prospect(rng, taken))
        name, land = prospects[-1] if rng.random() < 0.85 else rng.choice(prospects)
        yield _deal(rng, place, name, land, REFERENCE - timedelta(days=int(ago)))


def stage_after(days: int) -> str:
    """Return the stage of a deal that has been open for so many days."""
    return STAGES[min(days // 35, len(STAGES) - 1)]


def _halden() -> dict[str, Any]:
    opened = REFERENCE - timedelta(days=40)
    return _row(1, BUYER.company, land_of("Germany"), opened, 240_000, "Meridian Close") | {
        "Stage": "Evaluation",
        "Expected Close Date": opened + timedelta(days=100),
        "Main Competitor": "LedgerLoop",
    }


def _prospect(rng: Random, taken: set[str]) -> tuple[str, Land]:
    while True:
        [land] = rng.choices(LANDS, [land.weight for land in LANDS])
        name = new_name(rng, land, rng.choice(list(INDUSTRIES)), taken)
        if name:
            return f"{name} Group", land


def _deal(rng: Random, place: int, name: str, land: Land, opened: date) -> dict[str, Any]:
    product = rng.choice(PRODUCTS)
    amount = round(10 ** rng.uniform(4.3, 5.6) / 500) * 500
    row = _row(place, name, land, opened, amount, product)
    row["Main Competitor"] = rng.choice(COMPETITORS) if rng.random() < 0.6 else None
    won, lasts = rng.random() < WON, rng.randint(45, 190)
    closed = opened + timedelta(days=lasts)
    row["Expected Close Date"] = closed + timedelta(days=rng.randint(-20, 15))
    if closed < REFERENCE - timedelta(days=2):
        result = "Won" if won else "Lost"
        return row | {"Stage": f"Closed {result}", "Closed Date": closed, "Won/Lost": result}
    return row | {"Stage": stage_after((REFERENCE - opened).days)}


def _row(place: int, name: str, land: Land, opened: date, amount: int, product: str) -> dict[str, Any]:
    sellers = [member.name for member in TEAM if member.role == "sales"]
    return {
        "Opportunity ID": f"0065g{place * 6007 + 50_021:010X}AAK",
        "Opportunity Name": f"{name}: {product}",
        "Account Name": name,
        "Amount": f"{amount:,}",
        "Amount Currency": land.currency,
        "Created Date": opened,
        "Won/Lost": "Open",
        "Opportunity Owner": sellers[SELLERS.get(land.region, 1) % len(sellers)],
    }
