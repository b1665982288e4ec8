"""Many at once, and killed in the middle: with real processes, on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from hub.clock import frozen_at
from hub.database import session
from hub.delivery.outbox import OutboxRow
from hub.facts import asks, ledger
from hub.facts.asks import Ask
from hub.house import house
from references import invitations, requests
from references.calls.calls import Call, CallState
from references.invitations import Answer, Invitation
from references.requests import Request
from references.states import State
from tests import factories
from tests.pages import count
from tests.processes import die_in, race
from tests.references import scenes

pytestmark = [pytest.mark.both, pytest.mark.slow]

RACES = "tests.references.races"


def test_thirty_two_simultaneous_invitations_of_one_advocate_give_exactly_one(db, app):
    person, by = scenes.advocate().id, scenes.manager().id
    wanted = [scenes.request(company_name=f"Company {number}").id for number in range(32)]
    outcomes = race(app, f"{RACES}:invite", [(request, person, by) for request in wanted])
    assert sorted(outcomes) == ["Refusal"] * 31 + ["waiting"]
    assert count(Ask) == count(Invitation) == 1
    assert count(Request, Request.state == State.INVITED) == 1
    assert count(OutboxRow, OutboxRow.key.startswith("mail:reference-invitation")) == 1
    assert asks.next_free(person, "reference", now=scenes.later()) == scenes.later(days=30)


def test_managers_who_invite_for_one_request_at_once_ask_one_advocate(db, app):
    people, by, request = (
        [scenes.advocate().id for _n in range(4)],
        scenes.manager().id,
        scenes.request().id,
    )
    outcomes = race(app, f"{RACES}:invite", [(request, person, by) for person in people])
    assert sorted(outcomes) == ["Refusal"] * 3 + ["waiting"]
    assert count(Invitation) == count(Ask) == 1


def test_colleagues_asked_at_once_for_two_requests_give_one(db, app):
    first = scenes.advocate()
    people = [first, scenes.advocate(company=first.company)]
    by = scenes.manager().id
    pairs = [(scenes.request(company_name=f"Company {one.id}").id, one.id, by) for one in people]
    assert sorted(race(app, f"{RACES}:invite", pairs)) == ["Refusal", "waiting"]


def test_of_a_yes_and_a_no_at_once_one_counts(db, app):
    invitation = scenes.invited()
    deeds = [(invitation.id, yes, scenes.TIME) for yes in (True, False) * 2]
    outcomes = race(app, f"{RACES}:answer", deeds)
    assert outcomes.count("Refusal") == 3
    found = session.get_one(Invitation, invitation.id)
    assert found.answer.value in outcomes
    assert count(Call) == (1 if found.answer is Answer.ACCEPTED else 0)


def test_a_talk_that_both_sides_report_at_once_pays_once(db, app):
    call = scenes.scheduled()
    with frozen_at(scenes.later(days=8)):
        outcomes = race(app, f"{RACES}:hold", [(call.id,)] * 4)
    assert sorted(outcomes) == ["Refusal"] * 3 + ["held"]
    assert session.get_one(Call, call.id).state is CallState.HELD
    assert ledger.account_of(call.person_id).balance == 200


def test_a_double_click_files_one_request_for_a_deal(db, app):
    deal, by = factories.opportunity().id, scenes.seller().id
    outcomes = race(app, f"{RACES}:file", [(deal, by)] * 4)
    assert outcomes.count("Duplicate") == 3
    assert count(Request) == 1


def test_killed_in_the_middle_leaves_nothing_half_done_and_the_next_try_is_delivered_once(db, app, work):
    person, by, request = scenes.advocate().id, scenes.manager().id, scenes.request().id
    die_in(app, f"{RACES}:invite_and_die", request, person, by)
    assert count(Ask) == count(Invitation) == count(OutboxRow, OutboxRow.task == "mail.send") == 0
    assert requests.get(request).state is State.REQUESTED
    assert asks.next_free(person, "reference", now=scenes.later()) == scenes.later()
    assert race(app, f"{RACES}:invite", [(request, person, by)]) == ["waiting"]
    assert scenes.sure(invitations.waiting_for(request)).person_id == person
    work()
    work()
    rows = session.scalars(
        sa.select(OutboxRow).where(OutboxRow.key.startswith("mail:reference-invitation"))
    ).all()
    assert [row.done_at is not None for row in rows] == [True]
    kept = Path(house().settings.data).glob("mail/_reference_invitation*")
    assert len(list(kept)) == 1
