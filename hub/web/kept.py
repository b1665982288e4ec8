"""Pieces of pages that are rendered once and then kept: the frame, a post, a row of a board.

A piece is rendered from what is passed to it and from nothing else of its page, and is kept by the same
values, the language and the time zone: so it is never stale, and nothing personal can stand in it by
accident. Only words like "2 hours ago" lag, by at most a minute within the hour, ten within the day and an
hour within the week. No token may stand in such a template.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from threading import Lock
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from flask import current_app
from flask_babel import get_locale
from flask_babel.speaklater import LazyString
from jinja2 import Template
from jinja2.runtime import Context
from markupsafe import Markup

from hub.clock import now
from hub.web.access import viewer_or_none

ROOM = 32_000_000
"""How much a process keeps at most, in bytes or nearly so."""

_VALUES = 2_000
"""What the values by which a piece is kept take beside their text, nearly."""

_FORBIDDEN = '<input type="hidden" name="csrf_token"'

_PLAIN: set[type] = {str, int, bool, float, NoneType}
"""What counts as it is; what else does, such as dates and words of a fixed list, is found out once a type."""


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
    """The pieces that a process keeps, on two shelves: the first fills with what is asked for; when half the room
    is taken it becomes the second, and what was on that and not asked for since is gone. Safe among threads.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._lately: dict[Hashable, Markup] = {}
        self._before: dict[Hashable, Markup] = {}
        self._taken = 0
        self._changing = Lock()

    def find(self, key: Hashable) -> Markup | None:
        """Return a piece, when it is kept."""
        piece = self._lately.get(key)
        if piece is None:
            piece = self._before.get(key)
            if piece is not None:
                self.keep(key, piece)
        return piece

    def keep(self, key: Hashable, piece: Markup) -> None:
        """Keep a piece; those that nobody asked for the longest make room."""
        with self._changing:
            if self._taken >= self._room // 2:
                self._lately, self._before, self._taken = {}, self._lately, 0
            self._lately[key] = piece
            self._taken += 2 * len(piece) + _VALUES  # the text may be among the values


def kept(template: str, **shown: Any) -> Markup:
    """Return what `template` makes of `shown`: hashable values or lazy words, everything that the piece says."""
    key = (template, *_reader(), *shown, *_what_counts(shown.values(), now()))
    piece = _pieces().find(key)
    return _rendered(key, template, shown) if piece is None else piece


def kept_each(template: str, name: str, items: Iterable[tuple[Any, ...]], **alike: Any) -> Markup:
    """Return what `template` makes of each item in turn, which it knows as `name`: named tuples or rows of
    hashable values or lazy words; and of `alike`, which is the same for all of them.
    """
    present = now()
    same = (template, *_reader(), *alike, *_what_counts(alike.values(), present))
    find, found = _pieces().find, []
    for item in items:
        key = (same, _of(item, present))
        piece = find(key)
        found.append(_rendered(key, template, {name: item, **alike}) if piece is None else piece)
    return Markup("".join(found))  # noqa: S704 - each is markup


def _reader() -> tuple[str, str]:
    """Return what of the reader any piece may depend on: the words and the hours."""
    person = viewer_or_none()
    return str(get_locale() or "en"), person.timezone if person else "UTC"


def _what_counts(values: Iterable[Any], present: datetime) -> tuple[Hashable, ...]:
    """Return the values as a key has them."""
    return tuple([value if type(value) in _PLAIN else _counted(value, present) for value in values])


def _counted(value: Any, present: datetime) -> Hashable:
    """Return of a moment also how long ago it is, of lazy words what they are made of, of a tuple the same for
    each of its values, and of markup that it is: the same text unmarked reads otherwise.
    """
    if isinstance(value, datetime):
        return value, *_age(value, present)
    if isinstance(value, tuple):
        return _of(value, present)
    if isinstance(value, LazyString):  # not spoken yet: that would cost more than the piece
        return value._func, value._args, _what_counts(value._kwargs.values(), present)  # noqa: SLF001
    if isinstance(value, Markup):
        return Markup, value
    _PLAIN.add(type(value))
    hashable: Hashable = value
    return hashable


def _of(values: tuple[Any, ...], present: datetime) -> tuple[Hashable, ...]:
    """Return a tuple as a key has it. Most are taken whole, which costs a fifth of looking at each value."""
    moments = _moments(type(values))
    if moments is None:
        return _what_counts(values, present)
    if not moments:
        return values
    return values, *[_age(values[place], present) for place in moments if values[place] is not None]


@cache
def _moments(kind: type[tuple[Any, ...]]) -> tuple[int, ...] | None:
    """Return where a named tuple has moments, by its annotations; None when not all else counts as it is."""
    if not hasattr(kind, "_fields"):
        return None
    hints = [_choices(hint) for hint in get_type_hints(kind).values()]
    moments = tuple(place for place, choices in enumerate(hints) if choices == {datetime})
    rest = (choices for place, choices in enumerate(hints) if place not in moments)
    return moments if all(_is_plain(choice) for choices in rest for choice in choices) else None


def _choices(hint: Any) -> set[Any]:
    return {*get_args(hint)} - {NoneType} if isinstance(hint, UnionType) else {hint}


def _is_plain(hint: Any) -> bool:
    if get_origin(hint) is tuple:
        return all(_is_plain(part) for part in get_args(hint) if part is not Ellipsis)
    if not isinstance(hint, type):
        return False
    if hint in (str, int, bool, float) or issubclass(hint, Enum):
        return True
    return issubclass(hint, tuple) and _moments(hint) == ()


def _age(moment: datetime, present: datetime) -> tuple[int, int]:
    passed = present - moment
    if not -8 <= passed.days < 8:
        return 0, present.year  # a date, with the year when it is another one
    seconds = passed.total_seconds()
    distance = abs(seconds)
    exactness = 45 if distance < 45 else 60 if distance < 3_600 else 600 if distance < 86_400 else 3_600
    return exactness, int(seconds // exactness)


def _pieces() -> Pieces:
    pieces: Pieces = current_app.extensions["pieces"]
    return pieces


def _rendered(key: tuple[Hashable, ...], template: str, shown: Mapping[str, Any]) -> Markup:
    rendered = current_app.jinja_env.get_template(template).render(shown)
    if _FORBIDDEN in rendered:
        raise RuntimeError(f"{template} is kept: nobody's token may stand in it")
    piece = Markup(rendered)  # noqa: S704 - what a template rendered is escaped already
    _pieces().keep(key, piece)
    return piece
