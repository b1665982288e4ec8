"""F. Points become a reward: taken from stock once, approved, handed over; a refusal says why; a refund comes once."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.running import PHONE, Hub
from tests.browser.verbs import balance, both_ways, card, follow, head, press, refused, row, told


def put_in_the_shop(manager: Page, name: str, cost: int, stock: int) -> None:
    manager.goto("/admin/rewards/new")
    manager.get_by_label("Name").fill(name)
    manager.get_by_label("Kind").select_option("Gift")
    manager.get_by_label("Cost in points").fill(str(cost))
    manager.get_by_label("Left in stock").fill(str(stock))
    press(manager, "Put it in the shop")
    told(manager, name)


def give_points(manager: Page, member: str, points: int) -> None:
    manager.goto(f"/members?q={member}")
    manager.locator("main").get_by_role("link", name=member).first.click()
    follow(manager, "Give points")
    manager.get_by_label("Points", exact=True).fill(str(points))
    manager.get_by_label("What for").fill("Spoke at the summit with two days' notice")
    press(manager, "Give them")
    told(manager, "Given.")


def take(page: Page, reward: str, points: int) -> None:
    page.goto("/rewards")
    card(page, reward).get_by_role("link", name=reward).first.click()
    head(page, reward)
    press(page, f"Take it for {points} points")
    told(page, "Reserved for you.")


@both_ways
def test_a_reward_is_taken_approved_handed_over_and_refunded_once(
    scripts: bool, hub: Hub, person: Callable[..., Page]
):
    first, reward = ("Vera", "A wool blanket") if scripts else ("Viktor", "A walking stick")
    newcomer = hub.newcomer(first, "Sommer")
    manager = person("manager", java_script_enabled=scripts)
    put_in_the_shop(manager, reward, 300, 1)
    give_points(manager, f"{first} Sommer", 500)

    advocate = person(newcomer, size=PHONE, java_script_enabled=scripts)
    take(advocate, reward, 300)
    assert balance(advocate) == 200
    peer = person("advocate2")
    peer.goto("/rewards")
    told(card(peer, reward), "All of these are taken at the moment.")

    manager.goto("/admin/redemptions")
    press(row(manager, reward), "Approve")
    told(manager, f"Approved. {first} Sommer knows.")
    manager.goto("/admin/redemptions?tab=approved")
    follow(row(manager, reward), "Hand over")
    manager.get_by_label("How it reaches them").fill("Parcel 4711, on Thursday")
    press(manager, "It is on its way")
    advocate.goto("/redemptions")
    told(row(advocate, reward), "Parcel 4711, on Thursday")

    refund_twice(manager, reward)
    advocate.reload()
    told(row(advocate, reward), "It came back broken.")
    assert balance(advocate) == 500


def refund_twice(manager: Page, reward: str) -> None:
    """Return the points from one tab, and try it from another that still shows the button."""
    manager.goto("/admin/redemptions?tab=done")
    follow(row(manager, reward), reward)
    other = manager.context.new_page()
    other.goto(manager.url)
    for tab in (manager, other):
        tab.get_by_label("Why").fill("It came back broken.")
        press(tab, "Return the points")
        expect(tab.get_by_role("button", name="Return the points")).to_have_count(0)
    manager.reload()
    expect(manager.get_by_text("It came back broken.")).to_have_count(1)


def test_a_refusal_says_why_and_returns_the_points(hub: Hub, person: Callable[..., Page]):
    newcomer = hub.newcomer("Wanda", "Sommer")
    manager = person("manager")
    put_in_the_shop(manager, "A weekend by the sea", 450, 5)
    give_points(manager, "Wanda Sommer", 450)
    advocate = person(newcomer, size=PHONE)
    take(advocate, "A weekend by the sea", 450)

    manager.goto("/admin/redemptions")
    follow(row(manager, "A weekend by the sea"), "Decline")
    press(manager, "Decline and return the points")
    told(manager, "This field is required.")
    manager.get_by_label("Why").fill("The house is being repaired until May.")
    press(manager, "Decline and return the points")
    told(manager, "The points are back with Wanda Sommer.")

    advocate.goto("/redemptions")
    told(row(advocate, "A weekend by the sea"), "The house is being repaired until May.")
    assert balance(advocate) == 450


def test_a_double_click_and_a_second_tab_take_one_reward_each(hub: Hub, person: Callable[..., Page]):
    newcomer = hub.newcomer("Xenia", "Sommer")
    manager = person("manager")
    put_in_the_shop(manager, "A box of tea", 100, 9)
    give_points(manager, "Xenia Sommer", 150)
    advocate = person(newcomer)
    advocate.goto("/rewards")
    card(advocate, "A box of tea").get_by_role("link", name="A box of tea").first.click()
    other = advocate.context.new_page()
    other.goto(advocate.url)

    advocate.get_by_role("button", name="Take it for 100 points").dblclick()
    told(advocate, "Reserved for you.")
    assert balance(advocate) == 50
    press(other, "Take it for 100 points")
    told(other, "50 more points")
    advocate.go_back()
    advocate.goto("/redemptions")
    expect(advocate.locator("tr", has_text="A box of tea")).to_have_count(1)
    refused(advocate, "/rewards/987654", 404, "There is nothing here")
