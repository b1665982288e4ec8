"""From the request to what came of it: the whole way, as rules."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from hub.database import session
from hub.delivery.outbox import OutboxRow
from hub.errors import Refusal
from hub.facts import activity, asks, ledger
from hub.facts.asks import Ask
from hub.facts.notifications import Notification
from hub.people.opportunities import Result
from references import (
    endings,
    figures,
    impact,
    invitations,
    lifecycle,
    outcomes,
    pool,
    requests,
    rounds,
    shortlists,
    thanks,
)
from references.calls import appointments, calls, holding, ratings
from references.calls.calls import CallState
from references.calls.ratings import Score, Side
from references.invitations import Answer
from references.states import State
from tests import factories
from tests.pages import count
from tests.references import scenes

pytestmark = pytest.mark.both


def mails(template: str) -> list[dict]:
    rows = session.scalars(sa.select(OutboxRow).where(OutboxRow.task == "mail.send").order_by(OutboxRow.id))
    return [row.payload for row in rows if row.payload["template"] == template]


def test_the_csm_is_told_before_the_advocate(db):
    person = scenes.advocate()
    csm = scenes.csm_of(person)
    scenes.invited(person)
    rows = session.scalars(
        sa.select(OutboxRow).where(OutboxRow.task == "mail.send").order_by(OutboxRow.id)
    ).all()
    told = [row.payload["to"] for row in rows]
    assert told.index(csm.id) < told.index(person.id)


def test_an_invitation_answers_who_asked_and_stops_the_clock(db):
    invitation = scenes.invited()
    request = invitation.request
    assert request.state is State.INVITED
    assert request.first_response_hours == 0
    assert "1 perfect" in scenes.sure(request.response)
    (mail,) = mails("references/mail/status")
    assert mail["to"] == request.requester_id


def test_a_second_request_finds_the_advocate_resting_for_thirty_days(db):
    person, by = scenes.advocate(), scenes.manager()
    scenes.invited(person, by)
    other = scenes.request(company_name="Other")
    with pytest.raises(Refusal, match="1 April 2026"):
        invitations.invite(other, person, by=by, now=scenes.later(days=29, hours=23))


def test_exactly_thirty_days_later_the_advocate_can_be_asked_again(db):
    person, by = scenes.advocate(), scenes.manager()
    scenes.invited(person, by)
    again = invitations.invite(scenes.request(company_name="Other"), person, by=by, now=scenes.later(days=30))
    assert again.answer is Answer.WAITING


def test_one_of_a_company_in_thirty_days(db):
    person = scenes.advocate()
    colleague = scenes.advocate(company=person.company)
    scenes.invited(person)
    with pytest.raises(Refusal, match="company"):
        scenes.invited(colleague, company_name="Other")


def test_an_override_needs_no_free_date_moves_it_on_and_is_audited(db):
    person, by = scenes.advocate(), scenes.manager()
    scenes.invited(person, by)
    request = scenes.request(company_name="Other")
    invitation = invitations.invite(
        request, person, by=by, override="The CFO asked for her", now=scenes.later(days=2)
    )
    assert invitation.override == "The CFO asked for her"
    assert asks.next_free(person.id, "reference", now=scenes.later(days=2)) == scenes.later(days=32)


def test_an_override_does_not_go_past_what_the_advocate_never_agreed_to(db):
    person = scenes.advocate(formats=["phone"])
    with pytest.raises(Refusal, match="format"):
        invitations.invite(
            scenes.request(), person, by=scenes.manager(), override="Please", now=scenes.later()
        )


def test_a_silent_invitation_goes_to_the_next_in_line_after_two_working_days(db):
    by, first, second = scenes.manager(), scenes.advocate(), scenes.advocate()
    invitation = scenes.invited(first, by)
    shortlists.put(invitation.request, second, by=by, now=scenes.later())
    session.commit()
    rounds.expire_invitations(now=scenes.later(days=1, hours=23))
    assert scenes.sure(invitations.waiting_for(invitation.request_id)).person_id == first.id
    session.rollback()
    rounds.expire_invitations(now=scenes.later(days=2))
    rounds.expire_invitations(now=scenes.later(days=2))
    assert invitations.get(invitation.id).answer is Answer.EXPIRED
    assert scenes.sure(invitations.waiting_for(invitation.request_id)).person_id == second.id
    assert count(Ask) == 2


def test_with_nobody_in_line_the_request_goes_back_and_the_manager_is_told(db):
    by = scenes.manager()
    invitation = scenes.invited(by=by)
    session.commit()
    rounds.expire_invitations(now=scenes.later(days=2))
    assert requests.get(invitation.request_id).state is State.IN_REVIEW
    assert count(Notification, Notification.person_id == by.id, Notification.kind == "reference.stuck") == 1


def test_a_time_among_the_buyers_own_schedules_it_and_both_get_their_own_entry(db):
    call = scenes.scheduled()
    assert call.state is CallState.SCHEDULED
    assert call.request.state is State.SCHEDULED
    sent = mails("references/mail/appointment")
    assert {mail["to"] for mail in sent} == {call.person_id, call.request.buyer_id}
    for mail in sent:
        assert "METHOD:REQUEST" in mail["calendar"]
        assert mail["calendar"].count("ATTENDEE") == 1
    assert scenes.sure(scenes.sure(call.request.buyer).email) not in str(
        next(mail for mail in sent if mail["to"] == call.person_id)
    )


def test_the_buyer_chooses_among_the_advocates_times(db):
    call = scenes.agreed(place="https://meet.example/room")
    (mail,) = mails("references/mail/choose_time")
    assert mail["to"] == call.request.buyer_id
    appointments.agree(call, call.proposed[0], now=scenes.later(days=1))
    assert call.state is CallState.SCHEDULED


def test_without_a_link_nothing_is_scheduled_until_somebody_pastes_one(db):
    call = scenes.agreed(buyer_times=[scenes.TIME])
    assert (call.state, call.request.state) == (CallState.AGREED, State.ACCEPTED)
    assert mails("references/mail/appointment") == []
    with pytest.raises(Refusal, match="https"):
        appointments.give_place(call, "javascript:alert(1)", by=call.person, now=scenes.later())
    appointments.give_place(call, "https://meet.example/x", by=call.person, now=scenes.later())
    assert call.state is CallState.SCHEDULED
    assert len(mails("references/mail/appointment")) == 2


def test_a_moved_talk_sends_entries_of_a_higher_sequence(db):
    call = scenes.scheduled()
    appointments.agree(call, scenes.later(days=10), now=scenes.later(days=1))
    last = mails("references/mail/appointment")[-1]
    assert "SEQUENCE:1" in last["calendar"]
    assert call.request.state is State.SCHEDULED


def test_a_cancelled_talk_leaves_the_calendars_and_looks_for_somebody_else(db):
    call = scenes.scheduled()
    appointments.cancel(call, by=call.person, now=scenes.later(days=1))
    assert "METHOD:CANCEL" in mails("references/mail/appointment")[-1]["calendar"]
    assert call.request.state is State.IN_REVIEW


def test_a_talk_that_is_still_to_come_neither_took_place_nor_was_missed(db):
    call = scenes.scheduled()
    for say in (holding.hold, appointments.missed):
        with pytest.raises(Refusal, match="still to come"):
            say(call, by=call.person, now=scenes.later(days=1))
    assert call.request.state is State.SCHEDULED
    assert ledger.account_of(call.person_id).balance == 0


def test_who_asked_settles_only_on_a_time_that_the_advocate_proposes(client_of):
    call = scenes.agreed()
    seller = client_of(call.request.requester)
    assert seller.post(f"{call.url}/time", data={"times": "2026-03-12T10:00:00+00:00"}).status_code == 404
    assert seller.post(f"{call.url}/time", data={"times": scenes.TIME}).status_code == 303


def test_a_held_talk_pays_the_advocate_once(db):
    call = scenes.held()
    with pytest.raises(Refusal):
        holding.hold(call, by=None, now=scenes.later(days=9))
    assert ledger.account_of(call.person_id).balance == 200
    assert scenes.sure(activity.find(f"call:{call.id}")).kind == "call.held"


def test_both_rate_and_the_request_gathers_feedback(db):
    call = scenes.held()
    assert ratings.rate(call, Side.BUYER, Score(5, 4, note="Decided it"), now=scenes.later(days=9))
    assert not ratings.rate(call, Side.BUYER, Score(1, 1), now=scenes.later(days=9))
    assert ratings.rate(call, Side.ADVOCATE, Score(4, 4), now=scenes.later(days=9))
    assert call.request.state is State.FEEDBACK
    assert ratings.mean_of(call.person_id) == 4.5


def test_a_talk_that_is_not_held_cannot_be_rated(db):
    with pytest.raises(Refusal):
        ratings.rate(scenes.scheduled(), Side.BUYER, Score(5, 5), now=scenes.later())


def test_both_are_asked_once_whether_an_ended_talk_took_place(db):
    call = scenes.scheduled()
    session.commit()
    for _again in range(2):
        rounds.ask_after_calls(now=call.ends_at + timedelta(hours=1))
    assert len(mails("references/mail/happened")) == 1
    assert (
        count(Notification, Notification.person_id == call.person_id, Notification.kind == "reference.call")
        == 1
    )


def test_the_advocate_is_thanked_within_two_working_days_and_once(db):
    call = scenes.held()
    session.commit()
    rounds.send_thanks(now=scenes.later(days=8, hours=1))
    assert mails("references/mail/thanks") == []
    session.rollback()
    rounds.send_thanks(now=scenes.later(days=9, hours=1))
    rounds.send_thanks(now=scenes.later(days=9, hours=2))
    (mail,) = mails("references/mail/thanks")
    assert mail["to"] == call.person_id
    assert mail["context"]["year"] == 1


def test_a_won_deal_tells_who_spoke_for_us_once_and_a_correction_takes_it_back(db):
    deal = factories.opportunity()
    call = scenes.held(opportunity=deal)
    now = scenes.later(days=30)
    outcomes.record(call.request, Result.WON, by=None, now=now)
    outcomes.record(call.request, Result.WON, by=None, now=now)
    (won,) = impact.won_with(call.person_id)
    assert won.title == "Halden Re chose us. You spoke with them in March."
    outcomes.record(call.request, Result.LOST, by=None, now=now)
    assert impact.won_with(call.person_id) == []


def test_the_outcome_follows_from_the_deal(db):
    deal = factories.opportunity()
    call = scenes.held(opportunity=deal)
    deal.result = Result.WON
    session.commit()
    rounds.follow_deals(now=scenes.later(days=30))
    assert scenes.sure(outcomes.find(call.request_id)).result is Result.WON
    assert impact.of(call.person_id, now=scenes.later(days=30)).deals == 1


def test_withdrawing_takes_back_the_invitation_and_it_still_counts(db):
    invitation = scenes.invited()
    endings.withdraw(invitation.request, by=invitation.request.requester, now=scenes.later(days=1))
    session.refresh(invitation)
    assert invitation.answer is Answer.WITHDRAWN
    assert asks.next_free(invitation.person_id, "reference", now=scenes.later(days=1)) == scenes.later(
        days=30
    )


def test_withdrawing_cancels_a_talk_that_was_scheduled(db):
    call = scenes.scheduled()
    endings.withdraw(call.request, by=call.request.requester, now=scenes.later(days=1))
    session.refresh(call)
    assert call.state is CallState.CANCELLED
    assert "METHOD:CANCEL" in mails("references/mail/appointment")[-1]["calendar"]


def test_an_advocate_who_was_asked_three_times_in_ninety_days_is_owed_thanks(db):
    person, by = scenes.advocate(), scenes.manager()
    for day in (0, 30, 60):
        asks.draw(person, "reference", minutes=30, source=f"test:{day}", now=scenes.later(days=day))
    assert thanks.owed(now=scenes.later(days=61)) == [(person, 3)]
    thanks.thank_personally(person, "You are kind.", by=by, now=scenes.later(days=61))
    assert thanks.owed(now=scenes.later(days=62)) == []


def test_figures_say_how_fast_and_whether_it_was_fulfilled(db):
    call = scenes.held()
    (fact,) = figures.requests_between(scenes.later(days=-1), scenes.later(days=1))
    assert (fact.fulfilled, fact.content_only, fact.first_response_hours) == (True, False, 0)
    assert figures.fulfilment([fact]) == 1
    (talk,) = figures.held_between(scenes.later(days=-1), scenes.later(days=30))
    assert (talk.call_id, talk.rating, talk.thanked_after_hours) == (call.id, None, None)
    (asked,) = figures.invitations_between(scenes.later(days=-1), scenes.later(days=1))
    assert asked.answer is Answer.ACCEPTED


def test_matching_reads_the_same_number_of_statements_for_any_number_of_advocates(db):
    request = scenes.request()
    scenes.advocate()
    for _n in range(10):
        scenes.advocate()
    found = pool.matching(request, now=scenes.later())
    assert len(found.ranked) == 11
    assert lifecycle.history(request) == []
    assert calls.of_request(request.id) is None
