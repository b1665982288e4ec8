"""H. A buyer comes in by a link, reads and asks customers; what nobody answers in time becomes an offer of a talk."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.running import PHONE, Hub
from tests.browser.verbs import follow, head, press, refused, row, told

LATE = 49
"""Hours: a buyer is offered a talk after 48."""


def open_link(seller: Page) -> str:
    """Make a link for the first open deal and return it; it is shown this once."""
    seller.goto("/admin/links")
    seller.get_by_label("Which deal do they evaluate for?").select_option(index=1)
    seller.get_by_label("How many people may use it?").fill("2")
    press(seller, "Make the link")
    told(seller, "It is shown this once.")
    return seller.get_by_label("Link", exact=True).input_value()


def join(buyer: Page, link: str, first: str, last: str) -> None:
    buyer.goto(link)
    told(buyer, "Nobody from the vendor sits in between.")
    for field, value in (
        ("First name", first),
        ("Last name", last),
        ("Work e-mail", f"{first.lower()}@buyer.example"),
    ):
        buyer.get_by_label(field).fill(value)
    buyer.get_by_label("Choose a password").fill("we are still evaluating")
    buyer.get_by_label("I agree that the hub keeps my profile").check()
    press(buyer, "Join")
    buyer.get_by_label("What do you do?").fill("Director of Accounting")
    press(buyer, "Show me around")
    buyer.wait_for_url("**/ask")


def ask(buyer: Page, title: str) -> str:
    """Ask under a pseudonym and return the question's path."""
    buyer.goto("/ask")
    follow(buyer, "Ask the customers")
    buyer.get_by_label("In one line").fill(title)
    buyer.get_by_label("The whole story").fill("We close in eleven days, and nobody believes in less.")
    press(buyer, "Ask the community")
    head(buyer, title)
    return buyer.url


def test_a_buyer_reads_what_buyers_may_read(hub: Hub, person: Callable[..., Page]):
    buyer = person(size=PHONE)
    join(buyer, open_link(person("sales")), "Petra", "Novak")
    for path in (
        "/community/forums/the-lounge",
        "/members",
        "/challenges",
        "/rewards",
        "/leaderboard",
        "/admin",
    ):
        answer = buyer.goto(path)
        assert answer is not None
        assert answer.status in (403, 404), f"{path} answered {answer.status}"
    buyer.goto("/stories")
    buyer.locator("main a[href^='/stories/']").first.click()
    expect(buyer.locator("main article, main .prose").first).to_be_visible()
    buyer.goto("/ask")
    buyer.get_by_role("searchbox", name="What would you like to know?").press_sequentially("close")
    expect(buyer.locator("#found ol.results li").first).to_be_visible()


def test_a_question_that_nobody_answers_becomes_a_talk_and_an_answered_one_does_not(
    hub: Hub, person: Callable[..., Page]
):
    link = open_link(person("manager"))
    paula, paul = person(size=PHONE), person()
    join(paula, link, "Paula", "Kral")
    join(paul, link, "Paul", "Ende")
    refused(person(), link, 410, "This link was used already.")
    unanswered = ask(paula, "Does anybody close in two days with eleven entities?")
    answered = ask(paul, "Who moved from spreadsheets in one quarter?")
    answer(person("advocate"), answered)

    with hub.later(LATE) as then:
        hub.run("jobs", "run", "community.deadlines", hours_later=LATE)
        assert hub.mail("talk", "paula@buyer.example")
        paula.goto(f"{then}/ask")
        told(paula, "Nobody answered yet. Would you like to talk to somebody like you?")
        press(paula, "Yes, find somebody")
        told(paula, "Good. We look for somebody like you")
        paul.goto(f"{then}/ask")
        expect(paul.get_by_text("Would you like to talk to somebody like you?")).to_have_count(0)
        assert not hub.mails("talk", "paul@buyer.example")

    manager = person("manager")
    manager.goto("/references")
    expect(row(manager, "Paula Kral")).to_be_visible()
    paula.goto(unanswered)
    told(paula, "Does anybody close in two days with eleven entities?")
    paula.goto("/ask")
    expect(paula.get_by_role("button", name="Yes, find somebody")).to_have_count(0)


def answer(advocate: Page, question: str) -> None:
    """Answer a buyer, whose name is not shown."""
    advocate.goto(question)
    expect(advocate.locator("article.post").first).not_to_contain_text("Paul Ende")
    advocate.get_by_label("What would you tell them?").fill(
        "We did, with two people and one rule: *nothing by mail*."
    )
    press(advocate, "Post your answer")
    expect(advocate.locator("#posts em")).to_have_text("nothing by mail")
