"""What the workers of the races do."""

from datetime import datetime, timedelta

from hub.clock import now
from hub.database import rollback
from hub.delivery import outbox, schedule
from hub.house import house
from tests.processes import kill_me


def drain() -> int:
    """Do all that is due, with a task that does nothing, and say how many it did."""
    rollback()
    house().tasks["search.index"] = lambda payload, *, now: None
    done = 0
    while rows := outbox.claim(now()):
        done += sum(outbox.do(row, now=now()) for row in rows)
    return done


def claim_and_die() -> int:
    """Claim a batch and lose power."""
    rollback()
    outbox.claim(now())
    kill_me()
    return 0


def begin_and_die() -> int:
    """Begin a work that recurs and lose power."""
    rollback()
    house().periodics["test.dies"] = (_die, timedelta(hours=1))
    schedule.take_turn("test.dies", now=now())
    return 0


def _die(*, now: datetime) -> None:
    kill_me()
