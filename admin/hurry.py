"""Building much at once: without waiting for the disk at each commit, with room to keep indexes in memory.

Only for a database that is made in one go: what a power cut spoils is simply begun anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from hub.database import dialect, engine, session

PRAGMAS = ("synchronous=OFF", "cache_size=-262144", "wal_autocheckpoint=20000")
"""256 MB of pages are kept in memory; the log is folded in every 80 MB."""


@contextmanager
def hurried() -> Iterator[None]:
    """Hurry on SQLite; PostgreSQL knows what it does."""
    if dialect() != "sqlite":
        yield
        return
    event.listen(engine(), "connect", _hurry)
    engine().dispose()
    try:
        yield
    finally:
        session.remove()
        event.remove(engine(), "connect", _hurry)
        engine().dispose()


def _hurry(connection: Any, _record: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
