"""C. Somebody who was invited joins, says what they hope for, and does the three starters: all in under three minutes."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.running import PHONE, Hub
from tests.browser.verbs import balance, both_ways, card, follow, head, press, refused, told

THREE_MINUTES = 180


def invite(manager: Page, hub: Hub) -> str:
    """Invite the first contact that was never invited, and return the link in their mail."""
    manager.goto("/admin/advocates?state=contact")
    row = manager.locator("tbody tr").first
    name = row.locator("[data-label='Name'] b").inner_text()
    follow(row, name)
    manager.get_by_label("A personal note").fill("You said in May that you would like to meet peers.")
    press(manager, f"Invite {name.split()[0]}")
    told(manager, "One invitation is on its way.")
    return hub.link_in(hub.mail("would like you to join", name.split()[-1]), "/join/")


@both_ways
def test_an_invited_customer_joins_and_does_the_three_starters(
    scripts: bool, hub: Hub, person: Callable[..., Page]
):
    link = invite(person("manager"), hub)
    newcomer = person(size=PHONE, java_script_enabled=scripts)
    began = time.monotonic()

    newcomer.goto(link)
    head(newcomer, "would like you to join")
    told(newcomer, "You said in May that you would like to meet peers.")
    newcomer.get_by_label("Choose a password").fill("eleven days down to four")
    newcomer.get_by_label("I agree that the hub keeps my profile").check()
    press(newcomer, "Join")

    head(newcomer, "Welcome")
    newcomer.get_by_label("Meet peers").check()
    newcomer.get_by_label("What do you do?").fill("Group controller")
    newcomer.get_by_label("What can people ask you about?").fill("month-end close, IFRS 17")
    press(newcomer, "Show me around")
    told(newcomer, "Welcome. Here are three good ways to start.")
    expect(newcomer.get_by_role("region", name="Next steps").get_by_role("article")).to_have_count(3)

    for do in (tell_who_one_is, say_what_one_hopes, look_who_is_here):
        do(newcomer)
    assert time.monotonic() - began < THREE_MINUTES
    assert balance(newcomer) >= 70

    newcomer.context.clear_cookies()
    refused(newcomer, link, 410, "This link was used already.")


def begin(page: Page, title: str) -> None:
    page.goto("/challenges")
    card(page, title).get_by_role("link", name=title).click()
    head(page, title)
    press(page, "Start")


def tell_who_one_is(page: Page) -> None:
    begin(page, "Tell peers who you are")
    press(page, "Hand it in")
    told(page, "Done, and well done")


def say_what_one_hopes(page: Page) -> None:
    begin(page, "What would make this worth your time?")
    page.get_by_role("textbox").last.fill("I met three people who closed their books faster than I did.")
    press(page, "Hand it in")
    told(page, "Done, and well done")


def look_who_is_here(page: Page) -> None:
    begin(page, "Have a look who is here")
    page.get_by_label("I had a look").check()
    press(page, "Keep and go on")
    page.get_by_role("textbox").last.fill("Somebody who moved to a four-day close.")
    press(page, "Hand it in")
    told(page, "Done, and well done")
