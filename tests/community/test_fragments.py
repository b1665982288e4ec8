"""Pieces of pages that are kept: never more than so many, and never stale."""

from datetime import UTC, datetime, timedelta
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from community.fragments import Fragments, age

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_piece_is_made_once_and_the_longest_unasked_goes_first():
    made: list[str] = []
    kept = Fragments(2)

    def make(name: str) -> str:
        made.append(name)
        return name

    for name in ("a", "b", "a", "c", "a", "b"):
        assert kept.get(name, partial(make, name)) == name
    assert made == ["a", "b", "c", "b"]
    assert len(kept) == 2


@given(st.timedeltas(timedelta(0), timedelta(days=400)), st.timedeltas(timedelta(0), timedelta(seconds=59)))
def test_the_age_in_a_key_changes_no_later_than_the_words(passed: timedelta, more: timedelta):
    assert age(NOW - passed, NOW) <= age(NOW - passed, NOW + more)
    assert age(NOW - passed, NOW) != age(NOW - passed, NOW + timedelta(days=370))
