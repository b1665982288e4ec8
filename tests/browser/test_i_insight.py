"""I. Deals come in from the CRM and tell what became of talks; the desk says what needs one, and how the programme does."""

import csv
import sqlite3
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from hub.config import ROOT
from tests.browser.running import Hub
from tests.browser.verbs import follow, head, press, told

SHIPPED = ROOT / "admin" / "demo_data" / "opportunities.csv"
HELD_AND_OPEN = """
SELECT r.id, o.external_id FROM reference_requests r JOIN opportunities o ON o.id = r.opportunity_id
JOIN reference_calls c ON c.request_id = r.id LEFT JOIN reference_outcomes x ON x.request_id = r.id
WHERE c.state = 'held' AND o.result = 'open' AND x.request_id IS NULL LIMIT 1
"""


def helped(hub: Hub) -> tuple[int, str]:
    """Return a request whose talk was held and whose deal is still open, with the deal's id in the CRM."""
    with sqlite3.connect(hub.data / "vouch.sqlite3") as database:
        return database.execute(HELD_AND_OPEN).fetchone()


def won(deal: str, path: Path) -> Path:
    """Write the CRM's list of today, in which that deal is won."""
    with SHIPPED.open(newline="", encoding="utf-8-sig") as file:
        headings, *lines = csv.reader(file)
    for line in lines:
        if line[0] == deal:
            line[headings.index("Stage")], line[headings.index("Won/Lost")] = "Closed Won", "Won"
            line[headings.index("Closed Date")] = "2026-11-20"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headings, *lines])
    return path


def test_a_deal_that_the_crm_says_is_won_is_tied_to_its_talk(
    hub: Hub, person: Callable[..., Page], tmp_path: Path
):
    asked, deal = helped(hub)
    manager = person("manager")
    manager.goto("/admin/imports?kind=opportunities")
    manager.get_by_label("The file").set_input_files(won(deal, tmp_path / "deals.csv"))
    press(manager, "Look at the file")
    press(manager, "Check the file")
    expect(manager.get_by_role("heading", level=1)).to_contain_text("What would come of it", timeout=60_000)
    manager.get_by_role("button", name="Import").first.click()
    expect(manager.get_by_role("heading", level=1)).to_contain_text("is imported", timeout=60_000)

    hub.run("jobs", "run", "references.follow")
    manager.goto(f"/references/requests/{asked}")
    told(manager, "What came of it")
    expect(manager.locator("section.card", has_text="What came of it").locator(".chip")).to_have_text("Won")


def test_the_desk_says_what_needs_one_and_how_the_programme_does(hub: Hub, person: Callable[..., Page]):
    manager = person("manager")
    manager.goto("/")
    head(manager, "Desk")
    expect(manager.get_by_role("region", name="The programme in figures").locator("a")).not_to_have_count(0)
    first = manager.locator("tbody tr").first
    expect(first.locator(".chip")).to_be_visible()
    first.locator("a.btn").click()
    manager.wait_for_url(lambda address: "/admin/desk" not in address)

    manager.goto("/")
    follow(manager, "Requests fulfilled")
    head(manager, "Requests fulfilled")
    told(manager, "Made of")
    expect(manager.locator("main svg").first).to_be_visible()
    behind = manager.locator("section.card", has_text="What is behind it")
    expect(behind.locator("tbody tr").first).to_be_visible()
    with manager.expect_download() as download:
        follow(manager, "Download as CSV")
    assert len(download.value.path().read_text().splitlines()) > 1
    behind.locator("tbody a").first.click()
    head(manager, "A reference for")


def test_insight_shows_each_figure_with_its_formula_and_other_dates(hub: Hub, person: Callable[..., Page]):
    manager = person("manager")
    manager.goto("/")
    follow(manager, "Insight")
    cards = manager.get_by_role("region", name="Metrics").locator("div.stack > p")
    assert cards.count() >= 6
    manager.get_by_label("From", exact=True).fill("2026-01-01")
    press(manager, "Show")
    expect(manager.get_by_label("From", exact=True)).to_have_value("2026-01-01")
