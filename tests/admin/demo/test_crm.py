"""The demo's CRM: an ordinary export, always the same, with exactly the published number of candidates."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import sqlalchemy as sa

from admin.demo import accounts, crm, export
from admin.demo.crm import YEAR
from hub.database import session
from hub.demo import World
from hub.facts.standings import Standing
from hub.people.companies import Company, CompanyKind
from hub.people.opportunities import Opportunity, Result
from hub.people.persons import Person, find_by_email
from tests.pages import count


def world_that_ends(present: date) -> World:
    start = present - YEAR
    return World(rng=Random(1), start=start, now=datetime(start.year, start.month, start.day, 9, tzinfo=UTC))


def test_the_export_is_always_the_same(tmp_path):
    export.main(tmp_path)
    for name in ("customers.csv", "opportunities.csv"):
        assert (tmp_path / name).read_bytes() == (export.FOLDER / name).read_bytes()


@pytest.mark.parametrize(
    "present", [date(2026, 11, 22), date(2027, 2, 28), date(2028, 2, 29), date(2026, 8, 31), date(2030, 7, 1)]
)
def test_85_of_400_customers_have_a_reference_candidate_whatever_the_day(db, present):
    crm.load_customers(world_that_ends(present))
    strong = sa.select(sa.func.count(sa.distinct(Person.company_id))).join(
        Standing, sa.and_(Standing.subject_kind == "person", Standing.subject_id == Person.id)
    )
    assert (count(Company, Company.kind == CompanyKind.CUSTOMER), count(Person)) == (accounts.CUSTOMERS, 550)
    assert (
        session.scalar(strong.where(Standing.kind == "advocate_score", Standing.value >= 70))
        == accounts.CANDIDATES
    )
    assert find_by_email("advocate@demo.vouch.example").company_name == "Kestrel Insurance"


def test_deals_are_as_the_crm_knew_them_and_move_on(db):
    world = world_that_ends(date(2026, 11, 22))
    crm.load_opportunities(world)
    early = count(Opportunity)
    assert 30 < early < 80
    assert not count(Opportunity, Opportunity.opened_on > world.today)
    assert not count(Opportunity, Opportunity.closed_on > world.today)
    world.now += timedelta(days=364)
    crm.load_opportunities(world)
    assert count(Opportunity) == 140
    found = {result: count(Opportunity, Opportunity.result == result) for result in Result}
    assert found[Result.WON] > 40
    assert found[Result.LOST] > 40
    assert found[Result.OPEN] > 15
    halden = session.scalar(
        sa.select(Opportunity).join(Opportunity.company).where(Company.name == "Halden Re")
    )
    assert (halden.amount_minor, halden.currency, halden.result) == (24_000_000, "EUR", Result.OPEN)


def test_scores_are_believably_spread(db):
    crm.load_customers(world_that_ends(date(2026, 11, 22)))
    values = list(session.scalars(sa.select(Standing.value)))
    assert 10 < sum(value >= 85 for value in values) < 60
    assert sum(value < 40 for value in values) > 150
