"""An import of 50,000 customers takes less than a minute, scores included, and says how far it is."""

from time import process_time

import pytest

from admin import scores
from admin.imports import columns, importing
from admin.imports.fields import Kind
from hub import clock
from hub.content import tables
from hub.database import session, transaction
from hub.facts.standings import Standing
from tests.pages import count

ROWS = 50_000
SECONDS = 60


class Heard:
    def __init__(self):
        self.steps = []

    def at(self, done, total=None, message=None):
        self.steps.append(done)

    def say(self, line):
        """Nothing to say."""


def lines():
    yield (
        "Account Name,Account ID,Industry,Employees,NPS,Usage Percentile,Health Score,Customer Since,"
        "Last Renewal Date,Executive Sponsor,Strategic,First Name,Last Name,Email,Title\n"
    )
    for n in range(ROWS):
        yield (
            f"Company {n},A{n},Insurance,{n % 9000},{n % 11},{n % 100}.5,{n % 101},20{n % 15 + 10}-04-01,"
            f"2026-0{n % 9 + 1}-10,Lena Novak,yes,Ann {n},Lee,ann{n}@c{n}.example,CFO\n"
        )


@pytest.mark.slow
@pytest.mark.both
def test_fifty_thousand_customers_take_less_than_a_minute(db):
    heard, begun = Heard(), process_time()
    sheet = tables.read("".join(lines()).encode(), "big.csv")
    found, manner = columns.proposed(Kind.CUSTOMERS, sheet.headings)
    how = columns.checked(Kind.CUSTOMERS, found, manner)
    whole = importing.read(sheet, Kind.CUSTOMERS, how, heard, total=ROWS)
    session.rollback()
    with transaction():
        importing.apply(whole, Kind.CUSTOMERS, how, by=None, now=clock.now())
    assert scores.recompute(now=clock.now(), progress=heard) == ROWS
    assert process_time() - begun < SECONDS
    assert count(Standing) == ROWS
    assert len(heard.steps) > 100
