"""Pieces of the community's pages, kept in the process: a post, what one can do with it, a row of a list.

None of them holds who reads or a token of theirs; what differs between readers is part of the key.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import render_template
from flask_babel import get_locale
from markupsafe import Markup

from community import mentions
from community.fragments import Fragments, age
from community.listings import Listed
from community.policy import POST
from community.topic_page import Said
from hub.clock import now
from hub.people.persons import Person
from hub.web.filters import reader_zone

_POSTS = Fragments(4000)
_TOOLS = Fragments(8000)
_ROWS = Fragments(4000)


@dataclass(frozen=True, slots=True)
class Means:
    """What a reader can do with the posts of a topic's page, and where that page is."""

    topic_id: int
    page: int
    accepts: bool
    replies: bool
    moderates: bool
    linked: bool


def posts(means: Means) -> Callable[[Said], Markup]:
    """Return what makes the piece of a post for this reader: who says what, when."""
    reader, moment = (means.linked, *_reader()), now()

    def piece(said: Said) -> Markup:
        helped = said.useful if said.accepted else None
        key = (said.id, said.version, said.face, said.accepted, helped, age(said.at, moment), reader)
        return _POSTS.get(key, lambda: _post(said, linked=means.linked))

    return piece


def tools(means: Means, reader: Person) -> Callable[[Said], Markup]:
    """Return what makes the tools below a post: every button belongs to the one form of the page."""
    reader_id, locale = reader.id, str(get_locale() or "en")

    def piece(said: Said) -> Markup:
        own = said.author_id == reader_id
        state = (
            said.number > 1,
            said.useful,
            said.mine,
            said.accepted,
            said.edited_at is not None,
            said.removed,
        )
        key = (said.id, own, state, means, locale)
        return _TOOLS.get(
            key, lambda: render_template("community/topic/_tools.html", said=said, own=own, means=means)
        )

    return piece


def rows(*, with_forum: bool) -> Callable[[Listed], Markup]:
    """Return what makes a topic's row in a list; `with_forum` names the forum as well."""
    reader, moment = (with_forum, *_reader()), now()

    def piece(topic: Listed) -> Markup:
        key = (topic, age(topic.last_at, moment), reader)
        return _ROWS.get(
            key, lambda: render_template("community/forum/_topic.html", topic=topic, with_forum=with_forum)
        )

    return piece


def ask_instead(viewer: Person | None, *, text: str) -> Markup | None:
    """Return the way on for who found nothing: asking people who may know."""
    if viewer is None or not viewer.can(POST):
        return None
    return Markup(render_template("community/question/_ask.html", text=text))  # noqa: S704 - a template escapes


def _reader() -> tuple[str, str]:
    return str(get_locale() or "en"), reader_zone().key


def _post(said: Said, *, linked: bool) -> str:
    html = said.html if linked else mentions.without_profiles(said.html)
    prose = Markup(html)  # noqa: S704 - it was rendered from an allow-list when it was saved
    return render_template("community/topic/_said.html", said=said, prose=prose, linked=linked)
