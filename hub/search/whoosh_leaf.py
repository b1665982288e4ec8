"""A segment of the Whoosh index, as search reads it.

Sets of documents are numbers with one byte a document, 1 for each that is in the set: `&` and `|` over the
whole segment cost microseconds. What a word brings is kept for the next who asks; a segment never changes.
"""

import mmap
from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import BytesIO
from itertools import compress
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.reading import TermNotFound

from hub.search.documents import Found
from hub.search.whoosh_postings import Block, BlockCodec, blocks, unpacked
from hub.search.whoosh_rows import SCHEMA, TITLE_WEIGHT, encoded, found

KEPT = 128
"""What so many words brought is kept, a byte or two a document each."""

ANY = bytes(int(weight > 0) for weight in range(256))
LOUD = bytes(int(weight >= TITLE_WEIGHT) for weight in range(256))
"""Turn weights into sets."""

Kept = TypeVar("Kept")


class MappedStorage(FileStorage):
    """The folder of an index whose files are mapped into memory: open ones may be deleted, and none is
    copied."""

    def open_file(self, name: str, **_how: Any) -> StructFile:
        """Return a file to read."""
        with (Path(self.folder) / name).open("rb") as file:
            empty = file.seek(0, 2) == 0
            mapped = BytesIO() if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return StructFile(mapped, name=name)


class Leaf:
    """A segment: `size` documents by number, when each was `created`, its `boost` and `length`."""

    def __init__(self, storage: MappedStorage, segment: Any) -> None:
        """Open it; raises `OSError` when it is there no more."""
        self.size: int = segment.doc_count_all()
        self._terms = segment.codec().terms_reader(storage, segment)
        self._postings = segment.open_file(storage, BlockCodec.POSTS_EXT)
        self._rows = segment.codec().per_document_reader(storage, segment)
        self.created, self.boost, self.length = map(self._column, ("created", "boost", "length"))
        self._rows.stored_fields(0)
        newest = sorted(range(self.size), key=self.created.__getitem__, reverse=True)
        self._newest = array("I", newest)
        self._kept: dict[tuple[str, str], Any] = {}
        self._reading = Lock()

    def having(self, field: str, term: str) -> int:
        """Return the documents that have a term in a field."""
        return self._keep((field, term), lambda: self._having(field, encoded(term)))

    def beginning(self, prefix: str) -> int:
        """Return the documents that have a word which begins like this and may be completed."""
        return self._keep(("beginning", prefix), lambda: self._beginning(encoded(prefix)))

    def saying(self, stem: str) -> int:
        """Return the documents that say a word."""
        weights = self.weights(stem)
        return self._keep(("saying", stem), lambda: _set(weights.translate(ANY)))

    def loudly(self, stem: str) -> int:
        """Return the documents that have a word in the title, or say it three times."""
        return _set(self.weights(stem).translate(LOUD))

    def weights(self, stem: str) -> bytes:
        """Return the weight of a word in each document."""
        return self._keep(("weights", stem), lambda: self._weights(encoded(stem)))

    def places(self, stem: str, wanted: int) -> "dict[int, array[int]]":
        """Return where a word stands in the wanted documents that say it."""
        among = self._flags(wanted)
        with self._reading:
            return {
                number: unpacked(places)
                for block in self._blocks("text", encoded(stem))
                for number, places in zip(block.numbers(), block.places(), strict=True)
                if among[number]
            }

    def between(self, after: datetime | None, before: datetime | None) -> int:
        """Return the documents that were created then: from `after`, and earlier than `before`."""
        begin = after.timestamp() if after else float("-inf")
        end = before.timestamp() if before else float("inf")
        return _set(bytes([begin <= moment < end for moment in self.created]))

    def only(self, numbers: Iterable[int]) -> int:
        """Return the set of these documents."""
        flags = bytearray(self.size)
        for number in numbers:
            flags[number] = 1
        return _set(flags)

    def without(self, numbers: Iterable[int]) -> int:
        """Return the set of all documents but these."""
        return _set(b"\x01" * self.size) ^ self.only(numbers)

    def numbers(self, wanted: int) -> Iterator[int]:
        """Yield the documents of a set, by number."""
        return compress(range(self.size), self._flags(wanted))

    def newest(self, wanted: int) -> Iterator[int]:
        """Yield the documents of a set, the newest first."""
        if wanted.bit_count() * 16 < self.size:
            return iter(sorted(self.numbers(wanted), key=self.created.__getitem__, reverse=True))
        return compress(self._newest, map(self._flags(wanted).__getitem__, self._newest))

    def shown(self, number: int) -> Found:
        """Return a document as it is shown."""
        with self._reading:
            return found(self._rows.stored_fields(number)["shown"])

    def _keep(self, key: tuple[str, str], read: Callable[[], Kept]) -> Kept:
        """Return what was read before, or read it; what was asked for longest ago is forgotten."""
        with self._reading:
            known: Kept | None = self._kept.pop(key, None)
            if known is None:
                known = read()
                if len(self._kept) >= KEPT:
                    del self._kept[next(iter(self._kept))]
            self._kept[key] = known
            return known

    def _having(self, field: str, term: bytes) -> int:
        flags = bytearray(self.size)
        _flag(flags, self._blocks(field, term))
        return _set(flags)

    def _beginning(self, prefix: bytes) -> int:
        flags = bytearray(self.size)
        for (field, term), info in self._terms.items_from("begins", prefix):
            if field != "begins" or not term.startswith(prefix):
                break
            _flag(flags, blocks(self._postings, info.extent()[0]))
        return _set(flags)

    def _weights(self, stem: bytes) -> bytes:
        found = bytearray(self.size)
        for block in self._blocks("text", stem):
            for number, weight in zip(block.numbers(), block.weights(), strict=True):
                found[number] = weight
        return bytes(found)

    def _blocks(self, field: str, term: bytes) -> Iterator[Block]:
        try:
            offset, _length = self._terms.term_info(field, term).extent()
        except TermNotFound:
            return iter(())
        return blocks(self._postings, offset)

    def _column(self, name: str) -> Any:
        return self._rows.column_reader(name, SCHEMA[name].column_type).load()

    def _flags(self, wanted: int) -> bytes:
        return wanted.to_bytes(self.size, "little")


def _flag(flags: bytearray, blocks: Iterable[Block]) -> None:
    for block in blocks:
        for number in block.numbers():
            flags[number] = 1


def _set(flags: bytes | bytearray) -> int:
    return int.from_bytes(flags, "little")
