"""What is found, as search sees it, and the exact terms that both engines keep beside its words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from hub.search.words import slug, stem, words

EVERYONE = "everyone"
"""The audience token that every reader carries, signed in or not."""

MOST = 1_000
"""Results are counted and paged as far as this; beyond it nobody reads, and counting would cost every page.
"""

MAX_WORDS = 5_000
SHOWN_CHARACTERS = 4_000
HALF_LIFE_DAYS = 180
LASTING = 0.4
"""The share of the rank that never fades; the rest halves every `HALF_LIFE_DAYS`."""


@dataclass(frozen=True)
class Document:
    """A thing that can be found.

    Readers need one token of `audience`. `place` is where it stands (what `in:` asks for), `marks` are
    further exact properties that operators ask for, such as `is:answered`, `status:planned`, `has:image`.
    `boost` multiplies the rank.
    """

    kind: str
    id: int
    title: str
    text: str
    url: str
    author: str
    tags: tuple[str, ...]
    place: str
    created_at: datetime
    audience: frozenset[str]
    boost: float = 1.0
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """A document as an engine gives it back, best first."""

    kind: str
    id: int
    title: str
    text: str
    url: str
    author: str
    place: str
    created_at: datetime


@dataclass(frozen=True)
class Hit:
    """A result to show; `excerpt_html` is safe HTML with the words looked for in `<mark>`."""

    kind: str
    id: int
    title: str
    url: str
    excerpt_html: str
    author: str
    place: str
    created_at: datetime


@dataclass(frozen=True)
class Results:
    """One page of hits. `total` counts what this reader may open, up to `MOST`; `suggestion` is the query
    spelled anew.

    `available` is false when the index cannot be read just now: there may be more than nothing.
    """

    total: int
    hits: list[Hit]
    suggestion: str | None
    took_ms: float
    available: bool = True


def title_stems(document: Document) -> list[str]:
    """Return the words of the title as they are looked up, in order."""
    return [stem(word) for word in words(document.title)]


def body_stems(document: Document) -> list[str]:
    """Return the other words as they are looked up: the text, then author and tags."""
    return [stem(word) for word in _body(document)]


def vocabulary(documents: Iterable[Document]) -> set[str]:
    """Return the words of these documents that a misspelled word may have meant."""
    said = {word for document in documents for word in (*words(document.title), *_body(document))}
    return {word for word in said if 4 <= len(word) <= 30 and not word.isdecimal()}


def exact_terms(document: Document) -> Iterator[str]:
    """Yield the terms that must match letter by letter: who may read it, and what operators ask for."""
    yield f"kind={document.kind}"
    yield from (audience_term(token) for token in document.audience)
    yield from (f"tag={slug(tag)}" for tag in document.tags)
    yield from (f"author={word}" for word in words(document.author))
    if document.place:
        yield f"in={slug(document.place)}"
    for mark in document.marks:
        name, _colon, value = mark.partition(":")
        yield f"{slug(name)}={slug(value)}"


def audience_term(token: str) -> str:
    """Return the term by which an audience token is kept; different tokens never share one."""
    return "for=" + token.encode("ascii", "backslashreplace").decode().replace("%", "%25").replace(" ", "%20")


def freshness(created_at: datetime, now: datetime) -> float:
    """Return by what the rank of something of this age is multiplied: 1 when new, towards `LASTING` with
    time."""
    days = max(0.0, (now - created_at).total_seconds() / 86_400)
    return LASTING + (1 - LASTING) * float(0.5 ** (days / HALF_LIFE_DAYS))


def epoch(moment: datetime) -> int:
    """Return the whole seconds since the epoch."""
    return int(moment.timestamp())


def from_epoch(seconds: int) -> datetime:
    """Return the moment, aware, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def _body(document: Document) -> list[str]:
    return [*words(document.text)[:MAX_WORDS], *words(document.author), *words(" ".join(document.tags))]
