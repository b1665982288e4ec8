"""The demo: it lives through the public rules, leaves books that add up, and touches nobody's own database."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from admin.demo import cast, ground, marker, seasons, year
from hub.app import create_app
from hub.clock import now
from hub.database import session
from hub.delivery import outbox
from hub.demo import PASSWORD
from hub.errors import Refusal
from hub.facts import audit, reconciliation
from hub.house import house_of
from hub.people import passwords, persons
from hub.people.persons import Person
from tests import factories
from tests.conftest import MONDAY, settings_for
from tests.pages import count


@pytest.fixture
def settings(tmp_path):
    return settings_for(f"sqlite:///{tmp_path / 'vouch.sqlite3'}", tmp_path)


@pytest.mark.slow
def test_two_weeks_of_the_demo_leave_everything_settled(settings, at):
    app, said = create_app(settings), []
    with app.app_context():
        assert ground.prepare(settings, anew=False)
        world = year.live(now(), said.append, days=14)
        assert world.now == MONDAY
        assert count(Person, Person.joined_at.is_not(None), Person.joined_at <= MONDAY) >= 25
        assert reconciliation.problems() + audit.verify() == []
        assert session.scalar(outbox.undone().where(outbox.OutboxRow.due_at <= MONDAY).limit(1)) is None
        for member, _seen in cast.sign_ins():
            person = persons.find_by_email(member.email)
            if member != cast.BUYER:  # who comes only towards the end of the year
                assert person is not None
                assert person.role_names == {member.role}
                assert passwords.fits(PASSWORD, person.password_hash)
        session.remove()
    assert said[-1].startswith("  March 2026: ")


def test_a_database_with_people_that_no_demo_made_is_refused_and_left_alone(app, db):
    settings = house_of(app).settings
    factories.person("admin", email="real@example.com")
    session.commit()
    for anew in (False, True):
        with pytest.raises(Refusal, match="nothing was touched"):
            ground.prepare(settings, anew=anew)
    assert persons.find_by_email("real@example.com") is not None
    assert not marker.is_ours(settings)


def test_a_demo_that_is_there_is_kept_and_one_that_was_interrupted_is_begun_anew(settings):
    app = create_app(settings)
    with app.app_context():
        assert ground.prepare(settings, anew=False)
        assert ground.prepare(settings, anew=False)
        marker.complete(settings)
        assert not ground.prepare(settings, anew=False)
        assert ground.prepare(settings, anew=True)
        session.remove()


def test_the_marker_means_one_database(settings):
    marker.begin(settings)
    assert marker.is_ours(settings)
    assert not marker.is_ours(replace(settings, database_url="sqlite:////somewhere/else"))


def test_only_a_demo_offers_its_sign_ins(settings):
    marker.begin(settings)
    app = create_app(settings)
    with app.app_context():
        ground.prepare(settings, anew=True)
        page = app.test_client().get("/sign-in").text
        session.remove()
    assert page.count("demo.vouch.example") >= 7
    assert "Sign in as Amara Obi" in page


def test_a_stranger_sees_no_demo_sign_ins(client_of):
    assert "demo.vouch.example" not in client_of().get("/sign-in").text


def test_quiet_days_are_quiet_and_the_campaign_is_lively():
    quiet = [date(2026, 12, 25), date(2026, 8, 1), date(2026, 3, 1)]
    assert all(seasons.busy(day, 200) < 0.2 for day in quiet)
    assert seasons.busy(date(2026, 4, 21), 200) > 1.5
    assert seasons.busy(date(2026, 4, 21), 0) < seasons.busy(date(2026, 4, 21), 100)


def test_a_day_is_lived_in_working_hours_and_never_in_the_future():
    early = MONDAY - timedelta(hours=8, minutes=59)
    for seed in range(30):
        assert 8 <= seasons.moment(MONDAY.date(), Random(seed), latest=MONDAY + timedelta(days=1)).hour < 17
        assert seasons.moment(MONDAY.date(), Random(seed), latest=early) == early
