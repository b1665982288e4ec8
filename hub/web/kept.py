"""Pieces of pages that are rendered once and then kept: the frame, a post, a row of a board.

A piece is rendered from what is passed to it and from nothing else of its page, and is kept by the same
values, the language and the time zone: so it is never stale, and nothing personal can stand in it by
accident. Only words like "2 hours ago" lag, by at most a minute within the hour and ten within the day. No
token may stand in such a template.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from itertools import islice
from threading import Lock
from typing import Any

from flask import current_app
from jinja2 import Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from hub.clock import now
from hub.web.filters import reader_zone

MOST = 8_000
"""How many pieces a process keeps: some 10 MB. The oldest tenth makes room."""


class KeptTemplate(Template):
    """A template whose macros are made once.

    Jinja makes the macros of an imported template anew for each page whose globals differ from that
    template's; ours all share the environment's, and finding that out twenty times a page costs more than the
    macros.
    """

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        """Return the macros."""
        del ctx
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Pieces:
    """The pieces that a process keeps."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Markup] = {}
        self._making_room = Lock()

    def find(self, key: Hashable) -> Markup | None:
        """Return a piece, when it is kept."""
        return self._kept.get(key)

    def keep(self, key: Hashable, piece: Markup) -> None:
        """Keep a piece; the oldest go when there are too many."""
        with self._making_room:
            if len(self._kept) >= MOST:
                for old in list(islice(self._kept, MOST // 10)):
                    del self._kept[old]
            self._kept[key] = piece


@pass_context
def kept(context: Context, template: str, **shown: Hashable) -> Markup:
    """Return what `template` makes of `shown`: hashable values, among them everything that the piece says."""
    return _piece(
        context, template, (*_reader(context), *shown, *shown.values(), *_ages(shown.values())), shown
    )


@pass_context
def kept_each(context: Context, template: str, name: str, items: Iterable[tuple[Any, ...]]) -> Markup:
    """Return what `template` makes of each item in turn, which it knows as `name`: named tuples or rows of
    hashable values.
    """
    reader = _reader(context)
    pieces = [_piece(context, template, (*reader, item, *_ages(item)), {name: item}) for item in items]
    return Markup("").join(pieces)


def _reader(context: Context) -> tuple[Hashable, ...]:
    """Return what of the reader any piece may depend on: the words and the hours."""
    return context["locale"], reader_zone().key


def _ages(values: Iterable[Any]) -> list[tuple[int, int]]:
    """Return, for each moment, what changes when one would speak of it otherwise."""
    moments = [value for value in values if isinstance(value, datetime)]
    present = now() if moments else None
    return [_age(moment, present) for moment in moments if present]


def _age(moment: datetime, present: datetime) -> tuple[int, int]:
    seconds = (present - moment).total_seconds()
    distance = abs(seconds)
    for within, exactness in ((45, 45), (3_600, 60), (86_400, 600), (8 * 86_400, 3_600)):
        if distance < within:
            return exactness, int(seconds // exactness)
    return 0, present.year  # a date, with the year when it is another one


def _piece(context: Context, template: str, key: Hashable, shown: Mapping[str, Any]) -> Markup:
    pieces: Pieces = current_app.extensions["pieces"]
    whole = (template, key)
    piece = pieces.find(whole)
    if piece is None:
        rendered = context.environment.get_template(template).render(shown, locale=context["locale"])
        piece = Markup(rendered)  # noqa: S704 - what a template rendered is escaped already
        pieces.keep(whole, piece)
    return piece
