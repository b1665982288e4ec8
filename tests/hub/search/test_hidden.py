"""Whatever stands in the index and whatever is asked: found is exactly what fits and may be opened, and what
may not be opened changes nothing, not even an order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.database import session
from hub.search import Document, find, reindex, suggest
from tests.hub.search.conftest import Shelf

pytestmark = pytest.mark.both

WORDS = ("oak", "elm", "ash", "yew")
TOKENS = ("everyone", "members", "person:7", "board")

word = st.sampled_from(WORDS)
said = st.lists(word, max_size=6).map(" ".join)
thing = st.tuples(
    said, said, st.sampled_from([(), *((one,) for one in WORDS)]), st.sets(st.sampled_from(TOKENS))
)
things = st.lists(thing, max_size=8)
piece = st.builds(
    "{}{}".format,
    st.sampled_from(["", "", "-"]),
    word | st.builds('"{} {}"'.format, word, word) | word.map("tag:{}".format),
)
query = st.lists(piece, min_size=1, max_size=3).map(" ".join)
reader = st.frozensets(st.sampled_from(TOKENS), min_size=1)
many = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)


@dataclass(frozen=True)
class Answers:
    """All that a reader is told."""

    total: int
    found: list[int]
    begun: list[int]


def answers(typed: str, audience: frozenset[str], at: datetime) -> Answers:
    results = find(typed, reader=audience, now=at, per=50)
    begun = suggest(typed[-2:], reader=audience, now=at)
    return Answers(results.total, [hit.id for hit in results.hits], [hit.id for hit in begun])


def put(shelf: Shelf, documents: Sequence[Document]) -> None:
    shelf.clear()
    shelf.update({document.id: document for document in documents})
    session.rollback()
    reindex()


def made(kept: Sequence[tuple[str, str, tuple[str, ...], set[str]]], at: datetime) -> list[Document]:
    return [
        Document(
            kind="thing",
            id=number,
            title=title,
            text=text,
            url=f"/things/{number}",
            author="Zoe",
            tags=tags,
            place="",
            created_at=at - timedelta(days=number),
            audience=frozenset(tokens),
        )
        for number, (title, text, tags, tokens) in enumerate(kept, 1)
    ]


def fits(document: Document, typed: str) -> bool:
    return all(_fits(document, one) for one in _pieces(typed))


def _pieces(typed: str) -> list[str]:
    return [part.replace("+", " ") for part in _joined(typed).split()]


def _joined(typed: str) -> str:
    parts = typed.split('"')
    return "".join(part.replace(" ", "+") if nth % 2 else part for nth, part in enumerate(parts))


def _fits(document: Document, one: str) -> bool:
    if one.startswith("-"):
        return not _fits(document, one[1:])
    if one.startswith("tag:"):
        return one[4:] in document.tags
    parts = (document.title, f"{document.text} Zoe {' '.join(document.tags)}")
    return any(f" {one} " in f" {' '.join(part.split())} " for part in parts)


@many
@given(kept=things, typed=query, audience=reader)
def test_exactly_what_fits_and_may_be_opened_is_found(
    kept: list[tuple[str, str, tuple[str, ...], set[str]]],
    typed: str,
    audience: frozenset[str],
    shelf: Shelf,
    at: datetime,
) -> None:
    documents = made(kept, at)
    put(shelf, documents)
    expected = {one.id for one in documents if one.audience & audience and fits(one, typed)}
    told = answers(typed, audience, at)
    assert (told.total, set(told.found)) == (len(expected), expected)


@many
@given(kept=things, typed=query, audience=reader)
def test_what_may_not_be_opened_changes_nothing(
    kept: list[tuple[str, str, tuple[str, ...], set[str]]],
    typed: str,
    audience: frozenset[str],
    shelf: Shelf,
    at: datetime,
) -> None:
    documents = made(kept, at)
    put(shelf, documents)
    told = answers(typed, audience, at)
    put(shelf, [one for one in documents if one.audience & audience])
    assert told == answers(typed, audience, at)
