"""Levels follow lifetime points: up at once, down only when points are taken back."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from hub.database import session
from hub.facts import activity, ledger
from hub.facts.activity import Activity, Retraction
from hub.facts.notifications import Notification
from rewards import levels, reaches
from rewards.levels import Level, Step
from tests import factories
from tests.pages import count

STEPS = [
    Step(id=n, threshold=threshold, name=f"Level {n}", perk="")
    for n, threshold in enumerate((0, 250, 750, 1500))
]


def earn(person, points, at, cause="deed"):
    ledger.earn(person.id, points, cause=cause, reason="A deed", source="test", now=at)


def reached(person):
    kinds = sa.select(Activity.title).where(
        Activity.person_id == person.id, Activity.kind == "level.reached", activity.standing()
    )
    return list(session.scalars(kinds.order_by(Activity.id)))


@given(st.integers(-1000, 10_000))
def test_one_stands_on_the_highest_threshold_that_is_reached(lifetime):
    climb = levels.climb(lifetime, STEPS)
    assert climb.level.threshold <= max(lifetime, 0)
    assert climb.next is None or climb.next.threshold > lifetime
    assert climb.missing == (climb.next.threshold - lifetime if climb.next else 0)


def test_a_raised_threshold_takes_no_level_away():
    assert levels.climb(260, STEPS, held=750).level.threshold == 750
    assert levels.climb(260, STEPS, held=750).missing == 1240


def test_a_programme_starts_with_five_levels(db):
    assert [level.threshold for level in levels.ladder()] == [0, 250, 750, 1500, 4000]


@pytest.mark.both
def test_crossing_a_threshold_is_recorded_and_told(db, at):
    person = factories.person()
    earn(person, 249, at, "one")
    assert reached(person) == []
    earn(person, 1, at, "two")
    assert reached(person) == ["Contributor"]
    assert count(Notification, Notification.person_id == person.id, Notification.kind == "level.reached") == 1


def test_one_leap_reaches_every_level_on_the_way(db, at):
    person = factories.person()
    earn(person, 1600, at)
    assert reached(person) == ["Contributor", "Guide", "Mentor"]
    assert reaches.climb_of(person.id).level.name == "Mentor"


def test_points_given_by_hand_count_too(db, at):
    person, manager = factories.person(), factories.person("manager")
    ledger.grant(person.id, 300, reason="A talk at our summit", by=manager, key="talk", now=at)
    assert reached(person) == ["Contributor"]


@pytest.mark.both
def test_a_level_goes_with_the_points_and_can_be_reached_again(db, at):
    person = factories.person()
    earn(person, 240, at, "one")
    earn(person, 20, at, "two")
    ledger.reverse(person.id, cause="two", reason="It was spam.", now=at)
    assert reached(person) == []
    assert count(Retraction) == 1
    earn(person, 20, at, "three")
    assert reached(person) == ["Contributor"]


def test_spending_lowers_nobody(db, at):
    person = factories.person()
    earn(person, 260, at)
    ledger.spend(person.id, 200, cause="redemption:1", reason="A mug", now=at)
    assert reaches.climb_of(person.id).level.name == "Contributor"


def test_who_reached_a_level_keeps_it_when_its_threshold_is_raised(db, at):
    person = factories.person()
    earn(person, 260, at)
    session.execute(sa.update(Level).where(Level.threshold == 250).values(threshold=400))
    climb = reaches.climb_of(person.id)
    assert climb.next is not None
    assert (climb.level.name, climb.next.name, climb.missing) == ("Contributor", "Guide", 490)


def test_a_new_member_stands_on_the_first_level(db):
    climb = reaches.climb_of(factories.person().id)
    assert (climb.level.name, climb.missing) == ("Member", 250)
