"""E. Members talk: Markdown and a mention, a question with the answer that decided it, search as one types."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.running import PHONE, Hub, eventually
from tests.browser.verbs import both_ways, follow, head, press, refused, told

QUESTION = "How do you check accruals that nobody booked?"
ANSWER = "Run the **quarter** backwards and look at:\n\n- what came later\n- what never came"


def start(page: Page, forum: str, title: str, body: str, tags: str = "") -> str:
    """Start a topic in a forum and return its path."""
    page.goto(f"/community/forums/{forum}")
    page.get_by_role("link", name="Start a topic").or_(
        page.get_by_role("link", name="Ask a question")
    ).first.click()
    page.get_by_label("In one line").fill(title)
    page.get_by_label("The whole story").fill(body)
    if tags:
        page.get_by_label("Tags").fill(tags)
    press(page, "Ask the community")
    head(page, title)
    return page.url


@both_ways
def test_a_topic_is_answered_in_markdown_and_who_is_named_hears_of_it(
    scripts: bool, hub: Hub, person: Callable[..., Page]
):
    title = f"What do you do on day one, {'with' if scripts else 'without'} scripts?"
    amara = person("advocate", size=PHONE, java_script_enabled=scripts)
    topic = start(amara, "the-lounge", title, "My first hour goes into the list of *open items*.")
    expect(amara.locator("#posts em")).to_have_text("open items")

    amara.goto("/members?q=Kern")
    amara.get_by_role("link", name="Tomás Kern").first.click()
    handle = amara.url.rstrip("/").split("/")[-1]
    amara.goto(topic)
    reply(amara, f"@{handle} does this better than I do:\n\n> close early, close calmly", preview=scripts)
    expect(amara.locator("#posts blockquote")).to_have_text("close early, close calmly")
    expect(amara.locator("#posts").get_by_role("link", name="Tomás Kern")).to_be_visible()

    tomas = person("advocate2", java_script_enabled=scripts)
    tomas.goto("/me/notifications")
    tomas.get_by_role("button", name=title).first.click()
    head(tomas, title)
    reply(tomas, "Thank you, Amara. I start with `intercompany`.")
    tomas.locator("article.post").first.get_by_role("button", name="Useful").click()
    expect(tomas.locator("article.post").first.get_by_role("button", name="Useful 1")).to_be_visible()

    amara.goto("/me/notifications")
    told(amara, title)


def reply(page: Page, words: str, *, preview: bool = False) -> None:
    page.get_by_label("What would you tell them?").fill(words)
    if preview:
        press(page, "Preview")
        expect(page.locator(".preview blockquote")).to_be_visible()
    press(page, "Post your reply")
    expect(page.get_by_label("What would you tell them?")).to_have_value("")


def test_a_question_gets_an_answer_that_decides_it_and_is_found_as_one_types(
    hub: Hub, person: Callable[..., Page]
):
    asker, helper = person("advocate2"), person("advocate")
    question = start(asker, "closing-the-books", QUESTION, "Ours turn up three weeks late.", "accruals")
    told(asker, "Waits for an answer")

    helper.goto("/community/questions")
    follow(helper, QUESTION)
    helper.get_by_label("What would you tell them?").fill(ANSWER)
    told(helper, "Saved")
    helper.reload()
    expect(helper.get_by_label("What would you tell them?")).to_have_value(ANSWER)
    press(helper, "Post your answer")
    expect(helper.locator("#posts li", has_text="what never came")).to_be_visible()

    asker.goto(question)
    press(asker, "Accept this answer")
    told(asker, "Accepted. We let them know that it helped.")
    told(asker, "Accepted answer")
    expect(asker.locator("main header").get_by_text("Answered", exact=True)).to_be_visible()
    helper.goto("/me/notifications")
    told(helper, QUESTION)

    find_as_one_types(asker)


def find_as_one_types(page: Page) -> None:
    page.goto("/")
    eventually(lambda: QUESTION in page.request.get("/search/suggest?q=accruals nob").text(), "the index", 20)
    page.get_by_role("searchbox").fill("accruals nob")
    page.locator("#suggest a", has_text=QUESTION).click()
    head(page, QUESTION)
    page.goto("/search?q=is:answered accruals")
    expect(page.locator("ol.results").get_by_text(QUESTION)).to_be_visible()


def test_buyers_neither_read_nor_find_what_members_say_among_themselves(
    hub: Hub, person: Callable[..., Page]
):
    title = "Only between us: which auditors are slow?"
    path = start(person("advocate"), "the-lounge", title, "Names are welcome here.")
    buyer = person("prospect")
    refused(buyer, path, 404, "There is nothing here")
    refused(buyer, "/community/forums/the-lounge", 404, "There is nothing here")
    buyer.goto("/search?q=auditors slow")
    expect(buyer.get_by_text(title)).to_have_count(0)
