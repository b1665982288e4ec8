"""The one ask budget."""

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from hub.clock import now
from hub.database import session
from hub.delivery import mail
from hub.delivery.outbox import OutboxRow
from hub.errors import Refusal
from hub.facts import asks
from hub.facts.asks import Ask, AskBudget
from hub.facts.quiet_dates import QuietDates
from hub.house import house
from tests import factories
from tests.pages import count
from tests.processes import die_in, race

RACES = "tests.hub.facts.races"


@pytest.fixture
def amara(db):
    return factories.person(company=factories.company("Kestrel Insurance"))


def ask(person, days=0, *, kind="reference", n=0, **more):
    return asks.draw(
        person,
        kind,
        minutes=more.pop("minutes", 30),
        source=f"{kind}:{days}:{n}",
        now=now() + timedelta(days=days),
        **more,
    )


@pytest.mark.both
def test_a_second_reference_invitation_within_thirty_days_is_refused_with_the_date(amara):
    ask(amara)
    with pytest.raises(Refusal, match="Can next be asked on 1 April"):
        ask(amara, 29)
    assert ask(amara, 30), "exactly 30 times 24 hours later it is possible again"
    assert count(Ask) == 2


@pytest.mark.both
def test_a_refused_ask_changes_nothing(amara):
    asks.pause(amara, until=now() + timedelta(days=3), now=now())
    with pytest.raises(Refusal, match="Paused until"):
        ask(amara)
    assert asks.next_free(amara.id, "reference", now=now()) == now()
    assert count(Ask) == 0


@pytest.mark.both
def test_the_database_itself_refuses_two_invitations_in_thirty_days(amara):
    ask(amara)
    session.flush()
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        session.add(
            Ask(
                person_id=amara.id,
                kind="reference",
                minutes=30,
                source="by force",
                asked_at=now() + timedelta(days=2),
                free_at=now() + timedelta(days=32),
            )
        )
        session.flush()


@pytest.mark.both
@pytest.mark.parametrize("change", ["UPDATE asks SET minutes = 1", "DELETE FROM asks"])
def test_nobody_rewrites_what_was_asked(amara, change):
    ask(amara)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), session.begin_nested():
        session.execute(sa.text(change))


def test_ones_own_stricter_terms_win(amara):
    ask(amara, gap=timedelta(days=90))
    assert asks.next_free(amara.id, "reference", now=now()) == now() + timedelta(days=90)
    with pytest.raises(Refusal):
        ask(amara, 60)


def test_colleagues_of_one_company_share_its_limit(amara):
    tomas = factories.person(company=amara.company)
    ask(amara, company_cap=1)
    with pytest.raises(Refusal, match="Somebody of this company"):
        ask(tomas, n=1, company_cap=1)
    assert ask(tomas, n=2, company_cap=2)


def test_the_cap_of_a_kind_does_not_block_other_kinds_but_minutes_and_quiet_dates_do(amara):
    asks.allow_minutes(amara, 60, now=now())
    ask(amara)
    assert ask(amara, kind="survey")
    with pytest.raises(Refusal, match="60 minutes of this month"):
        ask(amara, kind="question", minutes=5)
    asks.allow_minutes(amara, None, now=now())
    session.add(QuietDates(person_id=amara.id, starts_on=now().date(), ends_on=now().date()))
    with pytest.raises(Refusal, match="Wants not to be asked"):
        ask(amara, kind="question")


def test_a_third_question_within_a_week_is_refused_until_the_first_is_a_week_old(amara):
    ask(amara, 0, kind="question")
    ask(amara, 2, kind="question")
    with pytest.raises(Refusal, match="9 March"):
        ask(amara, 5, kind="question")
    assert ask(amara, 7, kind="question")


def test_an_override_needs_a_reason_never_fails_and_moves_the_date_forward(amara):
    manager = factories.person("manager")
    ask(amara)
    with pytest.raises(Refusal, match="Say why"):
        asks.override(amara, kind="override", minutes=30, source="x", by=manager, reason=" ", now=now())
    asks.override(
        amara,
        kind="override",
        minutes=30,
        source="x",
        by=manager,
        reason="The CFO asked",
        now=now() + timedelta(days=5),
    )
    assert asks.next_free(amara.id, "reference", now=now()) == now() + timedelta(days=35)


@pytest.mark.both
@pytest.mark.slow
def test_of_32_invitations_at_one_moment_exactly_one_goes_out(app, amara, work):
    results = Counter(race(app, f"{RACES}:invite", [(amara.id, n) for n in range(32)]))
    assert results == {"asked": 1, "Refusal": 31}
    assert count(Ask) == count(OutboxRow) == 1


@pytest.mark.both
@pytest.mark.slow
def test_a_process_that_dies_while_inviting_leaves_nothing_half_done(app, amara, work):
    address = amara.email
    die_in(app, f"{RACES}:invite_and_die", amara.id)
    assert count(Ask) == count(OutboxRow) == count(AskBudget, AskBudget.next_free_at > now()) == 0
    assert race(app, f"{RACES}:invite", [(amara.id, 7)]) == ["asked"]
    assert work() == 1
    assert work() == 0
    assert (
        len(
            [
                m
                for _, m in mail.captured(house().settings.data)
                if m["Subject"] == "Asked" and address in m["To"]
            ]
        )
        == 1
    )
