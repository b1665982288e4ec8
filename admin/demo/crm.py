"""The CRM of the demo, as its exports said on a day of the demo year: brought in through the public rules
of an import.
"""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

from admin import scores
from admin.demo.accounts import REFERENCE
from admin.demo.deals import stage_after
from admin.demo.export import FOLDER
from admin.imports import columns, importing
from admin.imports.fields import Kind
from hub.content import tables
from hub.demo import World

YEAR = timedelta(days=364)
"""From the first simulated day to the demo's present."""

Rows = list[dict[str, str]]


def load_customers(world: World) -> None:
    """Bring in the customers and contacts with the facts of the demo's present, and score them; in the
    present transaction.
    """
    present = world.start + YEAR
    _bring_in(Kind.CUSTOMERS, lambda rows: shifted(rows, present), world)
    scores.recompute_here(now=world.now, as_of=present)


def load_opportunities(world: World, *, since: date = date.min) -> None:
    """Bring in the deals as they stood on the simulated day: those that were opened or closed after `since`, as a
    weekly export has them. In the present transaction.
    """
    present = world.start + YEAR

    def exported(rows: Rows) -> Rows:
        return [deal for deal in as_of(shifted(rows, present), world.today) if _changed_on(deal) > since]

    _bring_in(Kind.OPPORTUNITIES, exported, world)


def shifted(rows: Rows, present: date) -> Rows:
    """Return rows of an export with every date as far from `present` as it was from the day they are
    written for.
    """
    by = present - REFERENCE
    return [{heading: _moved(heading, cell, by) for heading, cell in row.items()} for row in rows]


def as_of(deals: Rows, day: date) -> Rows:
    """Return the deals as the CRM knew them on a day: those opened by then, open while they were not
    closed.
    """
    known = [deal for deal in deals if date.fromisoformat(deal["Created Date"]) <= day]
    return [
        deal
        if not deal["Closed Date"] or date.fromisoformat(deal["Closed Date"]) <= day
        else _open(deal, day)
        for deal in known
    ]


def _changed_on(deal: dict[str, str]) -> date:
    """Return the day on which a deal was opened, or closed."""
    return date.fromisoformat(deal["Closed Date"] or deal["Created Date"])


def _open(deal: dict[str, str], day: date) -> dict[str, str]:
    stage = stage_after((day - date.fromisoformat(deal["Created Date"])).days)
    return {**deal, "Stage": stage, "Closed Date": "", "Won/Lost": "Open"}


def _moved(heading: str, cell: str, by: timedelta) -> str:
    is_date = cell and ("Date" in heading or heading == "Customer Since")
    return (date.fromisoformat(cell) + by).isoformat() if is_date else cell


def _bring_in(kind: Kind, change: Callable[[Rows], Rows], world: World) -> None:
    with (FOLDER / f"{kind.value}.csv").open(encoding="utf-8", newline="") as file:
        rows = change(list(csv.DictReader(file)))
    if not rows:
        return
    written = StringIO()
    writer = csv.DictWriter(written, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    sheet = tables.read(written.getvalue().encode(), f"{kind.value}.csv")
    found, manner = columns.proposed(kind, sheet.headings)
    importing.import_sheet(
        sheet, kind, columns.checked(kind, found, manner), by=world.staff.get("manager"), now=world.now
    )
