"""One cell of a table, read as what its column says it is. Nothing is guessed: what could mean two things
is refused.

An empty cell, and words that say "not known", are None. Parsers are remembered, because columns repeat
themselves.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Any

from babel.numbers import get_currency_precision, list_currencies

from hub.errors import Refusal, Words
from hub.i18n import _
from hub.people.persons import normal_email

LONGEST = 500
"""Characters in a cell that is kept."""

UNKNOWN = frozenset({"", "-", "–", "—", "?", "n/a", "na", "null", "unknown", "#n/a"})
YES = frozenset({"yes", "y", "true", "1", "x", "✓", "ja", "oui", "sí", "si", "ano"})
NO = frozenset({"no", "n", "false", "0", "nein", "non", "ne"})
SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "US$": "USD", "KČ": "CZK", "ZŁ": "PLN"}

_NUMBER = re.compile(r"[+-]?\d[\d.,'’\s]*")
_MONEY = re.compile(r"(?P<before>[^\d\s+-]{1,3})?\s*(?P<number>[+-]?\d[\d.,'’\s]*)(?P<after>[^\d\s]{1,3})?")
_REMEMBERED = 20_000


class Unreadable(Exception):
    """The cell does not say what its column promises; `message` tells the person why."""

    def __init__(self, message: Words) -> None:
        super().__init__(message)
        self.message = message


class Dates(StrEnum):
    """How a file writes its dates. ISO is always understood; no other way is ever guessed."""

    ISO = "iso"
    DOTS = "d.m.y"
    DAY_FIRST = "d/m/y"
    MONTH_FIRST = "m/d/y"


SHOWN = {
    Dates.ISO: "2026-03-31",
    Dates.DOTS: "31.3.2026",
    Dates.DAY_FIRST: "31/03/2026",
    Dates.MONTH_FIRST: "03/31/2026",
}
_TIME = r"(?:[ T,]+\d{1,2}:\d{2}.{0,12})?"
_PATTERNS = {
    Dates.DOTS: re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})" + _TIME),
    Dates.DAY_FIRST: re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})" + _TIME),
    Dates.MONTH_FIRST: re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})" + _TIME),
}


@dataclass(frozen=True)
class Manner:
    """How a file writes what can be written in several ways: its dates, and the currency of bare amounts."""

    dates: Dates = Dates.ISO
    currency: str | None = None


Parser = Callable[[str, Manner], Any]


def text(cell: str, manner: Manner) -> str | None:
    """Return the words, with single spaces."""
    words = " ".join(cell.split())
    if len(words) > LONGEST:
        raise Unreadable(_("This is longer than %(most)s characters.", most=LONGEST))
    return words or None


@lru_cache(_REMEMBERED)
def day(cell: str, manner: Manner) -> date | None:
    """Return the date; one with a time of day loses it."""
    words = cell.strip()
    if words.casefold() in UNKNOWN:
        return None
    try:
        return datetime.fromisoformat(words).date() if len(words) >= 10 else _declared(words, manner.dates)
    except ValueError:
        return _declared(words, manner.dates)


def _declared(words: str, dates: Dates) -> date:
    pattern = _PATTERNS.get(dates)
    found = pattern.fullmatch(words) if pattern else None
    try:
        if found is None:
            raise ValueError
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError as error:
        raise Unreadable(
            _("“%(cell)s” is no date as in %(example)s.", cell=words[:40], example=SHOWN[dates])
        ) from error


@lru_cache(_REMEMBERED)
def percentage(cell: str, manner: Manner) -> float | None:
    """Return a number from 0 to 100, with or without its %."""
    return _between(cell.replace("%", " ").strip(), 0, 100)


@lru_cache(_REMEMBERED)
def nps(cell: str, manner: Manner) -> float | None:
    """Return an answer to "how likely are you to recommend us", 0 to 10."""
    return _between(cell, 0, 10)


@lru_cache(_REMEMBERED)
def count(cell: str, manner: Manner) -> int | None:
    """Return how many; whatever separates groups of three digits is a separator of thousands."""
    number = _number(cell.removesuffix("+"), groups=True)
    if number is None:
        return None
    if number != number.to_integral_value() or not 0 <= number <= 10_000_000:
        raise Unreadable(_("“%(cell)s” is no whole number.", cell=cell[:40]))
    return int(number)


def yes_or_no(cell: str, manner: Manner) -> bool | None:
    """Return whether."""
    word = cell.strip().casefold()
    if word in YES or word in NO:
        return word in YES
    if word in UNKNOWN:
        return None
    raise Unreadable(_("“%(cell)s” is neither yes nor no.", cell=cell[:40]))


def email(cell: str, manner: Manner) -> str | None:
    """Return an address in the one form we keep."""
    if cell.strip().casefold() in UNKNOWN:
        return None
    try:
        return normal_email(cell)
    except Refusal as refusal:
        raise Unreadable(_("“%(cell)s” is no e-mail address.", cell=cell[:60])) from refusal


@lru_cache(_REMEMBERED)
def currency(cell: str, manner: Manner) -> str | None:
    """Return the code of a currency: of three letters, or of its sign."""
    word = cell.strip().upper()
    if word.casefold() in UNKNOWN:
        return None
    code = SYMBOLS.get(word, word)
    if code not in list_currencies():
        raise Unreadable(_("“%(cell)s” is no currency.", cell=cell[:20]))
    return code


@lru_cache(_REMEMBERED)
def money(cell: str, manner: Manner) -> "tuple[Decimal, str | None] | None":
    """Return an amount and the currency that stands beside it, None when none does."""
    if cell.strip().casefold() in UNKNOWN:
        return None
    found = _MONEY.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    if found is None:
        raise Unreadable(_("“%(cell)s” is no amount.", cell=cell[:40]))
    beside = found["before"] or found["after"]
    amount = _number(found["number"], groups=True)
    return None if amount is None else (amount, currency(beside, manner) if beside else None)


def minor(amount: Decimal, code: str) -> int:
    """Return an amount in the currency's minor units; raises `Unreadable` when it has a smaller part."""
    units = amount.scaleb(get_currency_precision(code))
    if units != units.to_integral_value() or abs(units) >= 10**15:
        raise Unreadable(_("%(amount)s is no amount in %(code)s.", amount=str(amount), code=code))
    return int(units)


def _between(cell: str, low: int, high: int) -> float | None:
    number = _number(cell, groups=False)
    if number is None:
        return None
    if not low <= number <= high:
        raise Unreadable(
            _("%(cell)s does not lie between %(low)s and %(high)s.", cell=cell[:40], low=low, high=high)
        )
    return float(number)


def _number(cell: str, *, groups: bool) -> Decimal | None:
    """Return the number; `groups` says that a lone separator before three digits separates thousands."""
    words = unicodedata.normalize("NFKC", cell).strip()
    if words.casefold() in UNKNOWN:
        return None
    if not _NUMBER.fullmatch(words):
        raise Unreadable(_("“%(cell)s” is no number.", cell=cell[:40]))
    try:
        return Decimal(_plain(re.sub(r"[\s'’]", "", words), groups))
    except InvalidOperation as error:
        raise Unreadable(_("“%(cell)s” is no number.", cell=cell[:40])) from error


def _plain(digits: str, groups: bool) -> str:
    """Return the digits with a point for the decimals and no other separator; what makes no sense stays as
    it is.
    """
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return digits
    mark, other = digits[last], "." if digits[last] == "," else ","
    if re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+", digits) and (
        groups or digits.count(mark) > 1 or mark == ","
    ):
        return digits.replace(mark, "")
    whole = digits[:last]
    if digits.count(mark) > 1 or (
        other in whole and not re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{other}\d{{3}})+", whole)
    ):
        return digits + "?"
    return f"{whole.replace(other, '')}.{digits[last + 1 :]}"
