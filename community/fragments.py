"""Fragments: pieces of pages that do not depend on who reads, kept in the process.

A key says everything that the piece shows, so a piece is never stale and nothing needs to be forgotten.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from threading import Lock

from markupsafe import Markup

_STEPS = (
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=8), timedelta(days=1)),
)


class Fragments:
    """At most `limit` pieces; the one that was not asked for the longest goes first. Safe among threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, Markup] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], str]) -> Markup:
        """Return the piece of a key, made when it is not there."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = Markup(make())  # noqa: S704 - what a template rendered is escaped already
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return made


def age(moment: datetime, now: datetime) -> tuple[int, int]:
    """Return what a relative time reads like, as a part of a key: it changes when "2 hours ago" does.

    Within an hour it changes each minute, within a day each hour, then each day; a date only with the year.
    """
    passed = now - moment
    for level, (limit, step) in enumerate(_STEPS):
        if passed < limit:
            return level, passed // step
    return len(_STEPS), now.year
