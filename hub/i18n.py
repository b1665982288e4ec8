"""Every word a person reads goes through here; `_` is lazy, so that rules can speak before a language is known."""

from datetime import date
from typing import Any, cast

from flask_babel import force_locale, format_date, format_decimal, lazy_gettext, lazy_ngettext
from flask_babel import gettext as _now
from flask_babel.speaklater import LazyString

__all__ = ["LANGUAGES", "_", "force_locale", "gettext", "n_", "spoken_day", "spoken_number"]

LANGUAGES = {"en": "English"}
"""Languages that are shipped, by code; English is the language of the source."""


def _(words: str, **values: Any) -> str:
    """Return words that are translated when they are shown: to everybody but the type checker, a lazy string."""
    return cast("str", lazy_gettext(words, **values))


def n_(one: str, many: str, num: int, **values: Any) -> str:
    """Return the words for one or for many; `%(num)s` stands for the number. Lazy like `_`."""
    return cast("str", lazy_ngettext(one, many, num=num, **values))


def gettext(words: str, **values: Any) -> str:
    """Return words in the reader's language, at once."""
    return cast("str", _now(words, **values))


def spoken_day(day: date) -> str:
    """Return a date as one says it ("3 March 2026"), in the language in which it will be read."""
    return cast("str", LazyString(lambda: format_date(day, "d MMMM yyyy")))


def spoken_number(number: int) -> str:
    """Return a whole number with the separators of the language in which it will be read."""
    return cast("str", LazyString(lambda: format_decimal(number)))
