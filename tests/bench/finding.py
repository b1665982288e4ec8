"""The search index: how long it takes to build, and to answer what people type."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import sqlalchemy as sa
from flask import Flask

from admin.generate import words
from hub import search
from hub.clock import now
from hub.database import session
from hub.house import house_of
from hub.people.persons import Person
from hub.search import words as wording
from tests.bench.figures import Figure, percentile

ASKED = 300
FREQUENT = ("one", "month", "accounts", "reconciliation", "entity", "close")
OPERATORS = ("in:reconciliation", "author:weber", "tag:sap", "type:topic", "is:unanswered", "after:2025")

Kind = Callable[[random.Random], str]


def built(app: Flask) -> Iterator[Figure]:
    """Yield the time to index everything."""
    with app.app_context():
        started = time.perf_counter()
        count = search.reindex()
        taken = time.perf_counter() - started
        session.remove()
    yield Figure(f"indexing {count:,} documents", taken, "s", 180)


def answers(app: Flask, most: float) -> Iterator[Figure]:
    """Yield how long answers take. No query is asked twice but by chance."""
    rng = random.Random(5)
    asked = [kind(rng) for kind in rng.choices(list(KINDS), weights=list(KINDS.values()), k=ASKED)]
    begun = [_begun(rng) for _nth in range(ASKED)]
    with app.app_context():
        person = session.scalars(sa.select(Person).where(Person.email.startswith("member1@"))).one()
        reader = search.tokens_of(person)
        search.find("hello", reader=reader, now=now())
        found = [_took(partial(search.find, text, reader=reader, now=now())) for text in asked]
        yield Figure("an answer, p95", percentile(found, 0.95), "ms", most)
        yield Figure("an answer, median", percentile(found, 0.5), "ms")
        yield Figure("the slowest answer", max(found), "ms", note=asked[found.index(max(found))])
        meant = [_took(partial(search.suggest, text, reader=reader, now=now())) for text in begun]
        yield Figure("as one types, p95", percentile(meant, 0.95), "ms", most)
        yield Figure("as one types, median", percentile(meant, 0.5), "ms")
        yield Figure("the slowest as one types", max(meant), "ms", note=begun[meant.index(max(meant))])
        yield from _meanwhile(app, asked, reader)
        session.remove()


def _meanwhile(app: Flask, asked: list[str], reader: frozenset[str]) -> Iterator[Figure]:
    """Yield how answers fare while `vouch reindex` builds the index anew."""
    settings = house_of(app).settings
    known = {
        "VOUCH_DATA": str(settings.data),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
    }
    command, answered = [sys.executable, "-m", "hub.cli", "reindex"], []
    with subprocess.Popen(
        command, env=os.environ | known, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    ) as run:
        while run.poll() is None:
            answered.append(search.find(asked[len(answered) % ASKED], reader=reader, now=now()))
            time.sleep(0.05)
    assert run.returncode == 0
    failed = sum(not answer.available for answer in answered)
    slow = percentile([answer.took_ms for answer in answered], 0.95)
    yield Figure("an answer while the index is built anew, p95", slow, "ms")
    yield Figure(f"of {len(answered):,} answers meanwhile failed", failed, "", 0)


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _said(rng: random.Random) -> list[str]:
    """Return words that stand one after the other in a title or a text."""
    said = wording.words(words.title(rng) if rng.random() < 0.4 else words.said(rng)[0])
    return [word for word in said if word not in wording.COMMON]


def _beside(rng: random.Random, count: int) -> str:
    said = _said(rng)
    begin = rng.randrange(max(1, len(said) - count))
    return " ".join(said[begin : begin + count])


def _misspelled(rng: random.Random) -> str:
    word = max(_said(rng), key=len)
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1 :]


def _quoted(rng: random.Random) -> str:
    said = wording.words(words.title(rng))
    begin = rng.randrange(len(said) - 1)
    return f'"{" ".join(said[begin : begin + 2])}"'


def _begun(rng: random.Random) -> str:
    """Return what one has typed so far: the beginning of a word or a name, perhaps after a whole one."""
    word = rng.choice((rng.choice(words.FIRST), rng.choice(words.LAST), rng.choice(_said(rng)))).lower()
    begun = word[: rng.randint(2, max(2, len(word)))]
    return f"{rng.choice(_said(rng))} {begun}" if rng.random() < 0.3 else begun


KINDS: dict[Kind, int] = {
    lambda rng: _beside(rng, 1): 25,
    lambda rng: _beside(rng, 2): 20,
    lambda rng: _beside(rng, 3): 12,
    lambda rng: str(rng.choice(words.LAST)): 10,
    lambda rng: str(rng.choice(FREQUENT)): 8,
    lambda rng: f"{rng.choice(OPERATORS)} {_beside(rng, 1)}": 12,
    lambda rng: str(rng.choice(OPERATORS)): 3,
    _misspelled: 5,
    _quoted: 5,
}
"""What is asked, and how often in a hundred."""
