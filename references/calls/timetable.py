"""Times as a page shows them: by day, in the zone of who picks, the value always in UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby

from babel import dates

from hub.facts.quiet_dates import QuietDates
from hub.people.persons import Person
from references.calls.calls import Call
from references.moments import in_words, zone_of
from references.requests import Request
from references.terms import windows

Day = tuple[str, str, list[tuple[str, str, bool]]]


def for_advocate(
    request: Request, person: Person, weekly: list[str], quiet: Iterable[QuietDates], *, now: datetime
) -> list[Day]:
    """Return the buyer's own times when they named some that are still to come, else openings of the
    advocate's week.
    """
    named = [datetime.fromisoformat(time) for time in request.buyer_times]
    coming = [time for time in named if time > now]
    rest = [(dates_.starts_on, dates_.ends_on) for dates_ in quiet]
    return by_day(
        coming or windows.openings(weekly, zone_of(person), request.minutes, now=now, quiet=rest), person
    )


def by_day(times: Iterable[datetime], reader: Person) -> list[Day]:
    """Return times grouped by day for a reader: the day, its date, and (value, label, free) for each time."""
    zone, locale = zone_of(reader), reader.locale
    local = sorted(time.astimezone(zone) for time in times)
    return [
        (
            dates.format_date(day, "EEEE", locale=locale),
            dates.format_date(day, "d MMMM", locale=locale),
            [
                (time.astimezone(UTC).isoformat(), dates.format_time(time, "HH:mm", locale=locale), True)
                for time in group
            ],
        )
        for day, group in groupby(local, key=lambda time: time.date())
    ]


def spoken(call: Call, reader: Person) -> str:
    """Return the time of a talk in words; empty while it has none."""
    return in_words(call.starts_at, reader) if call.starts_at else ""
