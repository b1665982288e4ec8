"""Where one can go: the entries that packages brought, as this person may see them."""

from dataclasses import dataclass, replace

from flask import g, request, url_for
from flask_babel import get_locale

from hub.house import Entry, house
from hub.people.persons import Person
from hub.web.access import viewer_or_none

MOST_KEPT = 500


@dataclass(frozen=True)
class Link:
    """An entry of a navigation, ready to show."""

    label: str
    url: str
    icon: str
    current: bool


def navigation(place: str) -> tuple[Link, ...]:
    """Return the entries of a place (main, account, admin, footer) for who is signed in."""
    known: dict[str, tuple[Link, ...]] = g.setdefault("navigation", {})
    if place not in known:
        person = viewer_or_none()
        links = _links(place, person)
        here = _best(request.path, [link.url for link in links]) or _start(person)
        known[place] = tuple(replace(link, current=True) if link.url == here else link for link in links)
    return known[place]


def _links(place: str, person: Person | None) -> tuple[Link, ...]:
    """Return the links of a place; kept in the process for everybody with the same permissions and language."""
    register = house()
    key = (place, person.permissions if person else None, str(get_locale()))
    known: tuple[Link, ...] | None = register.links.get(key)
    if known is not None:
        return known
    shown = [entry for entry in register.entries if entry.place == place and _shown(entry, person)]
    links = tuple(
        Link(str(entry.label), url_for(entry.endpoint), entry.icon, current=False) for entry in shown
    )
    if len(register.links) >= MOST_KEPT:
        register.links.clear()
    register.links[key] = links
    return links


def _shown(entry: Entry, person: Person | None) -> bool:
    if entry.unless is not None and person is not None and person.can(entry.unless):
        return False
    return entry.needs is None or (person is not None and person.can(entry.needs))


def _start(person: Person | None) -> str | None:
    """Return the start page's address on the page to which it leads this person."""
    return "/" if person is not None and request.path == house().home_of(person) else None


def _best(path: str, urls: list[str]) -> str | None:
    """Return the longest of `urls` that the path lies under; the start page only when it is the page itself."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(under, key=len, default=None)
