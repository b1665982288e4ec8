"""What is not a page: matching, scores, the search index and its answers, a large import."""

import csv
import io
import random
import time
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from admin import scores
from admin.generate import words
from admin.imports import columns, importing
from admin.imports.fields import Kind
from hub import search as finding
from hub.clock import now
from hub.content import tables
from hub.database import session, transaction
from hub.facts.standings import Standing
from hub.people.persons import Person
from hub.upgrades import upgrade_database
from references import pool
from references.matching.ranking import match
from references.matching.wanted import Need, Wanted
from tests.bench.figures import Figure, percentile
from tests.bench.volumes import app_over

WANTED = Wanted(
    "video",
    30,
    "Insurance",
    "1,000–4,999",
    "Faster close",
    "DACH",
    "Meridian Close",
    frozenset({"SAP", "roll-out"}),
    "English",
    "Europe/Berlin",
    needs={"industry": Need.REQUIRED},
)
TYPED = (
    "reconciliation",
    "close calendar",
    "auditors evidence",
    "chart of accounts",
    "intercompany matching",
    "reconcilation",
)
IMPORTED = 50_000


def people(app: Flask):
    """Yield the time of a match and of scoring everybody."""
    with app.app_context():
        read, ranked, candidates = [], [], []
        for _nth in range(7):
            started = time.perf_counter()
            candidates = pool.candidates(now=now())
            read.append(_ms(started))
            started = time.perf_counter()
            match(WANTED, candidates, pool.rules(), now=now())
            ranked.append(_ms(started))
        session.remove()
        count = len(candidates)
        yield Figure(
            f"matching a request with {count:,} advocates",
            min(ranked),
            "ms",
            100.0 * max(count, 10_000) / 10_000,
        )
        yield Figure("reading them as candidates", min(read), "ms")
        with transaction():
            session.execute(sa.delete(Standing))
        started = time.perf_counter()
        scored = scores.recompute(now=now())
        taken = time.perf_counter() - started
        total = session.scalar(sa.select(sa.func.count()).select_from(Person)) or 1
        session.remove()
        yield Figure(f"scoring {scored:,} contacts", taken, "s")
        yield Figure("at this pace 100,000 members", taken / total * 100_000, "s", 60)


def search(app: Flask):
    """Yield the time to index everything, and the 95th percentile of answers."""
    with app.app_context():
        started = time.perf_counter()
        count = finding.reindex()
        session.remove()
        yield Figure(f"indexing {count:,} documents", time.perf_counter() - started, "s", 180)
        reader = session.scalars(sa.select(Person).where(Person.email.startswith("member1@"))).one()
        times = []
        for nth in range(60):
            typed = (
                TYPED[nth % len(TYPED)] if nth % 2 else f"{words.TOPICS[nth % 10]} {words.TITLES[nth % 6]}"
            )
            started = time.perf_counter()
            finding.find(typed, reader=reader, now=now())
            times.append(_ms(started))
        session.remove()
    yield Figure(f"search p95 over {count:,} documents", percentile(times, 0.95), "ms", 80)
    yield Figure("search, median", percentile(times, 0.5), "ms")


def imported(folder: Path):
    """Yield the time of importing 50,000 customers into an empty database."""
    data = folder / "import"
    app = app_over(data, f"sqlite:///{data / 'vouch.sqlite3'}")
    with app.app_context():
        upgrade_database()
        sheet = tables.read(_customers(), "customers.csv")
        found, manner = columns.proposed(Kind.CUSTOMERS, sheet.headings)
        started = time.perf_counter()
        with transaction():
            chosen = columns.checked(Kind.CUSTOMERS, found, manner)
            importing.import_sheet(sheet, Kind.CUSTOMERS, chosen, by=None, now=now())
        taken = time.perf_counter() - started
        session.remove()
    (data / "vouch.sqlite3").unlink()
    yield Figure(f"importing {IMPORTED:,} customers", taken, "s", 60)


def _customers() -> bytes:
    rng, written = random.Random(1), io.StringIO()
    rows = csv.writer(written)
    rows.writerow(
        (
            "Account Name",
            "Account ID",
            "Industry",
            "Employees",
            "Country",
            "NPS",
            "Health Score",
            "First Name",
            "Last Name",
            "Email",
        )
    )
    for number in range(IMPORTED):
        first, last = words.name(rng)
        rows.writerow(
            (
                f"Company {number}",
                f"C{number}",
                rng.choice(list(words.TRADES)),
                rng.randint(10, 9000),
                "Germany",
                rng.randint(0, 10),
                rng.randint(20, 100),
                first,
                last,
                f"contact{number}@generated.example",
            )
        )
    return written.getvalue().encode()


def _ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000
