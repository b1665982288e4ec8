"""Which engine serves this installation: PostgreSQL when it is the database, else Whoosh, unless the operator
chose."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from hub.config import Settings
from hub.search.documents import Document, Found
from hub.search.postgres_engine import PostgresEngine
from hub.search.query import Query
from hub.search.whoosh_engine import WhooshEngine


class Engine(Protocol):
    """What both engines do; the docstrings of `WhooshEngine` hold for either."""

    def write(self, documents: Sequence[Document], gone: Iterable[tuple[str, int]]) -> None: ...

    def rebuild(self, documents: Iterator[Document]) -> None: ...

    def search(
        self, wanted: Query, audience: frozenset[str], *, offset: int, limit: int, now: datetime
    ) -> tuple[int, list[Found]]: ...

    def near(self, word: str, limit: int) -> list[str]: ...

    def begin_with(
        self,
        typed: Sequence[str],
        audience: frozenset[str],
        kinds: frozenset[str],
        *,
        limit: int,
        now: datetime,
    ) -> list[Found]: ...


def engine_of(settings: Settings) -> Engine:
    """Return the engine that these settings choose."""
    chosen = settings.search
    if chosen == "auto":
        chosen = "whoosh" if settings.sqlite else "postgresql"
    return PostgresEngine() if chosen == "postgresql" else _whoosh(settings.data / "search")


@lru_cache(maxsize=8)
def _whoosh(folder: Path) -> WhooshEngine:
    return WhooshEngine(folder)
