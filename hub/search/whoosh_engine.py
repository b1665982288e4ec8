"""Search on one machine: a Whoosh index in the data folder. One writer (the job), any number of readers.

Whoosh keeps the index: segments, their words, what is stored of each document, and who may write. Finding in
it is ours: Whoosh goes through the matches of a word one by one, which takes a second when very many say it;
here whole sets are combined, within what the reader may open.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from hub.search import spellings, whoosh_building
from hub.search.documents import MOST, Document, Found
from hub.search.query import Query
from hub.search.whoosh_matching import Place, beginning, count, matching, newest, opened
from hub.search.whoosh_ranking import best
from hub.search.whoosh_state import Shelf

BATCH = 500


class WhooshEngine:
    """The index below `folder`."""

    def __init__(self, folder: Path) -> None:
        """Open nothing yet."""
        self.shelf = Shelf(folder)

    def write(self, documents: Sequence[Document], gone: Iterable[tuple[str, int]]) -> None:
        """Put documents in place of what was there and take the `gone` out, in batches, each one commit."""
        remaining, missing = iter(documents), list(gone)
        while (batch := list(islice(remaining, BATCH))) or missing:
            whoosh_building.write(self._folder(), batch, missing)
            missing = []

    def rebuild(self, documents: Iterator[Document]) -> None:
        """Write a new index beside the present one and let it take its place when it is whole."""
        fresh = self.shelf.fresh()
        try:
            whoosh_building.build(fresh, documents)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        self.shelf.point_to(fresh)

    def search(
        self, wanted: Query, audience: frozenset[str], *, offset: int, limit: int, now: datetime
    ) -> tuple[int, list[Found]]:
        """Return how many match (up to `MOST`) and one page of them, the best first."""
        found = matching(opened(self.shelf.segments(), audience), wanted)
        total = min(count(found), MOST)
        places = best(found, wanted.clauses, now) if wanted.clauses else newest(found)
        return total, _shown(islice(places, offset, min(total, offset + limit)))

    def near(self, word: str, limit: int) -> list[str]:
        """Return words of the index that this one may have meant."""
        folder = self.shelf.current()
        return spellings.near(folder, word, limit) if folder else []

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
        if not typed:
            return []
        found = beginning(opened(self.shelf.segments(), audience), typed, kinds)
        return _shown(islice(newest(found), limit))

    def _folder(self) -> Path:
        """Return where the present index is; an empty one when there was none."""
        present = self.shelf.current()
        if present is None:
            self.rebuild(iter(()))
            present = self.shelf.current()
        assert present is not None
        return present


def _shown(places: Iterable[Place]) -> list[Found]:
    return [leaf.shown(number) for leaf, number in places]
