"""What the Whoosh index keeps of a document.

`text` is what is looked for, by stems, with where they stand; a word of the title weighs more. `begins` is
what may be completed while somebody types, `terms` what must match letter by letter. The rest is not looked
up but read: `created`, `boost` and `length` to put results in order, `shown` to show them.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from struct import Struct
from typing import Any

from whoosh import columns, fields, formats

from hub.search.documents import (
    SHOWN_CHARACTERS,
    Document,
    Found,
    Wording,
    epoch,
    exact_terms,
    from_epoch,
)
from hub.search.whoosh_postings import MOST_WEIGHT, BlockCodec, Places, packed

TITLE_WEIGHT = 3

CODEC = BlockCodec()

Indexed = tuple[bytes, int, int, bytes]
"""A word, how often it counts for the length, its weight, and its places: what Whoosh asks of a field."""


class Exact(fields.FieldType):
    """Terms that are there or not."""

    def __init__(self) -> None:
        """Keep nothing of a term but that it is there."""
        super().__init__(formats.Existence(), None)

    def index(self, value: Iterable[str], **_how: Any) -> list[Indexed]:
        """Return the terms, each once."""
        return [(encoded(term), 1, 1, b"") for term in set(value)]


class Said(fields.FieldType):
    """The stems of a title and of a text, in order."""

    def __init__(self) -> None:
        """Keep weights and places."""
        super().__init__(Places(), None)

    def index(self, value: tuple[Sequence[str], Sequence[str]], **_how: Any) -> Iterator[Indexed]:
        """Yield the stems. A place is left free between title and text, so that no phrase reaches across."""
        title, text = value
        places: dict[str, list[int]] = {}
        for place, stem in enumerate(chain(title, ("",), text)):
            places.setdefault(stem, []).append(place)
        del places[""]
        titled = len(title)
        for stem, found in places.items():
            weight = len(found)
            if found[0] < titled:
                weight += (TITLE_WEIGHT - 1) * sum(place < titled for place in found)
            yield encoded(stem), weight, min(weight, MOST_WEIGHT), packed(found)


class Numbers(columns.NumericColumn):
    """A number a document, read all at once."""

    class Reader(columns.NumericColumn.Reader):
        """What reads them."""

        def load(self) -> Any:
            """Return the numbers of all documents; those at the end that are as usual were never written."""
            written = Struct(f"!{self._count}{self._typecode}")
            numbers = written.unpack(self._dbfile.get(self._basepos, written.size))
            return array(self._typecode, [*numbers, *[self._default] * (self._doccount - self._count)])


SCHEMA = fields.Schema(
    key=Exact(),
    text=Said(),
    begins=Exact(),
    terms=Exact(),
    created=fields.COLUMN(Numbers("d")),
    boost=fields.COLUMN(Numbers("d", default=1.0)),
    length=fields.COLUMN(Numbers("H")),
    shown=fields.STORED,
)


def key(kind: str, ref: int) -> str:
    """Return the term by which a document is taken out again."""
    return f"{kind}:{ref}"


def row(document: Document, wording: Wording) -> dict[str, Any]:
    """Return what the index keeps of a document that has these words."""
    title, text = wording.title_stems, wording.body_stems
    return {
        "key": (key(document.kind, document.id),),
        "text": (title, text),
        "begins": wording.completed,
        "terms": exact_terms(document),
        "created": document.created_at.timestamp(),
        "boost": document.boost,
        "length": TITLE_WEIGHT * len(title) + len(text),
        "shown": (
            document.kind,
            document.id,
            document.title,
            document.text[:SHOWN_CHARACTERS],
            document.url,
            document.author,
            document.place,
            epoch(document.created_at),
        ),
    }


def found(shown: tuple[Any, ...]) -> Found:
    """Return a document as it is shown."""
    kind, ref, title, text, url, author, place, created = shown
    return Found(kind, ref, title, text, url, author, place, from_epoch(created))


@lru_cache(maxsize=100_000)
def encoded(term: str) -> bytes:
    """Return a term as it is written; documents that share a word share it in memory too."""
    return term.encode("utf-8", "surrogatepass")
