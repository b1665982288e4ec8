"""D. A manager makes a challenge of two steps, an advocate does it, and what they earned is seen everywhere."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.running import PHONE, Hub
from tests.browser.verbs import balance, both_ways, card, follow, head, press, told

ANSWER = "We closed the quarter in **four** days instead of eleven."


@pytest.fixture
def dashboard(tmp_path: Path) -> Path:
    path = tmp_path / "dashboard.png"
    Image.new("RGB", (640, 400), "seagreen").save(path)
    return path


@both_ways
def test_a_challenge_of_two_steps_from_the_builder_to_the_feed(
    scripts: bool, hub: Hub, person: Callable[..., Page], dashboard: Path
):
    title = f"Show us your dashboard {'with' if scripts else 'without'} scripts"
    newcomer = hub.newcomer("Nora" if scripts else "Nils", "Lindgren")
    manager = person("manager", java_script_enabled=scripts)
    publish(manager, title)

    advocate = person(newcomer, size=PHONE, java_script_enabled=scripts)
    answer(advocate, title, keeps_drafts=scripts)
    hand_in(advocate, dashboard)
    send_back(manager, title, "Which quarter was it?")
    mend(advocate, "Which quarter was it?")
    approve(manager, title, newcomer.split(".")[0].capitalize())

    advocate.reload()
    told(advocate, "It brought you 260 points.")
    assert balance(advocate) == 260
    see_what_it_brought(advocate)
    for other in (advocate, person("advocate2")):
        other.goto("/")
        told(other, title)
    other.goto("/leaderboard?period=week")
    told(other, newcomer.split(".")[0].capitalize())


def publish(manager: Page, title: str) -> None:
    manager.goto("/admin/challenges/new")
    manager.get_by_label("What does one do?").fill(title)
    manager.get_by_label("In one sentence").fill("A picture, and a sentence about it.")
    press(manager, "On to the steps")
    manager.get_by_role("button", name="A question").click()
    step = manager.locator("section.card").filter(has_text="Step 1")
    step.get_by_label("Name of this step").fill("What changed?")
    step.get_by_label("Points").fill("100")
    manager.get_by_role("button", name="An upload").click()
    step = manager.locator("section.card").filter(has_text="Step 2")
    step.get_by_label("Name of this step").fill("Your dashboard")
    step.get_by_label("Points").fill("160")
    expect(manager.get_by_label("Name of this step").first).to_have_value("What changed?")
    press(manager, "Publish")
    told(manager, "It is live.")


def answer(advocate: Page, title: str, *, keeps_drafts: bool) -> None:
    advocate.goto("/challenges")
    card(advocate, title).get_by_role("link", name=title).click()
    press(advocate, "Start")
    field = advocate.locator("textarea[name=answer], input[name=answer]")
    field.fill(ANSWER)
    if keeps_drafts:
        told(advocate, "Saved")
        advocate.reload()
        expect(field).to_have_value(ANSWER)
    press(advocate, "Keep and go on")
    expect(advocate.locator("strong", has_text="four")).to_be_visible()


def hand_in(advocate: Page, picture: Path) -> None:
    advocate.get_by_label("Your file").set_input_files(picture)
    press(advocate, "Hand it in")
    told(advocate, "We are looking at it.")


def send_back(manager: Page, title: str, question: str) -> None:
    manager.goto("/admin/challenges/queue")
    waiting = manager.locator("article", has_text=title)
    expect(waiting.get_by_role("img", name="Picture: dashboard")).to_be_visible()
    waiting.get_by_text("Send back…").click()
    waiting.get_by_role("textbox").fill(question)
    press(waiting, "Send back")
    told(manager, "Sent back to")


def mend(advocate: Page, question: str) -> None:
    advocate.reload()
    told(advocate, question)
    follow(advocate, "Change")
    advocate.locator("[name=answer]").fill(f"{ANSWER} It was the second one.")
    press(advocate, "Hand it in")
    told(advocate, "We are looking at it.")


def approve(manager: Page, title: str, name: str) -> None:
    manager.goto("/admin/challenges/queue")
    waiting = manager.locator("article", has_text=title)
    expect(waiting.locator("strong", has_text="four")).to_be_visible()
    told(waiting, "It was the second one.")
    press(waiting, "Approve")
    told(manager, f"Approved. {name} has the points.")
    expect(waiting).to_have_count(0)


def see_what_it_brought(advocate: Page) -> None:
    advocate.goto("/badges")
    head(advocate, "Badges and levels")
    follow(advocate, "First step")
    told(advocate, "Completed a first challenge.")
    advocate.goto("/")
    told(advocate, "Contributor")
    advocate.goto("/leaderboard?period=week")
    expect(advocate.locator("ol.board li.me", has_text="260")).to_be_visible()
    advocate.goto("/me/notifications")
    told(advocate, "First step")
