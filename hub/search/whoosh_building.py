"""Writing the Whoosh index: a whole one in parts, by several processes; or a few documents into the present
one, by the one process that may.
"""

import gc
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

from hub.search import spellings
from hub.search.documents import Document, Wording, vocabulary, worded
from hub.search.whoosh_rows import CODEC, SCHEMA, key, row

NAME = "MAIN"
PROCESSES = 2
PART = 10_000
"""Documents of a segment of a new index: what they say is put in order in memory, in about 100 MB."""

SMALL = (200, 2_000)
MANY = 8
"""So many segments with fewer documents than this become one; what is larger stays until all is built anew."""

Written = tuple[Path, set[str]]
"""Where a part was written, and which words it holds."""


def build(folder: Path, documents: Iterator[Document]) -> None:
    """Write an index of these documents into a new folder."""
    folder.mkdir(parents=True)
    segments, said = list[Any](), set[str]()
    for part, words in _parts(folder, documents):
        for segment in index.TOC.read(FileStorage(str(part)), NAME).segments:
            for file in part.glob(f"{segment.segment_id()}.*"):
                file.rename(folder / file.name)
            segments.append(segment)
        said |= words
        shutil.rmtree(part)
    spellings.add(folder, said)
    index.TOC(SCHEMA, segments, 0).write(FileStorage(str(folder)), NAME)


def write(folder: Path, documents: Sequence[Document], gone: Iterable[tuple[str, int]]) -> None:
    """Put documents in place of what was there and take the `gone` out, in one commit."""
    wordings = [worded(document) for document in documents]
    with _writer(folder, timeout=10, delay=0.02) as writer:
        spellings.add(folder, vocabulary(wordings))
        for kind, ref in chain(gone, ((document.kind, document.id) for document in documents)):
            writer.delete_by_term("key", key(kind, ref))
        for document, wording in zip(documents, wordings, strict=True):
            writer.add_document(**row(document, wording))
        writer.mergetype = _merge_small


def _parts(folder: Path, documents: Iterator[Document]) -> Iterator[Written]:
    """Have all documents written in parts, by other processes when there is more than one part."""
    batches = iter(lambda: list(islice(documents, PART)), [])
    first, second = next(batches, []), next(batches, None)
    if second is None:
        yield _part(folder / "0", first)
        return
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        waiting = set[Future[Written]]()
        for nth, batch in enumerate(chain((first, second), batches)):
            waiting.add(pool.submit(_part_apart, folder / str(nth), batch))
            if len(waiting) > PROCESSES:  # no more in memory than are worked on, and the next
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (part.result() for part in done)
        yield from (part.result() for part in waiting)


def _part_apart(folder: Path, documents: Sequence[Document]) -> Written:
    """Write a part in a process that does nothing else: its garbage is collected once, at the end."""
    gc.disable()
    try:
        return _part(folder, documents)
    finally:
        gc.collect()


def _part(folder: Path, documents: Sequence[Document]) -> Written:
    """Write these documents as an index of their own, of one segment."""
    folder.mkdir()
    index.create_in(str(folder), SCHEMA, NAME)
    with _writer(folder, limitmb=512) as writer:
        said = vocabulary(_added(writer, documents))
    return folder, said


def _added(writer: Any, documents: Iterable[Document]) -> Iterator[Wording]:
    for document in documents:
        wording = worded(document)
        writer.add_document(**row(document, wording))
        yield wording


def _writer(folder: Path, **how: Any) -> Any:
    return index.open_dir(str(folder), NAME).writer(codec=CODEC, compound=False, **how)


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge the small segments of one size when there are many; return those that stay."""
    for most in SMALL:
        small = [segment for segment in segments if segment.doc_count_all() < most]
        if len(small) >= MANY:
            for segment in small:
                reader = SegmentReader(writer.storage, writer.schema, segment)
                writer.add_reader(reader)
                reader.close()
            return [segment for segment in segments if segment not in small]
    return segments
