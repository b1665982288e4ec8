"""How a time reads in a mail: in the zone and the language of who will read it."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import dates

from hub.people.persons import Person


def in_words(moment: datetime, reader: Person) -> str:
    """Return weekday, date, time and zone: "Tuesday, 3 March, 14:00 CET"."""
    local = moment.astimezone(zone_of(reader))
    return f"{dates.format_datetime(local, 'EEEE, d MMMM, HH:mm', locale=reader.locale)} {local.tzname()}"


def zone_of(person: Person) -> ZoneInfo:
    """Return a person's time zone; UTC when what they named is none."""
    try:
        return ZoneInfo(person.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
