"""What people do on any page of Vouch, in the words in which one would tell it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

both_ways = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
"""A journey that is walked with JavaScript and without: `person("advocate", java_script_enabled=scripts)`."""


def press(place: Page | Locator, name: str) -> None:
    """Press the button of that name; where there are several, the first."""
    place.get_by_role("button", name=name, exact=True).first.click()


def follow(place: Page | Locator, name: str) -> None:
    """Follow the link of that name; where there are several, the first."""
    place.get_by_role("link", name=name, exact=True).first.click()


def told(place: Page | Locator, words: str) -> None:
    """Be told something where it happened: in a toast, a notice or beside a field."""
    expect(place.get_by_text(words).first).to_be_visible()


def head(page: Page, words: str) -> None:
    """Stand on the page with that heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def card(page: Page, words: str) -> Locator:
    """Return the card that says this."""
    return page.locator("article").filter(has_text=words).first


def row(page: Page, words: str) -> Locator:
    """Return the row of a table that says this."""
    return page.locator("tbody tr").filter(has_text=words).first


def refused(page: Page, path: str, status: int, words: str) -> None:
    """Be refused a page, with that status and a sentence that says why."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status, f"{path} answered {answer.status}"
    expect(page.locator("main")).to_contain_text(words)


def balance(page: Page) -> int:
    """Return the points that stand in the top bar."""
    return int(re.sub(r"\D", "", page.locator("a.chip[href='/me/points']").inner_text()))
