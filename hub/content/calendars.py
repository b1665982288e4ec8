"""Calendar entries by mail: the hub invites, the recipient is the only one invited, the place is a link into
the hub.

Nobody's address reaches anybody else this way. `uid` stays the same for one talk and one recipient; each
change has a higher `sequence`, so that calendars move or remove the entry that they already hold.
"""

from datetime import UTC, datetime
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Vouch//Advocate hub//EN"

Method = Literal["REQUEST", "CANCEL"]


def invitation(
    *,
    uid: str,
    sequence: int,
    summary: str,
    description: str,
    start: datetime,
    end: datetime,
    organiser: tuple[str, str],
    attendee: tuple[str, str],
    url: str,
    method: Method = "REQUEST",
    now: datetime,
) -> bytes:
    """Return the `text/calendar` part of a mail; `organiser` and `attendee` are (name, address), times are
    aware.

    Raises `ValueError` when the entry would end before it begins, or would not be read back as it was meant.
    """
    if end <= start:
        raise ValueError("a calendar entry ends after it begins")
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("summary", _line(summary))
    event.add("description", "\n".join(_line(line) for line in description.splitlines()))
    event.add("location", url)
    event.add("url", url)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("organizer", _person(*organiser))
    event.add("attendee", _invited(*attendee))
    return _checked(_calendar(event, method).to_ical(), uid)


def _calendar(event: Event, method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return calendar


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{_line(address)}")
    person.params["CN"] = vText(_line(name).replace('"', "'"))
    return person


def _invited(name: str, address: str) -> vCalAddress:
    person = _person(name, address)
    person.params["ROLE"] = vText("REQ-PARTICIPANT")
    person.params["PARTSTAT"] = vText("NEEDS-ACTION")
    person.params["RSVP"] = vText("TRUE")
    return person


def _line(text: str) -> str:
    """One line: nothing typed by a person can begin a property of its own."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _checked(data: bytes, uid: str) -> bytes:
    """Read it back as a calendar would."""
    events = Calendar.from_ical(data).walk("VEVENT")
    if [str(event["UID"]) for event in events] != [uid] or events[0].errors:
        raise ValueError("the calendar entry cannot be read back")
    return data
