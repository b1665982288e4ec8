"""A. A manager brings the customers in as the CRM exports them: columns, a check with what is wrong by line, the result."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hub.config import ROOT
from tests.browser.running import Hub
from tests.browser.verbs import follow, head, press, row, told

SHIPPED = ROOT / "admin" / "demo_data"
QUARTER = 120_000
"""Milliseconds: checking and importing the whole shipped file may take a while on a busy machine."""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The shipped customers with one heading of their own, a new company, and two lines that cannot be taken."""
    with (SHIPPED / "customers.csv").open(newline="", encoding="utf-8-sig") as file:
        headings, *lines = csv.reader(file)
    new = dict(zip(headings, lines[0], strict=True)) | {
        "Account Name": "Quillon Marine",
        "Account ID": "001-QUILLON",
    }
    own = {"First Name": "Oda", "Last Name": "Falk", "Email": "oda.falk@quillon.example", "NPS Score": "9"}
    wrong = own | {"Email": "not an address", "Last Name": "Wrong"}
    late = own | {"Email": "late@quillon.example", "Customer Since": "last spring"}
    lines += [[{**new, **more}[heading] for heading in headings] for more in (own, wrong, late)]
    path = tmp_path / "accounts of november.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        headings[headings.index("Industry")] = "Line of trade"
        csv.writer(file).writerows([headings, *lines])
    return path


def test_customers_come_in_as_the_crm_exports_them(hub: Hub, person: Callable[..., Page], export: Path):
    manager = person("manager")
    hand_in(manager, export)
    match_the_columns(manager)
    see_what_is_wrong(manager, export)
    import_the_good_rows(manager)

    manager.goto("/admin/advocates?q=Oda Falk")
    follow(row(manager, "Oda Falk"), "Oda Falk")
    told(manager, "Quillon Marine")

    hand_in(manager, export)
    expect(manager.get_by_label("Line of trade")).to_have_value("industry")


def hand_in(manager: Page, export: Path) -> None:
    manager.goto("/admin/imports")
    press(manager, "Look at the file")
    told(manager, "Choose a file.")
    manager.get_by_label("The file").set_input_files(export)
    press(manager, "Look at the file")
    head(manager, "What do the columns hold?")


def match_the_columns(manager: Page) -> None:
    """Find what is known matched, and say what is not."""
    expect(manager.get_by_label("NPS Score")).not_to_have_value("")
    expect(manager.get_by_label("Line of trade")).to_have_value("")
    manager.get_by_label("Line of trade").select_option("Industry")
    press(manager, "Check the file")
    expect(manager.get_by_role("heading", level=1)).to_contain_text("What would come of it", timeout=QUARTER)


def see_what_is_wrong(manager: Page, export: Path) -> None:
    """Read each line that cannot be taken, with its number in the file, its column and why; nothing is stored yet."""
    told(manager, "Nothing is stored yet.")
    last = len(export.read_text(encoding="utf-8").splitlines())
    told(row(manager, "not an address"), str(last - 1))
    told(row(manager, "last spring"), "Customer Since")
    told(row(manager, "last spring"), str(last))
    other = manager.context.new_page()
    other.goto("/admin/advocates?q=Oda Falk")
    told(other, "Nobody fits")
    other.close()


def import_the_good_rows(manager: Page) -> None:
    manager.get_by_role("button", name="good rows").dblclick()
    expect(manager.get_by_role("heading", level=1)).to_contain_text("is imported", timeout=QUARTER)
    told(manager, "Rows that were left out")
    manager.reload()
    head(manager, "is imported")
    follow(manager, "See the scores")
    head(manager, "Advocates")
