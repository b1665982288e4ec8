"""Weekly windows: when in the week an advocate has time, in their own zone, and which times that leaves
open.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.errors import Refusal
from hub.i18n import _

PARTS = {"morning": (9, 12), "noon": (12, 14), "afternoon": (14, 17), "evening": (17, 19)}
PART_NAMES = {
    "morning": _("Morning"),
    "noon": _("Midday"),
    "afternoon": _("Afternoon"),
    "evening": _("Early evening"),
}
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"))
USUAL = [f"{day}-{part}" for day in range(5) for part in ("morning", "afternoon")]
"""What is offered for who named no windows: working days, mornings and afternoons."""

NOTICE = timedelta(hours=20)
"""Nobody is offered a time that is sooner than this."""


def checked(windows: Iterable[str]) -> list[str]:
    """Return the windows in the order of the week; raises `Refusal` for what is none."""
    chosen = set(windows)
    known = [f"{day}-{part}" for day in range(5) for part in PARTS]
    if not chosen <= set(known):
        raise Refusal(_("This is no part of the week."), field="windows")
    return [window for window in known if window in chosen]


def openings(
    windows: list[str],
    zone: ZoneInfo,
    minutes: int,
    *,
    now: datetime,
    quiet: Iterable[tuple[date, date]] = (),
    days: int = 5,
    ahead: int = 21,
) -> list[datetime]:
    """Return times at which a talk of `minutes` may begin, on the full hour, on the next `days` free days."""
    quiet = list(quiet)
    found: list[datetime] = []
    used: set[date] = set()
    for offset in range(ahead):
        day = now.astimezone(zone).date() + timedelta(days=offset)
        if any(first <= day <= last for first, last in quiet) or len(used) >= days:
            continue
        starts = [start for start in _starts(day, windows or USUAL, zone, minutes) if start >= now + NOTICE]
        if starts:
            used.add(day)
            found += starts
    return found


def _starts(day: date, windows: list[str], zone: ZoneInfo, minutes: int) -> list[datetime]:
    found = []
    for window in windows:
        weekday, part = window.split("-")
        first, last = PARTS[part]
        if int(weekday) == day.weekday():
            hours = [hour for hour in range(first, last) if hour * 60 + minutes <= last * 60]
            found += [datetime.combine(day, time(hour), tzinfo=zone) for hour in hours or [first]]
    return found
