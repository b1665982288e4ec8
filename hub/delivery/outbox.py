"""The outbox: what must leave (mail, index updates, jobs) is a row written in the same transaction as its cause.

The rows are the truth. A worker claims them with a lease, does them, marks them done; what a dead worker left is claimed
again when its lease ran out. Redis and RQ, when there, only carry the news that a row waits: losing them loses nothing.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.clock import now as clock_now
from hub.database import Model, after_commit, changed, dialect, insert_all, insert_new, session, transaction
from hub.house import house

log = logging.getLogger("vouch.outbox")

LEASE = timedelta(minutes=5)
BATCH = 20
TRIES = 8
CARRIED = 100
"""Rows of one promise to many that are brought to RQ at once, so that no page waits for more; the sweep carries the rest."""


class OutboxRow(Model):
    """A promise. `key` makes it once-only while it is kept; `due_at` is when it may be done at the earliest."""

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index(
            "ix_outbox_waiting",
            "due_at",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str]
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None]


def put(
    task: str,
    payload: dict[str, Any],
    *,
    now: datetime,
    key: str | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Promise a task; it is done after the commit. False when a row with this `key` exists, done or not."""
    _check(task)
    row_id = insert_new(OutboxRow, task=task, payload=payload, key=key, created_at=now, due_at=due_at or now)
    if row_id is None:
        return False
    if due_at is None or due_at <= now:
        _bring_news([row_id])
    return True


def put_all(task: str, promises: dict[str, dict[str, Any]], *, now: datetime) -> None:
    """Promise a task many times, each payload under a key of its own; those promised before are left alone."""
    _check(task)
    rows = [
        {"task": task, "payload": payload, "key": key, "created_at": now, "due_at": now}
        for key, payload in promises.items()
    ]
    _bring_news(row_id for (row_id,) in insert_all(OutboxRow, rows, OutboxRow.id)[:CARRIED])


def waiting() -> sa.ColumnElement[bool]:
    """The condition that a row is neither done nor given up."""
    return sa.and_(OutboxRow.done_at.is_(None), OutboxRow.failed_at.is_(None))


def undone() -> sa.Select[tuple[OutboxRow]]:
    """Return the statement for rows that wait or were given up, oldest first."""
    return sa.select(OutboxRow).where(OutboxRow.done_at.is_(None)).order_by(OutboxRow.id)


def claim(now: datetime, *, only: int | None = None) -> list[OutboxRow]:
    """Claim due rows (or the `only` one) for this worker, with a lease, oldest first. Commits."""
    free = sa.or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= now)
    chosen = (
        sa.select(OutboxRow.id)
        .where(waiting(), free, OutboxRow.due_at <= now)
        .order_by(OutboxRow.due_at, OutboxRow.id)
    )
    if only is not None:
        chosen = chosen.where(OutboxRow.id == only)
    chosen = chosen.limit(BATCH)
    if dialect() == "postgresql":
        chosen = chosen.with_for_update(skip_locked=True)
    with transaction():
        rows = session.scalars(
            sa.update(OutboxRow)
            .where(OutboxRow.id.in_(chosen))
            .values(leased_until=now + LEASE, tries=OutboxRow.tries + 1)
            .returning(OutboxRow),
            execution_options={"populate_existing": True},
        ).all()
    for row in rows:
        session.expunge(row)  # what we claimed, and until when; never what another worker claimed since
    return sorted(rows, key=lambda row: row.id)


def any_due(now: datetime) -> bool:
    """Whether something waits: a cheap read, so that an idle worker takes no write lock."""
    found = session.scalar(sa.select(sa.exists().where(waiting(), OutboxRow.due_at <= now)))
    session.rollback()
    return bool(found)


def still_ours(row: OutboxRow, now: datetime) -> bool:
    """Whether nobody else can have claimed a row since we did: those before it may have taken longer than its lease."""
    return row.leased_until is not None and now < row.leased_until


def do(row: OutboxRow, *, now: datetime) -> bool:
    """Do one claimed row and mark it done; on an error say when it is tried again. True when it was done."""
    row_id, name, payload, tries = row.id, row.task, row.payload, row.tries
    try:
        house().tasks[name](payload, now=now)
    except Exception as error:  # a task may fail in any way, and none may stop the worker
        session.rollback()
        log.exception("task failed", extra={"task": name, "outbox_id": row_id, "tries": tries})
        _postpone(row_id, tries, f"{type(error).__name__}: {error}"[:500], now)
        return False
    with transaction():
        changed(
            sa.update(OutboxRow)
            .where(OutboxRow.id == row_id)
            .values(done_at=clock_now(), leased_until=None, error=None)
        )
    return True


def retry(row_id: int, *, now: datetime) -> bool:
    """Let a row that was given up be tried again."""
    again = sa.update(OutboxRow).where(OutboxRow.id == row_id, OutboxRow.done_at.is_(None))
    return changed(again.values(failed_at=None, due_at=now, tries=0, leased_until=None)) == 1


def forget_done(*, now: datetime) -> None:
    """Remove rows that were done 30 days ago (their keys have served)."""
    with transaction():
        session.execute(sa.delete(OutboxRow).where(OutboxRow.done_at < now - timedelta(days=30)))


def _check(task: str) -> None:
    if task not in house().tasks:
        raise LookupError(f"nobody registered the task {task}")


def _bring_news(row_ids: Iterable[int]) -> None:
    """Have the rows carried once they are committed."""
    carrier = house().carrier
    if carrier is not None:
        for row_id in row_ids:
            after_commit(partial(carrier, row_id))


def _postpone(row_id: int, tries: int, error: str, now: datetime) -> None:
    values: dict[str, Any] = {
        "leased_until": None,
        "error": error,
        "due_at": now + timedelta(seconds=15 * 4 ** min(tries, 6)),
    }
    if tries >= TRIES:
        values["failed_at"] = now
    with transaction():
        changed(sa.update(OutboxRow).where(OutboxRow.id == row_id).values(**values))
