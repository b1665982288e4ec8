"""The Whoosh index as a process reads it: its segments, opened once and kept for as long as they are part of
it.

It lies in a folder of its own name, and the file `current` says which: a rebuilt one takes its place in one
step, and a copy of the data is a copy of the index. An index of an older form counts as none.
"""

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Any

from whoosh.index import TOC, EmptyIndexError, FileIndex

from hub.search.whoosh_building import NAME
from hub.search.whoosh_leaf import Leaf, MappedStorage
from hub.search.whoosh_rows import SCHEMA

FORM = "index-2-"
TRIES = 10

Living = tuple[Leaf, int]
"""A segment, and the documents of it that were not deleted."""


@dataclass(frozen=True)
class State:
    """What there was at one moment."""

    index: FileIndex
    generation: int
    segments: dict[str, Living]


class Shelf:
    """The indexes below a folder: the present one, and perhaps one that is being built."""

    def __init__(self, folder: Path) -> None:
        """Look at nothing yet."""
        self.folder = folder
        self._state: State | None = None
        self._opening = Lock()

    def current(self) -> Path | None:
        """Return the folder of the present index; None when nothing was ever written."""
        try:
            name = (self.folder / "current").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        folder = self.folder / Path(name).name
        return folder if folder.name.startswith(FORM) and folder.exists() else None

    def fresh(self) -> Path:
        """Return a folder for a new index; it is not there yet."""
        return self.folder / f"{FORM}{token_hex(6)}"

    def point_to(self, folder: Path) -> None:
        """Let an index be the present one, and remove the others."""
        pointer = self.folder / f"pointer-{token_hex(6)}"
        pointer.write_text(folder.name, encoding="utf-8")
        current = self.folder / "current"
        if current.is_dir() and not current.is_symlink():
            shutil.rmtree(current)
        pointer.replace(current)
        for other in self.folder.glob("index-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)

    def segments(self) -> list[Living]:
        """Return the segments of the present index as it is now.

        What the writer merges or replaces meanwhile is looked for again; raises `OSError` when it stays away.
        """
        for _nth in range(TRIES):
            with suppress(FileNotFoundError, EmptyIndexError):
                return self._segments()
            time.sleep(0.05)
        return self._segments()

    def _segments(self) -> list[Living]:
        folder = self.current()
        if folder is None:
            return []
        with self._opening:
            state = self._state
            if state is None or state.index.storage.folder != str(folder):
                index = FileIndex(MappedStorage(str(folder)), SCHEMA, NAME)
                state = State(index, -1, {})
            if state.index.latest_generation() != state.generation:
                state = _read(state)
            self._state = state
        return list(state.segments.values())


def _read(state: State) -> State:
    """Return the index as it is now; segments that were read before are kept."""
    storage = state.index.storage
    toc = TOC.read(storage, NAME, schema=SCHEMA)
    segments = {
        segment.segment_id(): _living(segment, state.segments.get(segment.segment_id()), storage)
        for segment in toc.segments
        if segment.doc_count_all()
    }
    return State(state.index, toc.generation, segments)


def _living(segment: Any, known: Living | None, storage: MappedStorage) -> Living:
    leaf = known[0] if known else Leaf(storage, segment)
    return leaf, leaf.without(segment.deleted_docs())
