"""The only place that reads the clock. Rules take `now=`; views, jobs and commands ask here once and pass it on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from time import monotonic, perf_counter

__all__ = ["frozen_at", "monotonic", "now", "perf_counter"]

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC, without microseconds' noise below a millisecond."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    present = datetime.now(UTC)
    return present.replace(microsecond=present.microsecond // 1000 * 1000)


@contextmanager
def frozen_at(moment: datetime) -> Iterator[datetime]:
    """Stop the clock at `moment` (aware): for tests, and for living a year of demo data in seconds."""
    if moment.tzinfo is None:
        raise ValueError("the clock can only be stopped at an aware moment")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _frozen.reset(token)
