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
from flask_babel import get_locale
from flask_babel.speaklater import LazyString
from jinja2 import Template
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


def kept(template: str, **shown: Any) -> Markup:
    """Return what `template` makes of `shown`: hashable values or lazy words, everything that the piece says."""
    return _piece(template, (*_reader(), *shown, *_what_counts(shown.values())), shown)


def kept_each(template: str, name: str, items: Iterable[tuple[Any, ...]], **alike: Any) -> Markup:
    """Return what `template` makes of each item in turn, which it knows as `name`: named tuples or rows of
    hashable values or lazy words; and of `alike`, which is the same for all of them.
    """
    same = (*_reader(), *alike, *_what_counts(alike.values()))
    return Markup("").join(
        _piece(template, (*same, *_what_counts(item)), {name: item, **alike}) for item in items
    )


def _reader() -> tuple[str, str]:
    """Return what of the reader any piece may depend on: the words and the hours."""
    return str(get_locale() or "en"), reader_zone().key


def _what_counts(values: Iterable[Any]) -> tuple[Hashable, ...]:
    """Return the values as a key has them: of lazy words what they are made of, of a moment also how long ago it
    is, of a tuple the same for each of its values.
    """
    found: list[Hashable] = []
    for value in values:
        if isinstance(value, tuple):
            found.append(_what_counts(value))
        elif isinstance(value, datetime):
            found += (value, _age(value, now()))
        elif isinstance(value, LazyString):  # not spoken yet: that would cost more than the piece
            found.append((value._func, value._args, _what_counts(value._kwargs.values())))  # noqa: SLF001
        else:
            found.append(value)
    return tuple(found)


def _age(moment: datetime, present: datetime) -> tuple[int, int]:
    seconds = (present - moment).total_seconds()
    distance = abs(seconds)
    for within, exactness in ((45, 45), (3_600, 60), (86_400, 600), (8 * 86_400, 3_600)):
        if distance < within:
            return exactness, int(seconds // exactness)
    return 0, present.year  # a date, with the year when it is another one


def _piece(template: str, key: Hashable, shown: Mapping[str, Any]) -> Markup:
    pieces: Pieces = current_app.extensions["pieces"]
    whole = (template, key)
    piece = pieces.find(whole)
    if piece is None:
        rendered = current_app.jinja_env.get_template(template).render(shown)
        piece = Markup(rendered)  # noqa: S704 - what a template rendered is escaped already
        pieces.keep(whole, piece)
    return piece
