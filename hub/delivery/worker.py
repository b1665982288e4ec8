"""The worker: drains the outbox and does what recurs. Embedded on one machine, or carried by RQ when Redis is there.

Both ways do the same rows with the same functions. RQ only brings the news sooner than the next look; the sweep picks up
whatever it lost.
"""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from redis import Redis, RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.registry import StartedJobRegistry

from hub.clock import now
from hub.database import rollback, session
from hub.delivery import outbox, schedule
from hub.house import House

log = logging.getLogger("vouch.worker")

QUEUE = "vouch"
IDLE_SECONDS = 0.5
SWEEP_SECONDS = 10.0
LONGEST_SECONDS = 3600
"""How long RQ lets one row take; long work renews its lease as it goes."""

SWEEP_AGE = timedelta(seconds=30)


def drain() -> int:
    """Do everything that is due and return how many rows were done."""
    done = 0
    while outbox.any_due(now()):
        claimed = outbox.claim(now())
        if not claimed:
            break
        done += sum(outbox.do(row, now=now()) for row in claimed if outbox.still_ours(row, now()))
    session.remove()
    return done


def recur(between: Callable[[], object] = lambda: None) -> None:
    """Do what recurs and is due, each with a lease from the moment at which it begins; `between` is called after each,
    so that nobody waits for all of them.
    """
    for name in schedule.due(now()):
        schedule.take_turn(name, now=now())
        between()


def deliver(row_id: int) -> None:
    """Do one row: the job that RQ carries. A row that is done, or in other hands, is left alone."""
    for row in outbox.claim(now(), only=row_id):
        outbox.do(row, now=now())


def run_embedded(stop: threading.Event) -> None:
    """Drain and do what recurs until `stop` is set. One such process serves one machine."""
    while not stop.is_set():
        busy = _guarded(drain) or 0
        _guarded(lambda: recur(between=drain))
        session.remove()
        stop.wait(0 if busy else IDLE_SECONDS)


def run_scheduler(stop: threading.Event, redis: Redis) -> None:
    """Do what recurs, bring forgotten rows to RQ again, and free what killed workers held, until `stop` is set."""
    queue = Queue(QUEUE, connection=redis)
    while not stop.is_set():
        _guarded(recur)
        _guarded(lambda: sweep(queue))
        session.remove()
        stop.wait(SWEEP_SECONDS)


def sweep(queue: Queue) -> int:
    """Enqueue rows that should have been done by now, and clean up after killed workers. Returns how many."""
    StartedJobRegistry(queue=queue).cleanup()
    due = [row.id for row in session.scalars(_overdue())]
    rollback()
    for row_id in due:
        _enqueue(queue, row_id)
    return len(due)


def carrier(register: House) -> Callable[[int], None] | None:
    """Return what brings the news of a row to RQ, or None when the embedded worker looks by itself."""
    if register.settings.redis_url is None:
        return None
    queue = Queue(QUEUE, connection=connect(register.settings.redis_url))

    def carry(row_id: int) -> None:
        try:
            _enqueue(queue, row_id)
        except RedisError:
            log.warning("Redis is away; the sweep will carry the row", extra={"outbox_id": row_id})

    return carry


def connect(url: str) -> Redis:
    """Connect to Redis with short time-outs: a page must not wait for it."""
    return Redis.from_url(url, socket_connect_timeout=0.5, socket_timeout=5)


def stop_on_signals() -> threading.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _overdue() -> sa.Select[tuple[outbox.OutboxRow]]:
    return (
        sa.select(outbox.OutboxRow)
        .where(outbox.waiting(), outbox.OutboxRow.due_at <= now() - SWEEP_AGE)
        .limit(500)
    )


def _enqueue(queue: Queue, row_id: int) -> None:
    try:
        queue.enqueue(
            "hub.delivery.worker.deliver",
            row_id,
            job_id=f"ob-{row_id}",
            unique=True,
            job_timeout=LONGEST_SECONDS,
            result_ttl=0,
            failure_ttl=60,
        )
    except DuplicateJobError:
        log.debug("already on its way", extra={"outbox_id": row_id})


def _guarded(work: Callable[[], Any]) -> Any:
    """Do work and survive the database or Redis being away: the next round tries again."""
    try:
        return work()
    except Exception:  # the loop must outlive anything that a round can throw at it
        session.remove()
        log.exception("a round of the worker failed")
        return None
