"""Walking a page with the keyboard alone: Tab, Enter, typing, and seeing where one stands."""

from playwright.sync_api import Page

FOCUSED = """() => {
  const one = document.activeElement;
  const around = [one, one.parentElement, one.parentElement?.parentElement, one.closest('.composer, .tags')].filter(Boolean);
  const styles = around.flatMap(place => [getComputedStyle(place), getComputedStyle(place, '::after')]);
  return {
    name: one.innerText || one.getAttribute('aria-label') || one.labels?.[0]?.innerText || one.name || '',
    ringed: styles.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0),
    drawn_by_browser: one === document.body || one.type === 'date',
  };
}"""
"""What has the focus, and whether a ring shows it: around itself, its cover, or the label that stands for it."""


def tab_to(page: Page, words: str, *, most: int = 80) -> None:
    """Go on with Tab until something of that name has the focus; every stop on the way is visibly focused."""
    for _step in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["ringed"] or focused["drawn_by_browser"], (
            f"nobody sees that “{focused['name']}” has the focus"
        )
        if words.lower() in " ".join(focused["name"].split()).lower() and len(focused["name"]) < 200:
            return
    raise AssertionError(f"“{words}” is not reached in {most} steps of Tab")


def type_into(page: Page, label: str, words: str) -> None:
    tab_to(page, label)
    page.keyboard.type(words)


def enter(page: Page) -> None:
    """Press Enter, and be where it leads."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
