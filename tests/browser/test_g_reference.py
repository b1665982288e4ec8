"""G. A reference from the request to the thanks: ranked with reasons, guarded, settled by mail, held, rated, won."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.running import PHONE, Hub
from tests.browser.verbs import follow, head, press, row, told

UNTIL_TALK = 24 * 12
"""Hours until any time that an advocate may propose is over."""

BUYER = {"Industry": "Insurance", "Use case": "Month-end close", "Region": "Europe", "Language": "English"}


def test_a_reference_from_the_request_to_the_thanks(hub: Hub, person: Callable[..., Page]):
    sales, manager, buyer = person("sales"), person("manager"), person()
    asked = ask_for_a_reference(sales, "Alpine Re", "Ida Frei", "ida.frei@alpine.example")
    other = ask_for_a_reference(sales, "Baltic Re", "Jan Tamm", "jan.tamm@baltic.example")

    name, address = invite_the_first(manager, hub, asked, other)
    assert hub.mail(f"We are asking {name} to speak with Alpine Re")

    accept_by_mail(person(size=PHONE), hub, address)
    choose_by_mail(buyer, hub, name)
    talk = both_have_it_in_their_calendar(hub, address, "ida.frei@alpine.example")
    sales.goto(asked)
    told(sales, "Scheduled")

    with hub.later(UNTIL_TALK) as then:
        told_how_it_was(person(address), then, talk)
        hub.run("jobs", "run", "references.ask_after", hours_later=UNTIL_TALK)
        rate_by_mail(buyer, hub, then, name)
        record_outcome(sales, asked.replace(hub.url, then))
        hub.run("jobs", "run", "references.thank", hours_later=UNTIL_TALK)
        thanked = hub.mail("Thank you", address).get_body(("plain",)).get_content()
    assert "Alpine Re" in thanked
    assert "We never ask you more than once a month" in thanked
    see_the_impact(person(address))


def first(name: str) -> str:
    return name.split(maxsplit=1)[0]


def ask_for_a_reference(sales: Page, company: str, buyer: str, address: str) -> str:
    """File a request, with a draft that survives a reload, and return its address."""
    sales.goto("/references")
    follow(sales, "Ask for a reference")
    sales.get_by_label("Buyer's company").fill(company)
    for fact, value in BUYER.items():
        sales.get_by_label(fact, exact=True).fill(value)
    sales.get_by_text("Implementation", exact=True).check()
    sales.get_by_label("What worries them?").fill("That nobody tells them how long it takes.")
    told(sales, "Saved")
    sales.reload()
    expect(sales.get_by_label("Buyer's company")).to_have_value(company)
    expect(
        sales.locator("aside").get_by_text("advocates fit").or_(sales.get_by_text("advocate fits"))
    ).to_be_visible()
    sales.get_by_label("Buyer's name").fill(buyer)
    sales.get_by_label("Buyer's e-mail").fill(address)
    press(sales, "File this request")
    told(sales, "Filed. You hear from us within 48 hours.")
    return sales.url


def invite_the_first(manager: Page, hub: Hub, asked: str, other: str) -> tuple[str, str]:
    """Invite the best match for one request; for the other the same person cannot be asked any more."""
    manager.goto("/references")
    row(manager, "Alpine Re").get_by_role("link", name="Match").click()
    best = manager.locator("article.candidate").first
    expect(best.locator(".score-lines li").nth(7)).to_be_visible()
    name = best.get_by_role("link").first.inner_text().splitlines()[0].strip()
    press(best, "Invite first")
    told(manager, f"{name} is asked. Who looks after them was told first.")

    manager.goto(other)
    absent = row(manager, name)
    told(absent, "Next free on")
    address = hub.mail("Would you speak with Alpine Re?")["To"].addresses[0].addr_spec
    follow(absent, "Ask anyway")
    told(manager, "This goes past a guardrail that protects them.")
    unguarded = manager.url.replace("/override", "")
    manager.goto(unguarded)
    press(manager, f"Invite {first(name)}")
    told(manager, "next free on")
    assert not hub.mails("Would you speak with Baltic Re?")
    return name, address


def accept_by_mail(advocate: Page, hub: Hub, address: str) -> None:
    """Say yes from the mail, without signing in; opened again, the link only says that it is answered."""
    link = hub.link_in(hub.mail("Would you speak with Alpine Re?", address), "/references/answer/")
    advocate.goto(link)
    head(advocate, "Would you speak with Alpine Re?")
    told(advocate, "That nobody tells them how long it takes.")
    for place in (0, 1):
        advocate.locator("label.slot:has(input:enabled)").nth(place).click()
    press(advocate, "Take this call")
    head(advocate, "Thank you")
    advocate.goto(link)
    expect(advocate.get_by_role("button", name="Take this call")).to_have_count(0)


def choose_by_mail(buyer: Page, hub: Hub, name: str) -> None:
    buyer.goto(hub.link_in(hub.mail(f"Choose a time to speak with {first(name)}"), "/references/talk/"))
    head(buyer, name)
    buyer.locator("label.slot").first.click()
    press(buyer, "This one")
    told(buyer, "That is the time.")


def both_have_it_in_their_calendar(hub: Hub, *addresses: str) -> str:
    """Read the calendar entry of either side, and return the advocate's path to the talk."""
    mine, theirs = (hub.calendar_entry("Your talk: ", address) for address in addresses)
    for entry, address in zip((mine, theirs), addresses, strict=True):
        assert str(entry["ATTENDEE"]).lower() == f"mailto:{address}".lower()
    assert mine["DTSTART"].dt == theirs["DTSTART"].dt
    assert mine["UID"] != theirs["UID"]
    return str(mine["URL"]).removesuffix("/join").replace(hub.url, "")


def told_how_it_was(advocate: Page, then: str, talk: str) -> None:
    advocate.goto(f"{then}{talk}")
    press(advocate, "Yes, we talked")
    rate(advocate, 4, "They knew what they wanted to know.")
    told(advocate, "You have talked.")


def rate_by_mail(buyer: Page, hub: Hub, then: str, name: str) -> None:
    link = hub.link_in(hub.mail(f"How was your talk with {first(name)}?"), "/references/talk/")
    buyer.goto(link.replace(hub.url, then))
    rate(buyer, 5, "She told us what went wrong as well.")
    told(buyer, "Thank you.")


def rate(page: Page, stars: int, words: str) -> None:
    for question in ("How relevant was it?", "How well prepared was the other side?"):
        page.get_by_role("group", name=question).get_by_text(str(stars), exact=True).click()
    page.get_by_label("What made the difference?").fill(words)
    page.locator("#rating-form button[type=submit]").click()


def record_outcome(sales: Page, asked: str) -> None:
    sales.goto(asked)
    sales.get_by_text("Won", exact=True).click()
    sales.get_by_label("Amount").fill("240000")
    sales.get_by_label("Currency").fill("EUR")
    press(sales, "Keep it")
    told(sales, "Noted. Who spoke for us hears of it.")


def see_the_impact(advocate: Page) -> None:
    advocate.goto("/me/impact")
    told(advocate, "She told us what went wrong as well.")
    told(advocate, "You spoke with Alpine Re")
    advocate.goto("/me/points")
    told(advocate, "200")
