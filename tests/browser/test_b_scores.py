"""B. Who could speak for us: each contact's score explains itself, and the best are invited with a link of their own."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.running import Hub
from tests.browser.verbs import head, press, refused, row, told


def scores(manager: Page) -> list[int]:
    """Return the scores of the page, as the rings say them."""
    names = [
        ring.get_attribute("aria-label") or ""
        for ring in manager.locator("tbody .ring, tbody [role=img]").all()
    ]
    return [int(name.split(":")[1].split(" of")[0]) for name in names if "Advocate score" in name]


def test_candidates_stand_from_70_and_for_the_board_from_85(hub: Hub, person: Callable[..., Page]):
    manager = person("manager")
    manager.goto("/admin/advocates?class=board")
    board = scores(manager)
    assert board
    assert min(board) >= 85
    manager.goto("/admin/advocates?class=reference")
    candidates = scores(manager)
    assert candidates
    assert min(candidates) >= 70
    manager.goto("/admin/advocates?class=none")
    assert max(scores(manager)) < 70


def test_a_score_adds_up_line_by_line(hub: Hub, person: Callable[..., Page]):
    csm = person("csm")
    csm.goto("/admin/advocates?class=board")
    csm.locator("tbody tr [data-label=Name] a").first.click()
    told(csm, "Advisory-board candidate")
    lines = csm.locator("main tr").filter(has_text="/").filter(has_not_text="Together")
    earned = sum(int(line.split("/")[0].split()[-1]) for line in lines.all_inner_texts())
    told(row(csm, "Together"), f"{earned}/100")
    assert earned >= 85


def test_the_best_are_invited_and_each_link_works_once(hub: Hub, person: Callable[..., Page]):
    manager, guest = person("manager"), person()
    manager.goto("/admin/advocates?class=reference&state=contact")
    names = manager.locator("tbody [data-label=Name] b").all_inner_texts()[:3]
    for name in names:
        manager.get_by_role("checkbox", name=name).check()
    press(manager, "Invite them")
    head(manager, "Invite 3 people")
    manager.get_by_label("A personal note").fill("We would love to have you among the first.")
    press(manager, "Send 3 invitations")
    told(manager, "3 invitations are on their way.")

    links = [hub.link_in(hub.mail("would like you to join", name), "/join/") for name in names]
    assert len(set(links)) == 3
    manager.goto("/admin/invitations")
    press(row(manager, names[0]), "Send again")
    told(manager, "Sent again, with a fresh link.")
    press(row(manager, names[1]), "Take back")
    told(manager, "Taken back. The link no longer works.")
    refused(guest, links[0], 410, "This link was used already.")
    refused(guest, links[1], 410, "This link was used already.")
    guest.goto(links[2])
    told(guest, "We would love to have you among the first.")
    refused(guest, f"{hub.url}/join/{'x' * 32}", 404, "There is nothing here")


def test_sales_and_members_do_not_read_scores(hub: Hub, person: Callable[..., Page]):
    for role in ("sales", "advocate", "prospect", "moderator"):
        refused(person(role), "/admin/advocates", 403, "This needs another role")
