"""Metrics against figures worked out by hand, and against a plain calculation over the same rows."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admin.metrics import (
    acceptance,
    catalogue,
    first_response,
    fulfilment,
    metric,
    monthly_active,
    participation,
    periods,
)
from admin.metrics.active_months import ActiveMonth
from admin.metrics.percentiles import nearest_rank
from admin.metrics.periods import Period
from hub.database import session
from hub.facts import activity
from references import figures
from references.invitations import Answer
from references.requests import Request
from references.states import State
from tests import factories
from tests.admin.metrics.scenes import DAY, deed, fulfilled, invitation, request
from tests.conftest import MONDAY
from tests.pages import count

pytestmark = pytest.mark.both
SPRING = Period(MONDAY - 90 * DAY, MONDAY)


def only(one, period=SPRING):
    ((figure,),) = metric.measure([one.METRIC], [period])
    return figure


def test_fulfilment_leaves_withdrawn_requests_out_and_stories_apart(db, at):
    for _ in range(3):
        fulfilled(at - 5 * DAY)
    request(at - 5 * DAY)
    request(at - 5 * DAY, state=State.NO_MATCH)
    request(at - 5 * DAY, state=State.CONTENT_OFFERED)
    request(at - 5 * DAY, state=State.WITHDRAWN)
    fulfilled(at - 100 * DAY)
    figure = only(fulfilment)
    assert figure.value == 3 / 6
    assert figure.sample == 6
    assert str(figure.aside) == "1 served by stories alone"


def test_a_request_closed_by_a_story_has_no_advocate(db, at):
    request(at - 5 * DAY, state=State.CLOSED)
    assert only(fulfilment).value == 0


def test_without_requests_fulfilment_is_not_known(db):
    figure = only(fulfilment)
    assert (figure.value, figure.sample) == (None, 0)
    assert str(figure.why_unknown) == "No request was filed."


def test_response_time_is_the_mean_with_nine_in_ten_beside_it(db, at):
    for hours in (1, 2, 3, 4, 5, 6, 7, 8, 9, 55):
        request(at - 5 * DAY, responded_after=hours)
    request(at - 5 * DAY)
    figure = only(first_response)
    assert figure.value == pytest.approx(10)
    assert figure.sample == 10
    assert str(figure.aside) == "nine in ten within 9 h"


def test_acceptance_leaves_out_who_has_not_answered(db, at):
    wanted = request(at - 5 * DAY)
    for answer in (Answer.ACCEPTED, Answer.DECLINED, Answer.EXPIRED, Answer.WAITING):
        invitation(wanted, factories.person(), sent_at=at - 4 * DAY, answer=answer)
    figure = only(acceptance)
    assert figure.value == pytest.approx(1 / 3)
    assert figure.sample == 3


def test_participation_counts_a_year_of_yes_for_each_advocate(db, at):
    people = [factories.person(joined_at=at - 300 * DAY) for _ in range(4)]
    for person, days in ((people[0], 20), (people[0], 100), (people[1], 300), (people[2], 400)):
        invitation(request(at - days * DAY), person, sent_at=at - days * DAY)
    factories.person("manager", joined_at=at - 300 * DAY)
    figure = only(participation)
    assert figure.value == 3 / 4
    assert figure.sample == 4


def test_active_is_who_did_something_in_thirty_days_among_those_who_had_joined(db, at):
    old = [factories.person(joined_at=at - 60 * DAY) for _ in range(4)]
    factories.person(joined_at=at + DAY)
    factories.person("prospect", joined_at=at - 60 * DAY)
    deed(old[0], at - 2 * DAY)
    deed(old[0], at - 3 * DAY)
    deed(old[1], at - 30 * DAY)
    deed(old[2], at - 31 * DAY)
    deed(factories.person("manager", joined_at=at - 60 * DAY), at - DAY)
    figure = only(monthly_active)
    assert (figure.value, figure.sample) == (2 / 4, 4)


def test_finished_months_are_counted_once_and_then_only_read(db, at):
    person = factories.person(joined_at=at - 200 * DAY)
    deed(person, at - 40 * DAY)
    spans = periods.months(at)
    (before,) = metric.measure([monthly_active.METRIC], spans)
    monthly_active.note_months(now=at)
    monthly_active.note_months(now=at)
    assert count(ActiveMonth) == 11
    assert metric.measure([monthly_active.METRIC], spans) == [before]
    deed(person, at - 2 * DAY)
    deed(person, at - 41 * DAY)
    (after,) = metric.measure([monthly_active.METRIC], spans)
    assert (before[-1].value, after[-1].value) == (0, 1)
    assert [figure.value for figure in after[:-1]] == [figure.value for figure in before[:-1]]


def test_an_undone_deed_is_none(db, at):
    person = factories.person(joined_at=at - 60 * DAY)
    activity.retract(deed(person, at - DAY), by=None, reason="a mistake", now=at)
    assert only(monthly_active).value == 0


def test_waiting_in_vain_is_not_being_active(db, at):
    person = factories.person(joined_at=at - 60 * DAY)
    deed(person, at - DAY, kind="question.unanswered")
    assert only(monthly_active).value == 0


def test_a_reading_holds_the_figure_the_one_before_and_twelve_months(db, at):
    fulfilled(at - 5 * DAY)
    request(at - 100 * DAY)
    (reading,) = metric.take([fulfilment.METRIC], SPRING)
    assert (reading.figure.value, reading.before.value, reading.change) == (1, 0, 1)
    assert reading.tone == "good"
    assert reading.on_target
    assert [str(words) for words in reading.note] == ["+100 points", "target 70 %"]
    assert len(reading.months) == 12
    assert reading.months[-2][1].value == 1
    assert reading.months[0][1].value is None


MOMENTS = st.integers(0, 400).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=7 * hours))
REQUESTS = st.lists(
    st.tuples(MOMENTS, st.sampled_from(list(State)), st.none() | st.integers(0, 200), st.booleans()),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=REQUESTS, cut=MOMENTS)
def test_sql_measures_what_a_plain_calculation_does(db, rows, cut):
    with session.begin_nested() as savepoint:
        seller, advocate = factories.person("sales"), factories.person()
        for filed_at, state, hours, accepted in rows:
            made = request(filed_at, state=state, responded_after=hours, by=seller)
            if accepted:
                invitation(made, advocate, sent_at=filed_at)
        spans = [Period(cut - 60 * DAY, cut), Period(cut - 20 * DAY, cut + 30 * DAY), *periods.months(cut)]
        measured = metric.measure([fulfilment.METRIC, first_response.METRIC], spans)
        for span, share, answered in zip(spans, *measured, strict=True):
            facts = figures.requests_between(span.start, span.end)
            hours = [fact.first_response_hours for fact in facts if fact.first_response_hours is not None]
            assert share.value == figures.fulfilment(facts)
            assert share.sample == sum(not fact.withdrawn for fact in facts)
            assert answered.sample == len(hours)
            assert answered.value == pytest.approx(sum(hours) / len(hours) if hours else None)
            if hours:
                assert str(answered.aside) == f"nine in ten within {round(nearest_rank(hours) or 0)} h"
        savepoint.rollback()
    session.expunge_all()


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=50))
def test_nine_in_ten_lie_at_or_below_the_ninetieth_percentile(values):
    found = nearest_rank(values)
    assert sum(value <= found for value in values) >= math.ceil(0.9 * len(values) - 1e-9)
    assert found in values


def test_each_metric_lists_the_rows_behind_it(db, at):
    made = fulfilled(at - 5 * DAY, responded_after=3)
    for one in (fulfilment, first_response, acceptance):
        (row,) = session.execute(one.METRIC.rows(SPRING)).all()
        assert row.url == f"/references/requests/{made.id}"
        assert all(column.cell(row) is not None for column in one.METRIC.columns)
    assert session.get_one(Request, made.id).state is State.HELD


def test_everything_is_measured_with_one_statement(db, at, counted_queries):
    fulfilled(at - 5 * DAY, responded_after=3)
    with counted_queries() as queries:
        readings = metric.take(catalogue.METRICS, SPRING)
    assert len(queries) == 1
    assert [reading.figure.value for reading in readings[:2]] == [1, 3]
