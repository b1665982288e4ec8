"""Every page of every role: it answers, nobody is kept out by its design, nothing scrolls sideways, no script is refused."""

from collections.abc import Callable
from itertools import cycle

import pytest
from playwright.sync_api import Page

from hub.app import create_app
from hub.config import ROOT, Settings
from tests.browser.crawl import reachable
from tests.browser.running import DESK, PHONE, Hub

ROLES = ("advocate", "prospect", "sales", "csm", "moderator", "manager", "admin")
AXE = ROOT / "tests" / "vendor" / "axe.min.js"
RULES = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
VIEWS = [(DESK, "light"), (PHONE, "dark"), (DESK, "dark"), (PHONE, "light")]


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("routes")
    settings = Settings(
        data=folder, database_url=f"sqlite:///{folder / 'x.sqlite3'}", secret_key="x" * 40, testing=True
    )
    return create_app(settings).url_map


def serious(page: Page) -> list[str]:
    """Return the serious and critical findings of axe on this page."""
    page.add_script_tag(path=str(AXE)) if not page.evaluate("() => 'axe' in window") else None
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def unsound(page: Page, path: str, size: dict, scheme: str) -> list[str]:
    """Return what is wrong with a page at this size and in this scheme, and whether it scrolls sideways at 320 px."""
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    problems = [f"{path} at {size['width']} {scheme}: {finding}" for finding in serious(page)]
    page.set_viewport_size({"width": 320, "height": 700})
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    return problems if wide <= 320 else [*problems, f"{path} scrolls sideways at 320 px: {wide} px"]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_sound(role: str, hub: Hub, person: Callable[..., Page], routes):
    walker = person(role, bypass_csp=True)
    pages = reachable(walker.context, hub.url, routes)
    assert len(pages) > 8, "the crawl found too little to mean anything"
    problems = []
    for (_endpoint, path), (size, scheme) in zip(pages, cycle(VIEWS), strict=False):
        problems += unsound(walker, path, size, scheme)
    assert not problems, "\n".join(problems)


def test_every_page_of_who_is_not_signed_in_is_sound(hub: Hub, person: Callable[..., Page]):
    nobody = person(bypass_csp=True)
    invitation = hub.link_in(hub.mails("Would you speak with")[0], "/references/answer/")
    pages = ("/sign-in", "/sign-in/link", "/nothing/here", "/join/invented", invitation)
    problems = [
        found for path in pages for size, scheme in VIEWS for found in unsound(nobody, path, size, scheme)
    ]
    talk = accepted(nobody, hub, invitation)
    problems += [found for size, scheme in VIEWS for found in unsound(nobody, talk, size, scheme)]
    assert not problems, "\n".join(problems)


def accepted(nobody: Page, hub: Hub, invitation: str) -> str:
    """Say yes to an invitation, and return where its buyer chooses a time."""
    nobody.goto(invitation)
    for place in (0, 1):
        nobody.locator("label.slot:has(input:enabled)").nth(place).click()
    nobody.get_by_role("button", name="Take this call").click()
    return hub.link_in(hub.mail("Choose a time"), "/references/talk/")
