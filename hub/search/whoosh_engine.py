"""Search on one machine: a Whoosh index in the data folder. One writer (the job), any number of readers.

Whom a document is for is kept as a set of documents per audience token, worked out once per state of the
index: a search walks only through what the reader may open, and counts nothing else.

The index lies in a folder of its own name, and `current` points to it: a rebuilt one takes its place in one
step. Each thread keeps its searcher until something was written; opening one is what costs.
"""

import shutil
import threading
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from secrets import token_hex
from typing import Any

from whoosh import columns, fields, index, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.idsets import BitSet, DocIdSet
from whoosh.searching import Searcher

from hub.search import words
from hub.search.documents import (
    MOST,
    SHOWN_CHARACTERS,
    Document,
    Found,
    audience_term,
    body_stems,
    epoch,
    exact_terms,
    freshness,
    from_epoch,
    title_stems,
    vocabulary,
)
from hub.search.query import Clause, Query

RANKED = 200
"""So many of the best by words are ranked by freshness too; whoever pages beyond gets them by words alone."""

GATHERED = 3_000
"""Documents that are looked at while somebody types; nobody chooses among more."""

BATCH = 500

_GAP = "|"
"""Stands between the repetitions of a title (said three times, it weighs more) so that no phrase reaches
across."""

_spaced = SpaceSeparatedTokenizer()
_exact = {"analyzer": _spaced, "phrase": False}
SCHEMA = fields.Schema(
    key=fields.ID(unique=True, stored=True),
    text=fields.TEXT(analyzer=_spaced, phrase=True),
    begins=fields.TEXT(**_exact),
    spelled=fields.TEXT(**_exact),
    terms=fields.KEYWORD(scorable=False),
    created=fields.NUMERIC(int, bits=64, sortable=True),
    boost=fields.COLUMN(columns.NumericColumn("d", default=1.0)),
    shown=fields.STORED,
)


class WhooshEngine:
    """The index below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._own = threading.local()

    def write(self, documents: Sequence[Document], gone: Iterable[tuple[str, int]]) -> None:
        """Put documents in place of what was there and take the `gone` out, in batches, each one commit."""
        remaining = iter(documents)
        missing = [f"{kind}:{ref}" for kind, ref in gone]
        while (batch := list(islice(remaining, BATCH))) or missing:
            with self._index().writer(timeout=10, delay=0.02) as writer:
                for key in missing:
                    writer.delete_by_term("key", key)
                for document in batch:
                    writer.update_document(**_row(document))
            missing = []

    def rebuild(self, documents: Iterator[Document]) -> None:
        """Write a new index beside the present one and let it take its place when it is whole."""
        fresh = self._new()
        writer = index.open_dir(fresh).writer(procs=2, multisegment=True, limitmb=128)
        try:
            for document in documents:
                writer.add_document(**_row(document))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        self._point_to(fresh)

    def search(
        self, wanted: Query, audience: frozenset[str], *, offset: int, limit: int, now: datetime
    ) -> tuple[int, list[Found]]:
        """Return how many match (up to `MOST`) and one page of them, the best first."""
        searcher = self._searcher()
        if searcher is None:
            return 0, []
        allowed = self._allowed(searcher, audience)
        if not allowed:  # to Whoosh, an empty filter would be none
            return 0, []
        condition = query.And(_conditions(wanted) or [query.Every()])
        if not wanted.clauses:
            numbers = [number for number in condition.docs(searcher) if number in allowed]
            return min(len(numbers), MOST), _newest(searcher, numbers, offset, limit)
        ranked = searcher.search(condition, limit=max(RANKED, offset + limit), filter=allowed)
        total = len(ranked.top_n)
        if total >= RANKED:
            total = _counted(searcher, condition, allowed)
        best = [number for _rank, number in _by_rank(searcher, ranked.top_n, now)]
        return total, [_found(searcher, number) for number in best[offset : min(total, offset + limit)]]

    def near(self, word: str, limit: int) -> list[str]:
        """Return words of the index that this one may have meant."""
        searcher = self._searcher()
        if searcher is None:
            return []
        found = {_word(term) for term in searcher.reader().expand_prefix("spelled", word[:1])}
        return words.closest(word, found, limit)

    def begin_with(
        self,
        typed: Sequence[str],
        audience: frozenset[str],
        kinds: frozenset[str],
        *,
        limit: int,
        now: datetime,
    ) -> list[Found]:
        """Return what has these words in title, author or tags, the last of them perhaps unfinished."""
        searcher = self._searcher()
        if searcher is None or not typed:
            return []
        possible: DocIdSet | set[int] = self._allowed(searcher, audience)
        narrower = [query.Term("begins", word) for word in typed[:-1]] + _of_kinds(kinds)
        if narrower:
            matching = query.And(narrower).docs(searcher)
            possible = set(islice((number for number in matching if number in possible), GATHERED))
        return _newest(searcher, _beginning(searcher, typed[-1], possible), 0, limit)

    def _allowed(self, searcher: Searcher, audience: frozenset[str]) -> DocIdSet:
        """Return the documents that carry one of the tokens, each token's worked out once per state of the
        index."""
        known: dict[str, int] = self._own.allowed
        size = searcher.doc_count_all()
        found, bits = BitSet(size=size), 0
        for token in audience:
            if token not in known:
                documents = BitSet(query.Term("terms", audience_term(token)).docs(searcher), size=size)
                known[token] = int.from_bytes(documents.bits.tobytes(), "little")
            bits |= known[token]
        found.bits = array("B", bits.to_bytes(len(found.bits), "little"))
        return found

    def _searcher(self) -> Searcher | None:
        """Return this thread's searcher on what is there now; None when nothing was ever written."""
        folder = self._current()
        if folder is None:
            return None
        kept: Searcher | None = getattr(self._own, "searcher", None)
        if kept is None or self._own.folder != folder or not kept.up_to_date():
            kept = index.open_dir(folder).searcher()  # its refresh() keeps what was deleted since
            self._own.searcher, self._own.folder, self._own.allowed = kept, folder, {}
        return kept

    def _index(self) -> Any:
        folder = self._current()
        if folder is None:
            self._point_to(self._new())
            folder = self._current()
        return index.open_dir(folder)

    def _current(self) -> Path | None:
        pointer = self.folder / "current"
        return pointer.resolve() if pointer.exists() else None

    def _new(self) -> Path:
        folder = self.folder / f"index-{token_hex(6)}"
        folder.mkdir(parents=True)
        index.create_in(folder, SCHEMA)
        return folder

    def _point_to(self, folder: Path) -> None:
        pointer = self.folder / f"pointer-{token_hex(6)}"
        pointer.symlink_to(folder.name, target_is_directory=True)
        current = self.folder / "current"
        if current.is_dir() and not current.is_symlink():  # a copy of the data that followed the link
            shutil.rmtree(current)
        pointer.replace(current)
        for other in self.folder.glob("index-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)


def _row(document: Document) -> dict[str, Any]:
    title = title_stems(document)
    named = words.words(f"{document.title} {document.author} {' '.join(document.tags)}")
    return {
        "key": f"{document.kind}:{document.id}",
        "text": " ".join([*title, _GAP, *title, _GAP, *title, _GAP, *body_stems(document)]),
        "begins": " ".join(named),
        "spelled": " ".join(vocabulary([document])),
        "terms": " ".join(exact_terms(document)),
        "created": epoch(document.created_at),
        "boost": document.boost,
        "shown": {
            "kind": document.kind,
            "id": document.id,
            "title": document.title,
            "text": document.text[:SHOWN_CHARACTERS],
            "url": document.url,
            "author": document.author,
            "place": document.place,
            "created_at": epoch(document.created_at),
        },
    }


def _found(searcher: Searcher, number: int) -> Found:
    shown = searcher.stored_fields(number)["shown"]
    return Found(**shown | {"created_at": from_epoch(shown["created_at"])})


def _by_rank(searcher: Searcher, scored: list[tuple[float, int]], now: datetime) -> list[tuple[float, int]]:
    """Put the best by words in order of words, boost and freshness; the rest follow as they are."""
    created = searcher.reader().column_reader("created")
    boost = searcher.reader().column_reader("boost")
    ranked = [
        (score * boost[number] * freshness(from_epoch(created[number]), now), number)
        for score, number in scored[:RANKED]
    ]
    return sorted(ranked, key=lambda pair: (-pair[0], pair[1])) + scored[RANKED:]


def _newest(searcher: Searcher, numbers: Iterable[int], offset: int, limit: int) -> list[Found]:
    created = searcher.reader().column_reader("created")
    newest = sorted(numbers, key=lambda number: (-created[number], number))
    return [_found(searcher, number) for number in newest[offset : min(MOST, offset + limit)]]


def _beginning(searcher: Searcher, typed: str, possible: DocIdSet | set[int]) -> set[int]:
    """Return possible documents that have a word which begins like this: as many as suffice."""
    numbers: set[int] = set()
    for term in searcher.reader().expand_prefix("begins", typed):
        matching = (number for number in query.Term("begins", term).docs(searcher) if number in possible)
        numbers.update(islice(matching, GATHERED))
        if len(numbers) >= GATHERED:
            break
    return numbers


def _counted(searcher: Searcher, condition: query.Query, allowed: DocIdSet) -> int:
    matching = (number for number in condition.docs(searcher) if number in allowed)
    return sum(1 for _number in islice(matching, MOST))


def _of_kinds(kinds: frozenset[str]) -> list[query.Query]:
    return [query.Or([query.Term("terms", f"kind={kind}") for kind in sorted(kinds)])] if kinds else []


def _conditions(wanted: Query) -> list[query.Query]:
    parts = [_stood(clause) for clause in wanted.clauses]
    parts += [query.Term("terms", term) for term in wanted.required]
    parts += _of_kinds(wanted.kinds)
    if wanted.after or wanted.before:
        after = epoch(wanted.after) if wanted.after else None
        before = epoch(wanted.before) if wanted.before else None
        parts.append(query.NumericRange("created", after, before, endexcl=True))
    parts += [query.Not(_stood(clause)) for clause in wanted.without]
    return parts + [query.Not(query.Term("terms", term)) for term in wanted.refused]


def _stood(clause: Clause) -> query.Query:
    stems = [words.stem(word) for word in clause.words]
    if len(stems) > 1:
        return query.Phrase("text", stems)
    spellings = dict.fromkeys([*stems, *(words.stem(word) for word in clause.others)])
    return query.Or([query.Term("text", spelling) for spelling in spellings])


def _word(term: str | bytes) -> str:
    return term.decode() if isinstance(term, bytes) else term
