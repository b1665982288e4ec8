"""Keeping the index true: what was touched is read again after the commit, by one job, in batches.

A touch is a row of the outbox. Whoever does one of them does all that wait: many touches of one thing cost
one update.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from hub.clock import now as clock_now
from hub.database import changed, session, transaction
from hub.delivery import outbox
from hub.delivery.outbox import OutboxRow
from hub.house import house
from hub.search.documents import Document
from hub.search.engines import engine_of

TASK = "search.index"
BATCH = 500
REPORTED = 1_000

Key = tuple[str, int]


def touch(kind: str, id: int) -> None:
    """Have the index follow what becomes of this thing: after the commit, whether changed, hidden or gone."""
    touched = _touched_in_this_transaction()
    if (kind, id) not in touched:
        outbox.put(TASK, {"kind": kind, "id": id}, now=clock_now())
        touched.add((kind, id))


def index_batch(payload: dict[str, Any], *, now: datetime) -> None:
    """Index the thing that the payload names and up to 500 others that wait. The task of the outbox."""
    waiting = session.execute(
        sa.select(OutboxRow.id, OutboxRow.payload)
        .where(outbox.waiting(), OutboxRow.task == TASK, OutboxRow.due_at <= now)
        .order_by(OutboxRow.id)
        .limit(BATCH)
    ).all()
    keys = {_key(row.payload) for row in waiting}
    if waiting and len(waiting) < BATCH and _key(payload) not in keys:
        return
    index({_key(payload), *keys})
    with transaction():
        done = sa.update(OutboxRow).where(
            OutboxRow.id.in_([row.id for row in waiting]), OutboxRow.done_at.is_(None)
        )
        changed(done.values(done_at=now, leased_until=None, error=None))


def index(keys: Iterable[Key]) -> None:
    """Read these things as they are now and have the index say the same."""
    wanted = sorted(set(keys))
    found = list(_read(wanted))
    present = {(document.kind, document.id) for document in found}
    session.rollback()
    engine_of(house().settings).write(found, [key for key in wanted if key not in present])


def reindex(progress: Callable[[int], None] | None = None) -> int:
    """Build the whole index anew and return how many documents it holds; `progress` hears the count now and
    then.

    Searches go on in the old one meanwhile; what was touched during the building is read once more at the
    end.
    """
    begun, count = clock_now(), 0

    def counted() -> Iterator[Document]:
        nonlocal count
        for document in _everything():
            count += 1
            if progress and count % REPORTED == 0:
                progress(count)
            yield document

    engine_of(house().settings).rebuild(counted())
    since = sa.select(OutboxRow.payload).where(OutboxRow.task == TASK, OutboxRow.created_at >= begun)
    index({_key(payload) for payload in session.scalars(since)})
    if progress:
        progress(count)
    return count


def _touched_in_this_transaction() -> set[Key]:
    """Return what was touched since the transaction began, to add to: once is enough until it commits."""
    current = session()
    present = current.get_transaction() or current.begin()
    kept: tuple[object, set[Key]] = current.info.get("touched", (None, set()))
    if kept[0] is not present:
        kept = current.info["touched"] = (present, set())
    return kept[1]


def _everything() -> Iterator[Document]:
    for kind, source in house().sources.items():
        ids = source.ids()
        while some := list(islice(ids, BATCH)):
            yield from _read([(kind, ref) for ref in some])


def _read(keys: Iterable[Key]) -> Iterator[Document]:
    """Yield the documents of these things, read by as few statements as there are kinds."""
    wanted: dict[str, list[int]] = {}
    for kind, ref in keys:
        wanted.setdefault(kind, []).append(ref)
    for kind, refs in wanted.items():
        if kind in house().sources:
            yield from house().sources[kind].find(refs)


def _key(payload: dict[str, Any]) -> Key:
    return str(payload["kind"]), int(payload["id"])
