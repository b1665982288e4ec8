"""How a reading is told: what moved, whether that is good, and what stays unsaid."""

import pytest

from admin.metrics import first_response, fulfilment, monthly_active
from admin.metrics.figures import Figure, Target, Unit, moved, share, spoken
from admin.metrics.metric import Reading
from admin.metrics.periods import Period
from tests.conftest import MONDAY


def reading(one, value, before):
    period = Period(MONDAY, MONDAY)
    return Reading(one.METRIC, period, Figure(value, 1), Figure(before, 1), [])


@pytest.mark.parametrize(
    ("one", "value", "before", "tone"),
    [
        (fulfilment, 0.76, 0.67, "good"),
        (fulfilment, 0.60, 0.67, "bad"),
        (fulfilment, 0.60, 0.50, ""),
        (fulfilment, 0.72, 0.80, ""),
        (first_response, 19.0, 25.0, "good"),
        (first_response, 60.0, 50.0, "bad"),
        (first_response, 60.0, 70.0, ""),
        (monthly_active, 0.4, 0.401, "good"),
        (fulfilment, 0.9, None, ""),
        (fulfilment, None, 0.9, ""),
    ],
)
def test_good_is_on_target_and_not_falling_back(one, value, before, tone):
    assert reading(one, value, before).tone == tone


@pytest.mark.parametrize(
    ("change", "unit", "words"),
    [
        (0.09, Unit.SHARE, "+9 points"),
        (-0.031, Unit.SHARE, "−3 points"),
        (-6.0, Unit.HOURS, "6.0 h faster"),
        (16.0, Unit.HOURS, "16 h slower"),
        (4, Unit.COUNT, "+4"),
        (0.25, Unit.TIMES, "+0.2"),
        (0.004, Unit.SHARE, "None"),
        (0.0, Unit.HOURS, "None"),
    ],
)
def test_a_move_is_told_in_the_units_own_words(change, unit, words):
    assert str(moved(change, unit)) == words


def test_what_is_not_known_is_a_dash_and_never_zero():
    assert spoken(None, Unit.SHARE) == "–"
    assert share(None, 0, unknown="why").value is None
    assert share(None, 5, unknown="why").value == 0


def test_a_target_may_be_open_at_either_end():
    assert Target(low=2, high=4).met_by(3)
    assert not Target(low=2, high=4).met_by(5)
    assert Target(high=48).met_by(0)
    assert not Target(low=0.7).met_by(0.69)
