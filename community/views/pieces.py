"""Pieces of the community's pages: what a reader may do there, the ways through a list, what others' pages show."""

from typing import Any, NamedTuple

from flask import render_template, request
from markupsafe import Markup

from community.policy import POST
from hub.people.persons import Person
from hub.web.kept import kept
from hub.web.pagination import Pages

_LONG = 100
"""What asks for more than this was not made by us, and nobody will come by it again."""


class Means(NamedTuple):
    """What a reader can do with the posts of a topic's page, and where that page is."""

    topic_id: int
    page: int
    accepts: bool
    replies: bool
    moderates: bool
    linked: bool


def ways(pages: Pages[Any]) -> Markup:
    """Return the links to the other pages of a list, kept by the list's address, which they repeat."""
    if pages.count == 1:
        return Markup()
    asked = request.query_string
    if len(asked) > _LONG:
        return Markup(render_template("community/topic/_ways.html", pages=pages))  # noqa: S704 - a template escapes
    bare: Pages[Any] = Pages((), pages.number, pages.per, pages.total)
    return kept("community/topic/_ways.html", pages=bare, path=request.path, asked=asked)


def ask_instead(viewer: Person | None, *, text: str) -> Markup | None:
    """Return the way on for who found nothing: asking people who may know."""
    if viewer is None or not viewer.can(POST):
        return None
    return Markup(render_template("community/question/_ask.html", text=text))  # noqa: S704 - a template escapes
