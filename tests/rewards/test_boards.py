"""Boards count what was earned and taken back in their period, and leave out who does not belong there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.database import commit, session
from hub.facts import ledger, reconciliation
from hub.people.companies import CompanyKind
from rewards import board_marks, board_page, boards
from rewards.board_marks import BoardMark
from rewards.boards import BoardSum, Period
from tests import factories
from tests.pages import count
from tests.rewards import shop


def earn(person, points, at, cause="deed"):
    ledger.earn(person.id, points, cause=cause, reason="A deed", source="test", now=at)


def names(period, at):
    lines = board_page.read(boards.board(period, at.date()), by=factories.person()).lines
    return [(line.place, line.face.name.split()[0], line.points) for line in lines]


def own(person, period, at, first=1):
    """Points, place and how sure: below as few first lines as one wants."""
    line = board_page.read(boards.board(period, at.date()), by=person, first=first).own
    return line and (line.points, line.place, line.about)


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from([Period.WEEK, Period.MONTH, Period.QUARTER])
)
def test_a_period_begins_on_or_before_its_days_and_is_one_period(day, period):
    first = boards.begins_on(period, day)
    assert first <= day < first + timedelta(days=93)
    assert boards.begins_on(period, first) == first
    assert first.weekday() == 0 if period is Period.WEEK else first.day == 1


@pytest.mark.both
def test_a_board_ranks_by_points_and_equals_share_a_place(db, at):
    for name, points in (("Amara", 50), ("Tomás", 80), ("Priya", 50), ("Marek", 10)):
        earn(factories.person(first_name=name), points, at)
    assert names(Period.WEEK, at) == [(1, "Tomás", 80), (2, "Amara", 50), (2, "Priya", 50), (4, "Marek", 10)]


@pytest.mark.both
def test_points_count_in_the_period_in_which_they_were_earned(db, at):
    person = factories.person()
    earn(person, 100, datetime(2026, 1, 15, tzinfo=UTC), "january")
    earn(person, 20, datetime(2026, 3, 1, tzinfo=UTC), "sunday before")
    earn(person, 5, at, "today")
    shown = {period: own(person, period, at) for period in Period}
    assert {period: line[0] for period, line in shown.items()} == {
        Period.WEEK: 5,
        Period.MONTH: 25,
        Period.QUARTER: 125,
        Period.EVER: 125,
    }


def test_a_reversal_takes_points_off_and_spending_does_not(db, at):
    person = factories.person()
    earn(person, 100, at, "one")
    earn(person, 30, at, "two")
    ledger.spend(person.id, 60, cause="redemption:1", reason="A mug", now=at)
    ledger.reverse(person.id, cause="two", reason="Spam", now=at)
    assert own(person, Period.WEEK, at) == (100, 1, False)


@pytest.mark.both
def test_staff_buyers_employees_suspended_erased_and_hidden_people_never_appear(db, at):
    vendor = factories.company("Meridian", kind=CompanyKind.VENDOR)
    kept_off = [
        factories.person("manager"),
        factories.person("advocate", "moderator"),
        factories.person("prospect"),
        factories.person(company=vendor),
        factories.person(suspended_at=at),
        factories.person(erased_at=at),
        factories.person(off_boards=True),
        factories.contact(),
    ]
    for person in kept_off:
        earn(person, 500, at)
        assert not boards.stands(person)
    shown = factories.person(first_name="Amara", company=factories.company("Kestrel"))
    earn(shown, 10, at)
    assert boards.stands(shown)
    for period in Period:
        assert names(period, at) == [(1, "Amara", 10)]
        assert own(shown, period, at) == (10, 1, False)
        assert {own(person, period, at) for person in kept_off} == {None}


@pytest.mark.both
def test_ones_place_is_the_same_with_and_without_marks(db, at, monkeypatch):
    monkeypatch.setattr(board_marks, "STEP", 4)
    people = [factories.person() for _person in range(23)]
    for number, person in enumerate(people):
        earn(person, 10 + 5 * (number // 2), at)

    def standings():
        return [own(person, Period.WEEK, at) for person in people]

    counted = [standing[:2] for standing in standings()]
    assert counted[::2] == [(10 + 5 * pair, max(1, 22 - 2 * pair)) for pair in range(12)]
    assert own(factories.person(), Period.WEEK, at) is None
    commit()
    board_marks.renew(now=at)
    assert count(BoardMark, BoardMark.period == Period.WEEK) == 5
    assert [standing[:2] for standing in standings()] == counted
    assert standings()[0][2]
    assert not standings()[-1][2]


@pytest.mark.both
def test_who_is_kept_off_is_not_counted_below_a_mark_either(db, at, monkeypatch):
    monkeypatch.setattr(board_marks, "STEP", 2)
    for points_of_each in (90, 80, 70):
        earn(factories.person(), points_of_each, at)
    for kept_off in (factories.person("manager"), factories.person(off_boards=True)):
        earn(kept_off, 75, at)
        earn(kept_off, 10, at, "another")
    last = factories.person()
    earn(last, 10, at)
    commit()
    board_marks.renew(now=at)
    for period in Period:
        assert own(last, period, at) == (10, 4, True)


def test_verify_finds_a_board_that_drifted(db, at):
    person = shop.saver(70)
    assert reconciliation.problems() == []
    session.get_one(BoardSum, (Period.MONTH, date(2026, 3, 1), person.id)).points = 71
    session.flush()
    assert reconciliation.problems() == [
        f"person {person.id}: the month of 2026-03-01 is 71, the postings say 70"
    ]
