"""Wrong turns: pressed twice, gone back, in two tabs, an old link, an invented address. Nothing breaks or doubles."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.running import PHONE, Hub
from tests.browser.verbs import head, press, refused, told


def lounge(page: Page, title: str) -> None:
    page.goto("/community/topics/new")
    page.get_by_label("In one line").fill(title)
    page.get_by_label("Where").select_option("The lounge")
    page.get_by_label("The whole story").fill("One line is enough.")


def test_what_is_pressed_twice_is_posted_once_and_going_back_posts_nothing(
    hub: Hub, person: Callable[..., Page]
):
    member = person("advocate", size=PHONE)
    title = "How many of you close on a Friday?"
    lounge(member, title)
    member.get_by_role("button", name="Ask the community").dblclick()
    head(member, title)
    member.get_by_label("What would you tell them?").fill("We do, always.")
    member.get_by_role("button", name="Post your reply").dblclick()
    expect(member.locator("#posts")).to_contain_text("We do, always.")
    member.reload()
    expect(member.locator("article.post")).to_have_count(2)

    member.go_back()
    member.go_back()
    member.goto("/community/forums/the-lounge")
    expect(member.get_by_role("link", name=title)).to_have_count(1)


def test_two_tabs_with_the_same_decision_decide_once(hub: Hub, person: Callable[..., Page]):
    manager = person("manager")
    other = manager.context.new_page()
    for tab in (manager, other):
        tab.goto("/admin/challenges/queue")
    waiting = manager.locator("[data-queue] > article").first
    same = other.locator(f"#{waiting.get_attribute('id')}")
    press(waiting, "Approve")
    told(manager, "Approved.")
    press(same, "Approve")
    expect(same).to_have_count(0)
    assert "Everything adds up." in hub.run("ledger", "verify")


def test_a_page_that_outlived_its_session_says_so(hub: Hub, person: Callable[..., Page]):
    member = person("advocate")
    lounge(member, "Left open over lunch")
    member.context.clear_cookies()
    press(member, "Ask the community")
    expect(member.locator("h1")).to_have_text(re.compile("This page had grown old|Good to see you"))


def test_signing_in_leads_to_where_one_wanted_to_go(hub: Hub, person: Callable[..., Page]):
    member = person()
    member.goto("/challenges")
    head(member, "Good to see you")
    member.get_by_label("E-mail").fill("advocate@demo.vouch.example")
    member.get_by_label("Password").fill("not this one")
    press(member, "Sign in")
    expect(member.locator("[role=alert], .error").first).to_be_visible()
    expect(member.get_by_label("E-mail")).to_have_value("advocate@demo.vouch.example")
    member.get_by_label("Password").fill("vouch-demo")
    member.locator("#main").get_by_role("button", name="Sign in", exact=True).click()
    head(member, "Challenges")


INVENTED = (
    "/challenges/987654",
    "/community/topics/987654",
    "/community/forums/nowhere",
    "/rewards/987654",
    "/members/nobody-at-all",
    "/references/requests/987654",
    "/references/calls/987654",
    "/references/invitations/987654",
    "/stories/never-told",
    "/badges/awards/invented",
    "/files/invented",
    "/nothing/here",
)


def test_an_invented_address_has_nothing_and_says_where_to_go(hub: Hub, person: Callable[..., Page]):
    member = person("advocate")
    for path in INVENTED:
        refused(member, path, 404, "There is nothing here")
        expect(member.get_by_role("link", name="Go home")).to_be_visible()


def test_an_invented_link_of_a_mail_has_nothing(hub: Hub, person: Callable[..., Page]):
    nobody = person()
    for path in ("/join/invented", "/references/answer/invented", "/references/talk/invented"):
        refused(nobody, path, 404, "There is nothing here")
