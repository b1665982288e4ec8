"""Alerts on the desk: whom somebody should say hello to, ask again, or look at."""

import pytest

from admin import alerts
from hub.clock import now
from hub.facts import asks, standings
from hub.people import invitations
from tests import factories
from tests.admin.metrics.scenes import DAY
from tests.admin.metrics.test_pages import willing

pytestmark = pytest.mark.both


@pytest.fixture
def told(db, at):
    manager = factories.person("manager")
    return lambda: [str(item.what) for item in alerts.desk(manager, now=at)]


def scored(person, *values):
    """Give a person these scores, each (days ago, value)."""
    for days, value in values:
        standings.put(("person", person.id), "advocate_score", value=value, as_of=now() - days * DAY)


def strong(at, **facts):
    person = willing(at, joined_at=at - 200 * DAY, **facts)
    scored(person, (1, 90))
    return person


def test_who_is_strong_willing_and_not_asked_for_half_a_year_is_a_forgotten_strength(told, at):
    person = strong(at)
    assert told() == [f"{person.name} was not asked for half a year"]


def test_who_was_asked_or_is_new_or_weak_or_not_willing_is_not_forgotten(told, at):
    asked = strong(at)
    asks.draw(asked, "reference", minutes=30, source="invitation:1", now=at)
    scored(willing(at, joined_at=at - 20 * DAY), (1, 90))
    scored(willing(at, joined_at=at - 200 * DAY), (1, 84))
    scored(factories.person(joined_at=at - 200 * DAY), (1, 99))
    assert told() == []


def test_only_a_few_are_told_the_strongest_first(told, at):
    people = [strong(at) for _ in range(5)]
    scored(people[4], (0, 99))
    assert len(told()) == 3
    assert told()[0].startswith(people[4].name)


def test_invitations_that_nobody_answered_for_two_weeks_are_one_alert(told, at):
    manager = factories.person("manager")
    for days in (15, 20, 13, 31):
        invitations.invite(factories.contact(), role="advocate", by=manager, now=at - days * DAY)
    assert told() == ["2 invitations to join wait for an answer"]


def test_a_score_that_fell_within_thirty_days_is_told(told, at):
    fell, steady, long_ago = (factories.person(company=factories.company()) for _ in range(3))
    scored(fell, (60, 80), (5, 55))
    scored(steady, (60, 80), (5, 70))
    scored(long_ago, (90, 80), (60, 40))
    assert told() == [f"{fell.name}’s score fell from 80 to 55"]


def test_who_sees_no_metrics_is_told_nothing(db, at):
    strong(at)
    assert alerts.desk(factories.person("csm"), now=at) == []


def test_happy_customers_whom_nobody_invited_are_one_alert(told, at):
    contact = factories.contact(company=factories.company())
    scored(contact, (1, 80))
    scored(factories.contact(company=factories.company(), email=None), (1, 80))
    assert told() == ["One reference candidate is not invited"]
