"""The score, exactly at its edges."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin.scoring import POINTS, SIGNALS, Class, Facts, Scheme, months_before, score

TODAY = date(2026, 11, 22)
BEST = Facts(
    nps=10,
    usage=95.5,
    since=date(2020, 1, 1),
    health=92,
    renewal=date(2026, 9, 1),
    expansion=None,
    sponsor="Priya Raman, CFO",
    strategic=True,
)


def points(signal, as_of=TODAY, **facts):
    return next(line.points for line in score(Facts(**facts), as_of).lines if line.signal == signal)


def test_everything_at_its_best_is_a_hundred():
    found = score(BEST, TODAY)
    assert (found.value, found.complete, found.group) == (100, 1, Class.BOARD)
    assert [line.signal for line in found.lines] == list(SIGNALS)
    assert [line.max for line in found.lines] == list(POINTS.values())


def test_nothing_known_is_zero_and_says_so():
    found = score(Facts(), TODAY)
    assert (found.value, found.complete, found.group) == (0, 0, Class.NONE)
    assert all(line.value is None and line.points == 0 for line in found.lines)


@pytest.mark.parametrize(
    ("signal", "facts", "expected"),
    [
        ("nps", {"nps": 8}, 0),
        ("nps", {"nps": 8.9}, 0),
        ("nps", {"nps": 9}, 25),
        ("nps", {"nps": 10}, 25),
        ("nps", {"nps": 0}, 0),
        ("usage", {"usage": 80}, 0),
        ("usage", {"usage": 80.1}, 20),
        ("usage", {"usage": 80.0000001}, 20),
        ("usage", {"usage": 0}, 0),
        ("health", {"health": 85}, 0),
        ("health", {"health": 85.01}, 15),
        ("tenure", {"since": date(2025, 11, 22)}, 0),
        ("tenure", {"since": date(2025, 11, 21)}, 15),
        ("tenure", {"since": date(2027, 1, 1)}, 0),
        ("renewal", {"renewal": date(2026, 5, 22)}, 10),
        ("renewal", {"renewal": date(2026, 5, 21)}, 0),
        ("renewal", {"renewal": TODAY}, 10),
        ("renewal", {"renewal": TODAY + timedelta(1)}, 0),
        ("renewal", {"renewal": date(2025, 1, 1), "expansion": date(2026, 10, 1)}, 10),
        ("renewal", {"renewal": date(2026, 12, 1), "expansion": date(2026, 10, 1)}, 10),
        ("renewal", {"renewal": date(2026, 12, 1), "expansion": date(2026, 1, 1)}, 0),
        ("sponsor", {"sponsor": "Lena Novak"}, 10),
        ("sponsor", {"sponsor": "  "}, 0),
        *[("sponsor", {"sponsor": word}, 0) for word in ("no", "No", " NONE ", "n/a", "N/A", "0", "False")],
        ("priority", {"strategic": True}, 5),
        ("priority", {"strategic": False}, 0),
    ],
)
def test_each_signal_at_its_edge(signal, facts, expected):
    assert points(signal, **facts) == expected


@pytest.mark.parametrize(
    ("as_of", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 5, 10), 0, date(2026, 5, 10)),
    ],
)
def test_months_are_calendar_months_clamped_to_their_end(as_of, months, expected):
    assert months_before(as_of, months) == expected


def test_a_renewal_exactly_six_months_ago_counts_at_the_end_of_a_short_month():
    assert points("renewal", as_of=date(2026, 8, 31), renewal=date(2026, 2, 28)) == 10
    assert points("renewal", as_of=date(2026, 8, 31), renewal=date(2026, 2, 27)) == 0


@pytest.mark.parametrize(
    ("left_out", "expected", "group"),
    [
        ((), 100, Class.BOARD),
        (("health",), 85, Class.BOARD),
        (("usage",), 80, Class.REFERENCE),
        (("health", "health", "since"), 70, Class.REFERENCE),
        (("nps", "strategic"), 70, Class.REFERENCE),
        (("nps", "sponsor"), 65, Class.NONE),
    ],
)
def test_classes_begin_at_seventy_and_eighty_five(left_out, expected, group):
    known = {name: value for name, value in vars(BEST).items() if name not in left_out}
    found = score(Facts(**known), TODAY)
    assert (found.value, found.group) == (expected, group)


def test_what_says_no_is_known():
    found = score(Facts(sponsor="none", strategic=False, nps=3), TODAY)
    assert found.complete == 3 / 7
    assert [line.value for line in found.lines] == [3, None, None, None, None, "none", False]


def test_weights_and_thresholds_can_be_others():
    scheme = Scheme(points={**POINTS, "nps": 40}, nps_from=8, reference_from=40, board_from=90)
    found = score(Facts(nps=8), TODAY, scheme)
    assert (found.value, found.group) == (40, Class.REFERENCE)


numbers = st.none() | st.floats(0, 100)
days = st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1))
facts = st.builds(
    Facts,
    nps=st.none() | st.floats(0, 10),
    usage=numbers,
    since=days,
    health=numbers,
    renewal=days,
    expansion=days,
    sponsor=st.none() | st.text(max_size=8),
    strategic=st.none() | st.booleans(),
)


@given(facts, st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_lines_add_up_and_the_unknown_earns_nothing(facts, as_of):
    found = score(facts, as_of)
    assert found.value == sum(line.points for line in found.lines)
    assert all(line.points in (0, line.max) for line in found.lines)
    assert all(line.points == 0 for line in found.lines if line.value is None)
    assert found.complete == sum(line.value is not None for line in found.lines) / 7


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)), st.integers(0, 24))
def test_going_back_months_never_leaves_the_month_meant(day, months):
    earlier = months_before(day, months)
    assert (earlier.year * 12 + earlier.month) == (day.year * 12 + day.month) - months
    assert earlier.day <= day.day
