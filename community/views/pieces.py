"""What the community's pages show of a reader's rights, and what it puts on other pages."""

from typing import NamedTuple

from flask import render_template
from markupsafe import Markup

from community.policy import POST
from hub.people.persons import Person


class Means(NamedTuple):
    """What a reader can do with the posts of a topic's page, and where that page is."""

    topic_id: int
    page: int
    accepts: bool
    replies: bool
    moderates: bool
    linked: bool


def ask_instead(viewer: Person | None, *, text: str) -> Markup | None:
    """Return the way on for who found nothing: asking people who may know."""
    if viewer is None or not viewer.can(POST):
        return None
    return Markup(render_template("community/question/_ask.html", text=text))  # noqa: S704 - a template escapes
