"""How postings lie in the Whoosh index: in blocks of plain arrays, which are written and read whole.

Whoosh's own blocks are pickles under zlib, made to be stepped through one posting at a time: with them a
frequent word costs a tenth of a second. Here a posting takes four bytes for the number of the document; in
texts one more for the weight of the word, two for how often it is said, and two for each place.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from struct import Struct
from typing import Any

from whoosh import formats
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3LeafMatcher, W3PostingsWriter

MOST_POSTINGS = 1024
MOST_WEIGHT = 255

_HEAD = Struct("<iIIB")
"""Before each block: its length (negative: the last), its postings, the last document, the highest weight."""

Posting = tuple[str, bytes, int, float, bytes]
"""As Whoosh collects them: field, word, number of the document, weight, places."""


@dataclass(frozen=True, slots=True)
class Block:
    """Up to `MOST_POSTINGS` postings of a word."""

    count: int
    data: bytes

    def numbers(self) -> "array[int]":
        """Return the numbers of the documents."""
        return array("I", self.data[: 4 * self.count])

    def weights(self) -> bytes:
        """Return the weight of the word in each."""
        return self.data[4 * self.count : 5 * self.count] or b"\x01" * self.count

    def places(self) -> list[bytes]:
        """Return where the word stands in each, packed."""
        counts = array("H", self.data[5 * self.count : 7 * self.count])
        places, ends = self.data[7 * self.count :], accumulate(counts, initial=0)
        return [places[2 * begin : 2 * end] for begin, end in pairwise(ends)] or [b""] * self.count


def packed(places: Sequence[int]) -> bytes:
    """Return places as they are kept."""
    return array("H", places).tobytes()


def unpacked(places: bytes) -> "array[int]":
    """Return the places that were kept."""
    return array("H", places)


def blocks(file: Any, offset: int) -> Iterator[Block]:
    """Yield the blocks of a word, from where they begin in the file."""
    length = 0
    while length >= 0:
        length, count, _last, _heaviest = _HEAD.unpack(file.get(offset, _HEAD.size))
        yield Block(count, file.get(offset + _HEAD.size, abs(length)))
        offset += _HEAD.size + length


class Places(formats.Format):
    """That weights and places are kept."""

    posting_size = -1


class BlockCodec(W3Codec):
    """Whoosh's codec with other postings; the lengths of texts are kept beside it."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> "TermWriter":
        """Return what writes the words of a segment."""
        return TermWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> "BlockWriter":
        """Return what writes the postings of a word."""
        return BlockWriter(dbfile, MOST_POSTINGS, byteids=byteids, inlinelimit=0)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: formats.Format, term: Any = None, scorer: Any = None
    ) -> "Postings":
        """Return what steps through the postings of a word."""
        offset, length = terminfo.extent()
        return Postings(dbfile, offset, length, format_, term=term, scorer=scorer)


class TermWriter(W3FieldWriter):
    """Writes word by word."""

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[Posting]) -> None:
        """Write sorted postings."""
        for field, of_field in groupby(items, key=itemgetter(0)):
            self.start_field(field, schema[field])
            for word, of_word in groupby(of_field, key=itemgetter(1)):
                self.start_term(word)
                self._postwriter.put(list(of_word))
                self.finish_term()
            self.finish_field()


class BlockWriter(W3PostingsWriter):
    """Writes the postings of one word after the other."""

    def put(self, postings: Sequence[Posting]) -> None:
        """Take the postings of the present word; its last block is written when it is finished."""
        placed = isinstance(self._format, Places)
        for begin in range(0, len(postings), MOST_POSTINGS):
            if begin:
                self._write_block()
            some = postings[begin : begin + MOST_POSTINGS]
            self._ids = array("I", map(itemgetter(2), some))
            self._weights = bytes(map(int, map(itemgetter(3), some)))
            self._values = [posting[4] for posting in some] if placed else []
            self._maxweight = max(self._weights)

    def _write_block(self, last: bool = False) -> None:
        self._terminfo.add_block(self)
        data = self._ids.tobytes()
        if self._values:
            counts = array("H", (len(places) // 2 for places in self._values))
            data = b"".join((data, self._weights, counts.tobytes(), *self._values))
        length = -len(data) if last else len(data)
        self._postfile.write(_HEAD.pack(length, len(self._ids), self._ids[-1], self._maxweight))
        self._postfile.write(data)
        self._blockcount += 1
        self._new_block()


class Postings(W3LeafMatcher):
    """Steps through the postings of a word, as Whoosh does when it merges segments and takes documents out."""

    _data: Block | None
    _ids: "array[int] | None"
    _weights: bytes | None
    _values: list[bytes] | None

    def _read_header(self) -> None:
        self._baseoffset = self._startoffset

    def _goto(self, position: int) -> None:
        head = _HEAD.unpack(self._postfile.get(position, _HEAD.size))
        length, self._blocklength, self._maxid, self._maxweight = head
        self._dataoffset = position + _HEAD.size
        self._nextoffset = self._dataoffset + abs(length)
        self._lastblock = length < 0
        self._minlength = self._maxlength = 0
        self._data = self._ids = self._weights = self._values = None
        self._i = 0

    def _block(self) -> Block:
        if self._data is None:
            data = self._postfile.get(self._dataoffset, self._nextoffset - self._dataoffset)
            self._data = Block(self._blocklength, data)
        return self._data

    def _read_ids(self) -> None:
        self._ids = self._block().numbers()

    def _read_weights(self) -> None:
        self._weights = self._block().weights()

    def _read_values(self) -> None:
        self._values = self._block().places()
