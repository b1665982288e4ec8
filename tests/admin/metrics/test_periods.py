"""Periods: months and days as they are asked for."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin.metrics import periods
from admin.metrics.periods import Period
from hub.errors import Refusal

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)


def test_twelve_months_end_with_the_one_that_is_not_over():
    months = periods.months(NOON)
    assert [month.first for month in months[:2]] == [date(2025, 4, 1), date(2025, 5, 1)]
    assert months[-1] == Period(datetime(2026, 3, 1, tzinfo=UTC), NOON)


@given(MOMENTS)
def test_months_follow_each_other_without_a_gap(moment):
    months = periods.months(moment)
    assert len(months) == 12
    assert all(one.end == other.start for one, other in pairwise(months))
    assert all(month.start.day == 1 for month in months)


@given(MOMENTS, MOMENTS)
def test_a_moment_lies_in_a_period_or_beside_it(one, other):
    period = Period(min(one, other), max(one, other))
    assert not period.holds(period.end)
    assert period.before.end == period.start
    assert period.before.end - period.before.start == period.end - period.start


def test_both_days_that_are_asked_for_are_included():
    period = periods.of_days(date(2026, 1, 1), date(2026, 1, 31), now=NOON)
    assert (period.first, period.last) == (date(2026, 1, 1), date(2026, 1, 31))


def test_a_period_never_ends_in_the_future():
    assert periods.of_days(date(2026, 3, 1), date(2026, 12, 31), now=NOON).end == NOON


def test_without_days_it_is_the_last_ninety():
    assert periods.of_days(None, None, now=NOON) == periods.usual(NOON)


def test_days_in_the_wrong_order_are_refused():
    with pytest.raises(Refusal):
        periods.of_days(date(2026, 3, 2), date(2026, 3, 1), now=NOON)
