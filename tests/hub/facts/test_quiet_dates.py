"""Quiet dates: days of the programme, and one range where several would overlap."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hub.clock import now
from hub.database import session
from hub.errors import Refusal
from hub.facts import asks, quiet_dates, settings
from hub.facts.quiet_dates import QuietDates
from tests import factories
from tests.processes import race

MINUTE = timedelta(minutes=1)


def march(day):
    return date(2026, 3, day)


@pytest.fixture
def amara(db):
    return factories.person()


def kept(person, *ranges):
    for first, last in ranges:
        quiet_dates.keep(person, starts_on=march(first), ends_on=march(last))
    found = session.query(QuietDates).filter_by(person_id=person.id).order_by(QuietDates.starts_on)
    return [(one.starts_on.day, one.ends_on.day) for one in found]


@pytest.mark.both
@pytest.mark.parametrize(
    ("zone", "begins", "ends"),
    [
        ("UTC", datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 30, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 3, 27, 11, tzinfo=UTC), datetime(2026, 3, 29, 11, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 28, 4, tzinfo=UTC), datetime(2026, 3, 30, 4, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 3, 27, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)),
    ],
)
def test_quiet_dates_begin_and_end_at_midnight_where_the_programme_is(amara, zone, begins, ends):
    settings.change("programme.timezone", zone, by=None, now=now())
    kept(amara, (28, 29))
    for moment, quiet in ((begins - MINUTE, False), (begins, True), (ends - MINUTE, True), (ends, False)):
        assert (quiet_dates.until(amara.id, now=moment) == march(29)) is quiet, moment
        assert (asks.blocked(amara.id, minutes=5, now=moment) is not None) is quiet, moment
    assert len(quiet_dates.of(amara.id, now=ends - MINUTE)) == 1
    assert quiet_dates.of(amara.id, now=ends) == []


@pytest.mark.both
@pytest.mark.parametrize(
    ("ranges", "found"),
    [
        ([(3, 5), (4, 8)], [(3, 8)]),
        ([(3, 8), (4, 5)], [(3, 8)]),
        ([(4, 5), (3, 8)], [(3, 8)]),
        ([(3, 5), (3, 5)], [(3, 5)]),
        ([(3, 5), (6, 8)], [(3, 8)]),
        ([(6, 8), (3, 5)], [(3, 8)]),
        ([(3, 5), (7, 8)], [(3, 5), (7, 8)]),
        ([(3, 4), (6, 7), (9, 10), (5, 8)], [(3, 10)]),
    ],
)
def test_ranges_that_touch_become_one(amara, ranges, found):
    assert kept(amara, *ranges) == found


def test_somebody_elses_days_and_the_end_of_time_are_left_alone(amara):
    tomas = factories.person()
    quiet_dates.keep(tomas, starts_on=march(3), ends_on=date.max)
    assert kept(amara, (4, 5)) == [(4, 5)]
    with pytest.raises(Refusal, match="last day comes after the first"):
        quiet_dates.keep(amara, starts_on=march(5), ends_on=march(4))


@pytest.mark.both
@pytest.mark.slow
def test_ranges_kept_at_one_moment_become_one_too(app, amara):
    assert (
        race(app, "tests.hub.facts.races:keep_quiet", [(amara.id, day) for day in range(1, 7)])
        == ["kept"] * 6
    )
    assert kept(amara) == [(1, 8)]


def test_the_programmes_time_zone_is_chosen_among_those_there_are(client_of, db):
    admin = client_of(factories.person("admin"))
    address = "/admin/settings/programme.timezone"
    assert admin.post(address, data={"value": "Europe/Berlin"}).status_code == 303
    for wrong in ("Middle/Earth", ""):
        answer = admin.post(address, data={"value": wrong})
        assert answer.status_code == 422
        assert 'id="setting-programme-timezone-error"' in answer.text
    session.rollback()
    assert settings.value("programme.timezone") == "Europe/Berlin"
    with pytest.raises(Refusal):
        settings.change("programme.timezone", "Middle/Earth", by=None, now=now())
    advocate = client_of(factories.person())
    assert "(Europe/Berlin)" in advocate.get("/me/availability").text
