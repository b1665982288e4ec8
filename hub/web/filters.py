"""How moments, numbers and money read: in the reader's language and time zone, relative with the exact time on hover."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import dates, numbers
from flask_babel import get_locale
from markupsafe import Markup

from hub.clock import now
from hub.i18n import gettext
from hub.web.access import viewer_or_none


def when(moment: datetime) -> Markup:
    """Return a moment as one says it ("2 hours ago"), with the exact time in the reader's zone on hover."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        moment.isoformat(timespec="seconds"), exact(moment), relative(moment)
    )


def relative(moment: datetime) -> str:
    """Return a moment relative to now within a week, else as a date."""
    delta = moment - now()
    if abs(delta) < timedelta(seconds=45):
        return gettext("just now")
    if abs(delta) < timedelta(days=7):
        return dates.format_timedelta(delta, add_direction=True, locale=_locale())
    return day(moment)


def exact(moment: datetime) -> str:
    """Return date, time and zone of a moment for the reader."""
    return _exact(moment, reader_zone(), _locale())


def clock_time(moment: datetime) -> str:
    """Return weekday, day and time for the reader: what one needs to keep an appointment."""
    local = moment.astimezone(reader_zone())
    return f"{dates.format_datetime(local, 'EEEE, d MMMM, HH:mm', locale=_locale())} {local.tzname()}"


def day(moment: datetime | date) -> str:
    """Return a date; the year only when it is another one."""
    local = moment.astimezone(reader_zone()).date() if isinstance(moment, datetime) else moment
    pattern = "d MMMM" if local.year == now().year else "d MMMM yyyy"
    return dates.format_date(local, pattern, locale=_locale())


def number(value: float | Decimal) -> str:
    """Return a number with the reader's separators, at most one decimal."""
    return _number(value, _locale())


def percent(share: float | None) -> str:
    """Return a share of one as whole percent; what is unknown is a dash."""
    return "–" if share is None else numbers.format_percent(share, format="#,##0 %", locale=_locale())


def money(minor: int | None, currency: str | None) -> str:
    """Return an amount given in minor units; whole amounts without decimals, what is unknown as a dash."""
    if minor is None or currency is None:
        return "–"
    digits = numbers.get_currency_precision(currency)
    amount = Decimal(minor).scaleb(-digits)
    pattern = "¤ #,##0" if amount == amount.to_integral() else None
    return numbers.format_currency(
        amount, currency, format=pattern, locale=_locale(), currency_digits=pattern is None
    )


def reader_zone() -> ZoneInfo:
    """Return the reader's time zone; UTC for who did not say."""
    person = viewer_or_none()
    return zone(person.timezone if person else "UTC")


@cache
def zone(name: str) -> ZoneInfo:
    """Return a time zone by name; UTC when the name is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@lru_cache(maxsize=8_192)
def _exact(moment: datetime, where: ZoneInfo, locale: str) -> str:
    local = moment.astimezone(where)
    return f"{dates.format_datetime(local, 'd MMMM yyyy, HH:mm', locale=locale)} {local.tzname()}"


@lru_cache(maxsize=8_192)
def _number(value: float | Decimal, locale: str) -> str:
    return numbers.format_decimal(value, format="#,##0.#", locale=locale)


def _locale() -> str:
    return str(get_locale() or "en")
