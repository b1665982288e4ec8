"""An advocate's own terms, and what each reason to decline does to them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import Refusal
from hub.facts import asks, quiet_dates, settings
from hub.facts.notifications import Notification
from hub.people import consents
from references import declining, invitations, pool, working_days
from references.declining import CONSEQUENCES, LABELS, Reason
from references.invitations import Answer
from references.states import State
from references.terms import blackouts, terms, windows
from references.terms.terms import Period
from tests.pages import count
from tests.references import scenes


def test_opting_in_is_the_consent_and_opting_out_of_all_takes_it_back(db):
    person = scenes.advocate()
    assert "references" in consents.given_by(person)
    scenes.agree(person, formats=[])
    assert "references" not in consents.given_by(person)


@given(st.integers(1, 12), st.sampled_from(Period))
def test_the_gap_keeps_the_number_and_is_never_under_thirty_days(most, per):
    gap = terms.gap(most, per)
    assert gap >= timedelta(days=30)
    assert gap * most >= timedelta(days=terms.DAYS[per])


def test_an_advocates_stricter_limit_wins(db):
    person, by = scenes.advocate(most=1, per=Period.QUARTER), scenes.manager()
    scenes.invited(person, by)
    other = scenes.request(company_name="Other")
    with pytest.raises(Refusal, match="Asked on"):
        invitations.invite(other, person, by=by, now=scenes.later(days=90))


def test_a_limit_that_was_made_stricter_afterwards_holds_at_once(db):
    person = scenes.advocate()
    scenes.invited(person)
    scenes.agree(person, most=1, per=Period.YEAR)
    (found,) = pool.candidates(now=scenes.later(days=60), only=person.id)
    assert found.own_gap_until == scenes.later(days=365)


def test_quiet_dates_and_pause_keep_an_advocate_out(db):
    person = scenes.advocate()
    quiet_dates.keep(person, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 9))
    assert pool.candidates(now=scenes.later(), only=person.id)[0].quiet_until == date(2026, 3, 9)
    asks.pause(person, until=scenes.later(days=30), now=scenes.later())
    with pytest.raises(Refusal, match="Paused"):
        scenes.invited(person)


def test_a_quiet_day_of_a_programme_far_away_begins_and_ends_there_for_matching_too(db):
    person = scenes.advocate()
    quiet_dates.keep(person, starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 3))
    settings.change("programme.timezone", "Pacific/Auckland", by=None, now=scenes.later())
    midnight = datetime(2026, 3, 2, 11, tzinfo=UTC)
    for moment, until in (
        (midnight - timedelta(minutes=1), None),
        (midnight, date(2026, 3, 3)),
        (midnight + timedelta(hours=23, minutes=59), date(2026, 3, 3)),
        (midnight + timedelta(hours=24), None),
    ):
        assert pool.candidates(now=moment, only=person.id)[0].quiet_until == until, moment


def test_the_minutes_of_a_month_are_counted_over_all_asks(db):
    person = scenes.advocate(minutes=40)
    asks.draw(person, "survey", minutes=15, source="survey:1", now=scenes.later())
    with pytest.raises(Refusal, match="minutes"):
        scenes.invited(person)


def test_a_company_that_is_held_back_is_not_asked(db):
    person = scenes.advocate()
    csm = scenes.csm_of(person)
    blackouts.hold_back(
        scenes.sure(person.company),
        until=date(2026, 3, 20),
        reason="year-end audit",
        by=csm,
        now=scenes.later(),
    )
    with pytest.raises(Refusal, match="year-end audit"):
        scenes.invited(person)
    blackouts.release(scenes.sure(person.company), by=csm, now=scenes.later())
    assert scenes.invited(person).answer is Answer.WAITING


def declined(reason: Reason, **own):
    person = scenes.advocate(**own)
    csm = scenes.csm_of(person)
    invitation = scenes.invited(person)
    declining.decline(invitation, reason, now=scenes.later(hours=3))
    return person, csm, invitation


def test_no_time_pauses_for_a_month(db):
    person, _csm, invitation = declined(Reason.NO_TIME)
    assert scenes.sure(asks.budget_of(person.id)).paused_until == scenes.later(days=30, hours=3)
    assert invitation.request.state is State.IN_REVIEW


def test_too_often_makes_it_once_a_quarter(db):
    person, _csm, _invitation = declined(Reason.TOO_OFTEN)
    assert (terms.of(person.id).most, terms.of(person.id).per) == (1, Period.QUARTER)


def test_too_often_never_loosens_a_stricter_limit(db):
    person, _csm, _invitation = declined(Reason.TOO_OFTEN, most=1, per=Period.YEAR)
    assert terms.of(person.id).per is Period.YEAR


def test_not_comfortable_takes_the_format_out(db):
    person, _csm, _invitation = declined(Reason.NOT_COMFORTABLE)
    assert terms.of(person.id).formats == ["phone"]


def test_not_my_topic_takes_the_topics_out(db):
    person, _csm, _invitation = declined(Reason.NOT_MY_TOPIC, topics=["Implementation", "Support"])
    assert terms.of(person.id).topics == ["Support"]


def test_not_them_puts_the_company_on_the_never_list(db):
    person, _csm, _invitation = declined(Reason.NOT_THEM)
    assert terms.of(person.id).never_with == ["Halden Re"]


@pytest.mark.parametrize("reason", [Reason.PRODUCT_TROUBLE, Reason.LEFT_COMPANY])
def test_trouble_and_leaving_are_told_to_who_looks_after_them(db, reason):
    person, csm, _invitation = declined(reason)
    told = Notification.kind == "reference.customer_needs_you"
    assert count(Notification, Notification.person_id == csm.id, told) == 1
    assert scenes.sure(scenes.sure(asks.budget_of(person.id)).paused_until) > scenes.later(days=29)


def test_every_reason_has_words_and_a_consequence():
    assert set(LABELS) == set(CONSEQUENCES) == set(declining._DEEDS) == set(Reason)


def test_an_invitation_is_answered_once(db):
    invitation = scenes.invited()
    declining.decline(invitation, Reason.NO_TIME, now=scenes.later(hours=1))
    with pytest.raises(Refusal, match="answered already"):
        declining.decline(invitation, Reason.NO_TIME, now=scenes.later(hours=2))


@given(
    st.lists(st.sampled_from([f"{day}-{part}" for day in range(5) for part in windows.PARTS]), unique=True),
    st.sampled_from(["UTC", "Europe/Vienna", "America/New_York", "Asia/Tokyo"]),
    st.integers(15, 240),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
)
def test_what_is_offered_lies_in_the_windows_and_not_too_soon(chosen, zone, minutes, now):
    for start in windows.openings(chosen, ZoneInfo(zone), minutes, now=now):
        assert start >= now + windows.NOTICE
        assert start.minute == 0
        parts = [
            window.split("-")[1] for window in chosen or windows.USUAL if int(window[0]) == start.weekday()
        ]
        assert any(windows.PARTS[part][0] <= start.hour < windows.PARTS[part][1] for part in parts)


def test_no_time_is_offered_on_quiet_days():
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    found = windows.openings([], ZoneInfo("UTC"), 30, now=now, quiet=[(date(2026, 3, 3), date(2026, 3, 8))])
    assert min(found).date() == date(2026, 3, 9)


def test_two_working_days_stand_still_at_the_weekend():
    friday = datetime(2026, 3, 6, 15, tzinfo=UTC)
    assert working_days.add(friday, 2) == datetime(2026, 3, 10, 15, tzinfo=UTC)
    assert working_days.add(datetime(2026, 3, 7, 15, tzinfo=UTC), 1) == datetime(2026, 3, 10, 15, tzinfo=UTC)
