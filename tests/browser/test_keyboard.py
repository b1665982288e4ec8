"""By keyboard: the main action of each role with Tab, Enter, Space and typing; where one stands is always seen."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.keys import enter, tab_to, type_into
from tests.browser.running import PASSWORD, Hub
from tests.browser.verbs import head, told


def sign_in(page: Page, name: str) -> Page:
    """Sign in by keyboard alone."""
    page.goto("/sign-in")
    type_into(page, "E-mail", f"{name}@demo.vouch.example")
    type_into(page, "Password", PASSWORD)
    enter(page)
    page.wait_for_url(lambda address: "/sign-in" not in address)
    return page


def go(page: Page, entry: str) -> None:
    """Follow an entry of the main navigation."""
    tab_to(page, entry, most=20)
    enter(page)


def test_the_first_tab_leads_past_the_navigation_to_the_content(hub: Hub, person: Callable[..., Page]):
    member = sign_in(person(), "advocate")
    member.goto("/challenges")
    tab_to(member, "Skip to the content", most=1)
    member.keyboard.press("Enter")
    expect(member.locator("#main")).to_be_focused()


def test_an_advocate_takes_a_challenge(hub: Hub, person: Callable[..., Page]):
    advocate = sign_in(person(), hub.newcomer("Kim", "Aalto"))
    go(advocate, "Challenges")
    tab_to(advocate, "What would make this worth your time?")
    enter(advocate)
    tab_to(advocate, "Start")
    enter(advocate)
    told(advocate, "Half a year from now")
    tab_to(advocate, "answer")
    advocate.keyboard.type("I met peers who close in four days.")
    tab_to(advocate, "Hand it in")
    enter(advocate)
    told(advocate, "Done, and well done")


def test_a_buyer_asks_the_customers(hub: Hub, person: Callable[..., Page]):
    buyer = sign_in(person(), "prospect")
    tab_to(buyer, "Ask the customers")
    enter(buyer)
    type_into(buyer, "In one line", "Can two people run the whole close?")
    type_into(buyer, "The whole story", "We are a small team, and one of us is always away.")
    tab_to(buyer, "Ask the community")
    enter(buyer)
    head(buyer, "Can two people run the whole close?")


def test_sales_asks_for_a_reference(hub: Hub, person: Callable[..., Page]):
    sales = sign_in(person(), "sales")
    sales.goto("/references")
    tab_to(sales, "Ask for a reference")
    enter(sales)
    type_into(sales, "Buyer's company", "Carinthia Re")
    tab_to(sales, "Implementation")
    sales.keyboard.press("Space")
    tab_to(sales, "File this request", most=120)
    enter(sales)
    told(sales, "Filed. You hear from us within 48 hours.")


def test_a_customer_success_manager_holds_a_customer_back(hub: Hub, person: Callable[..., Page]):
    csm = sign_in(person(), "csm")
    csm.goto("/references")
    tab_to(csm, "Hold back", most=120)
    enter(csm)
    head(csm, "Hold")


def test_a_moderator_pins_a_topic(hub: Hub, person: Callable[..., Page]):
    moderator = sign_in(person(), "moderator")
    moderator.goto("/community/forums/the-lounge")
    for key in "jj":
        moderator.keyboard.press(key)
    enter(moderator)
    tab_to(moderator, "Pin on top", most=150)
    enter(moderator)
    expect(moderator.locator("main header").get_by_text("Pinned")).to_be_visible()


def test_a_manager_walks_the_queue_and_searches(hub: Hub, person: Callable[..., Page]):
    manager = sign_in(person(), "manager")
    manager.goto("/references?show=all")
    for key in "jjkj":
        manager.keyboard.press(key)
    expect(manager.locator("[data-queue] > *").nth(1)).to_have_attribute("data-current", "")
    manager.goto("/admin/challenges/queue")
    first = manager.locator("[data-queue] > article").first
    waiting = manager.locator(f"#{first.get_attribute('id')}")
    manager.keyboard.press("j")
    manager.keyboard.press("a")
    told(manager, "Approved.")
    expect(waiting).to_have_count(0)
    manager.keyboard.press("/")
    expect(manager.get_by_role("searchbox").first).to_be_focused()
    manager.keyboard.type("close")
    enter(manager)
    head(manager, "Search")
    manager.locator("body").click(position={"x": 5, "y": 5})
    manager.keyboard.press("g")
    manager.keyboard.press("h")
    head(manager, "Desk")


def test_an_administrator_changes_a_setting(hub: Hub, person: Callable[..., Page]):
    admin = sign_in(person(), "admin")
    admin.goto("/admin/settings")
    tab_to(admin, "Hours after which a question without an answer rises", most=120)
    admin.keyboard.press("Control+a")
    admin.keyboard.type("36")
    enter(admin)
    admin.reload()
    expect(admin.get_by_label("Hours after which a question without an answer rises")).to_have_value("36")
