"""Scores of everybody: left as standings, kept over time, by the weights that are set."""

from datetime import date, timedelta

import pytest

from admin import scores
from hub import clock
from hub.database import session
from hub.facts import settings, standings
from hub.facts.standings import Standing
from hub.people.companies import CompanyKind
from hub.people.persons import Person
from tests import factories
from tests.pages import count


def scored(person, **more):
    person_id = person.id
    session.commit()
    scores.recompute(now=more.pop("now", clock.now()), **more)
    return standings.find(("person", person_id), scores.KIND)


@pytest.fixture
def contact(db):
    company = factories.company(
        "Kestrel Insurance", nps=9, usage_percentile=91, last_renewal=date(2026, 2, 1)
    )
    return factories.contact(company=company)


@pytest.mark.both
def test_a_score_is_left_with_its_lines_and_kept_over_time(contact):
    person_id = contact.id
    assert scored(contact).value == 55
    again = scored(contact, now=clock.now() + timedelta(days=1))
    assert (again.value, len(again.lines)) == (55, 7)
    later = scored(session.get(Person, person_id), now=clock.now() + timedelta(days=200))
    assert later.value == 45
    assert [past.value for past in standings.history(("person", person_id), scores.KIND)] == [55, 45]


def test_one_s_own_nps_counts_before_the_company_s(contact):
    contact.nps = 3
    assert scored(contact).value == 30


def test_who_is_not_scored_any_more_becomes_unknown(contact):
    assert scored(contact)
    contact.company.kind = CompanyKind.PROSPECT
    assert scored(contact) is None


def test_partners_are_scored_like_customers(contact):
    contact.company.kind = CompanyKind.PARTNER
    assert scored(contact).value == 55


def test_weights_and_thresholds_are_settings(contact):
    settings.change("scores.points_nps", 40, by=None, now=clock.now())
    settings.change("scores.usage_above", 95, by=None, now=clock.now())
    settings.change("scores.board_from", 50, by=None, now=clock.now())
    assert scored(contact).value == 50
    assert scores.scheme().class_of(50) == "board"


def test_every_batch_is_scored(db, monkeypatch):
    monkeypatch.setattr(scores, "BATCH", 3)
    company = factories.company(nps=9)
    for _nth in range(8):
        factories.contact(company=company)
    session.commit()
    assert scores.recompute(now=clock.now()) == 8
    assert count(Standing, Standing.value == 25) == 8
    scores.daily(now=clock.now())
