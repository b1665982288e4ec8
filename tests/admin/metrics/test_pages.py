"""Insight: who may see it, what it shows, and that it costs the same with more rows."""

import csv
import io

import pytest
import sqlalchemy as sa

from admin.metrics import catalogue, pool_days
from hub.database import session
from hub.facts import asks
from hub.people import consents
from references.formats import Format
from references.requests import Request
from references.terms import terms
from references.terms.terms import Period
from tests import factories
from tests.admin.metrics.scenes import DAY, deed, fulfilled, request
from tests.pages import count


@pytest.fixture
def manager(client_of):
    return client_of(factories.person("manager"))


def willing(at, **facts):
    """Return an advocate who opted in."""
    person = factories.person(company=factories.company(health=90), **facts)
    terms.agree(
        person,
        formats=[Format.VIDEO],
        topics=[],
        windows=[],
        never_with=[],
        most=1,
        per=Period.MONTH,
        anonymous=False,
        minutes=None,
        languages=[],
        now=at,
    )
    consents.give(person, "references", now=at)
    return person


@pytest.mark.parametrize(
    "address", ["", *(f"/{one.key}" for one in catalogue.METRICS), "/fulfilment/rows.csv"]
)
def test_only_managers_and_administrators_see_metrics(client_of, address):
    assert client_of().get(f"/admin/metrics{address}").status_code == 303
    for role in ("advocate", "prospect", "sales", "csm", "moderator"):
        assert client_of(factories.person(role)).get(f"/admin/metrics{address}").status_code == 403
    for role in ("manager", "admin"):
        assert client_of(factories.person(role)).get(f"/admin/metrics{address}").status_code == 200


def test_what_cannot_be_known_is_a_dash_with_its_reason(manager):
    page = manager.get("/admin/metrics").text
    assert "No request was filed." in page
    assert "–" in page


def test_a_metric_shows_its_formula_its_sample_and_its_rows(manager, at):
    fulfilled(at - 5 * DAY, company_name="Halden Re")
    request(at - 6 * DAY, company_name="Orlice")
    page = manager.get("/admin/metrics/fulfilment").text
    assert "50 %" in page
    assert "all requests filed − withdrawn ones" in page
    assert "Halden Re" in page
    assert "Waiting for an answer" in page


def test_other_dates_can_be_asked_for(manager, at):
    request(at - 5 * DAY, company_name="Halden Re")
    request(at - 200 * DAY, company_name="Orlice")
    page = manager.get("/admin/metrics/fulfilment?from=2025-08-01&to=2025-08-31").text
    assert "Orlice" in page
    assert "Halden Re" not in page
    assert manager.get("/admin/metrics?from=nonsense&to=").status_code == 200
    assert manager.get("/admin/metrics?from=2026-03-02&to=2026-01-01").status_code == 422


def test_a_metric_that_does_not_exist_is_404(manager):
    assert manager.get("/admin/metrics/luck").status_code == 404
    assert manager.get("/admin/metrics/luck/rows.csv").status_code == 404


def test_many_rows_are_paged(manager, at):
    for number in range(60):
        request(at - DAY, company_name=f"Buyer {number}")
    assert "Page 1 of 3" in manager.get("/admin/metrics/fulfilment").text
    assert manager.get("/admin/metrics/fulfilment?page=3").status_code == 200
    assert manager.get("/admin/metrics/fulfilment?page=9").status_code == 404


def test_the_rows_come_as_csv_that_no_spreadsheet_runs(manager, at):
    request(at - DAY, company_name="=cmd()", responded_after=3)
    answer = manager.get("/admin/metrics/first-response/rows.csv")
    assert answer.mimetype == "text/csv"
    heading, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert heading == ["Request for", "Filed", "First response", "Hours"]
    assert row[0] == "'=cmd()"
    assert row[3] == "3.0"


@pytest.mark.parametrize("address", ["", *(f"/{one.key}" for one in catalogue.METRICS)])
def test_a_page_costs_the_same_with_ten_times_the_rows(manager, at, address):
    def more(number):
        for _ in range(number):
            fulfilled(at - DAY, responded_after=2)
            deed(willing(at, joined_at=at - 60 * DAY), at - DAY)

    more(1)
    pool_days.note(now=at)
    before = manager.cost(f"/admin/metrics{address}")
    more(9)
    assert manager.cost(f"/admin/metrics{address}") == before <= 12
    assert count(Request) == 10


@pytest.mark.both
def test_the_pool_is_who_could_be_asked_on_some_day_of_ninety(db, at):
    free, paused, asked = willing(at), willing(at), willing(at)
    factories.person()
    asks.pause(paused, until=at + 400 * DAY, now=at)
    pool_days.note(now=at)
    asks.draw(asked, "reference", minutes=30, source="invitation:1", now=at)
    later = at + DAY
    assert pool_days.note(now=later)
    assert not pool_days.note(now=later)
    (day,) = pool_days.between(later.date(), later.date())
    assert (day.seen, day.ready, day.resting) == (2, 1, 2)
    assert {free.id, asked.id} == set(session.scalars(sa.select(pool_days.PoolSighting.person_id)))
    long_after = at + 92 * DAY
    asks.pause(free, until=long_after + DAY, now=long_after)
    pool_days.note(now=long_after)
    (day,) = pool_days.between(long_after.date(), long_after.date())
    assert (day.seen, day.ready) == (1, 1)


def test_the_pool_page_lists_who_it_is(manager, at):
    person = willing(at)
    pool_days.note(now=at)
    page = manager.get("/admin/metrics/pool-health").text
    assert person.name in page
    assert "1 free today, 0 resting" in page


def test_the_desk_shows_four_figures(manager, at):
    fulfilled(at - DAY, responded_after=2)
    page = manager.get("/admin").text
    assert "Requests fulfilled" in page
    assert "First response" in page
    assert len(manager.queries) <= 12


def test_the_command_line_prints_the_same(app, db, at):
    fulfilled(at - DAY, responded_after=2)
    session.commit()
    ran = app.test_cli_runner().invoke(args=["metrics", "--json"])
    assert ran.exit_code == 0, ran.output
    assert '"key": "fulfilment"' in ran.output
    assert '"value": 1.0' in ran.output
    text = app.test_cli_runner().invoke(args=["metrics", "--from", "2026-01-01", "--to", "2026-02-28"]).output
    assert "2026-01-01 to 2026-02-28" in text
    assert "No request was filed" in text
