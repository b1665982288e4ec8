"""Which pages a person can reach: every link followed from the start page, a few of each route."""

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import BrowserContext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect

NOT_PAGES = ("assets.", "files.", "health.")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attributes if name == "href" and value]


def reachable(
    context: BrowserContext, start: str, routes: Map, *, of_each: int = 1, most: int = 400
) -> list[tuple[str, str]]:
    """Return (endpoint, path) of pages that can be reached, at most `of_each` a route, in the order they are met.

    Raises `AssertionError` for a link that leads to an error.
    """
    matcher = routes.bind("")
    seen, taken = {"/"}, Counter()
    queue, pages = deque(["/"]), []
    while queue and len(pages) < most:
        path = queue.popleft()
        answer = context.request.get(urljoin(start, path), max_redirects=5)
        assert answer.status < 400, f"{path} answered {answer.status}"
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        landed = urlsplit(answer.url)
        pages.append(
            (
                _endpoint(matcher, landed.path) or "",
                landed.path + (f"?{landed.query}" if landed.query else ""),
            )
        )
        for href in links_in(answer.text()):
            target = urlsplit(urljoin(answer.url, href))
            address = target.path + (f"?{target.query}" if target.query else "")
            endpoint = _endpoint(matcher, target.path)
            kind = f"{endpoint}?{'q' if target.query else ''}"
            here = target.netloc == urlsplit(start).netloc
            if (
                here
                and endpoint
                and address not in seen
                and taken[kind] < of_each
                and not endpoint.startswith(NOT_PAGES)
            ):
                seen.add(address)
                taken[kind] += 1
                queue.append(address)
    return list(dict.fromkeys(pages))


def links_in(html: str) -> list[str]:
    parser = _Links()
    parser.feed(html)
    return parser.found


def _endpoint(matcher, path: str) -> str | None:
    try:
        return matcher.match(path, method="GET")[0]
    except (HTTPException, RequestRedirect):
        return None
