"""Calendar entries: read back by a calendar, moved and cancelled by name, and showing nobody else."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from hub.content.calendars import invitation

NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Europe/Berlin"))


def entry(**changes: Any) -> Any:
    details: dict[str, Any] = {
        "uid": "call-7-advocate@hub.example",
        "sequence": 0,
        "summary": "A talk with Kestrel Insurance",
        "description": "They want to know:\n- how long it took; really\n- what, if anything, went wrong",
        "start": NOON,
        "end": NOON + timedelta(minutes=30),
        "organiser": ("Vouch", "hub@hub.example"),
        "attendee": ("Amara Obi", "amara@kestrel.example"),
        "url": "https://hub.example/references/calls/7",
        "now": NOON - timedelta(days=3),
    }
    calendar = Calendar.from_ical(invitation(**details | changes))
    return calendar, calendar.walk("VEVENT")[0]


def test_an_invitation_says_when_where_and_to_whom() -> None:
    calendar, event = entry()
    assert calendar["METHOD"] == "REQUEST"
    assert event["DTSTART"].dt == datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert event["LOCATION"] == event["URL"] == "https://hub.example/references/calls/7"
    assert event["ORGANIZER"] == "mailto:hub@hub.example"
    assert event["ATTENDEE"] == "mailto:amara@kestrel.example"
    assert event["ATTENDEE"].params["CN"] == "Amara Obi"
    assert (
        event["DESCRIPTION"]
        == "They want to know:\n- how long it took; really\n- what, if anything, went wrong"
    )


def test_a_cancellation_names_the_same_entry() -> None:
    calendar, event = entry(method="CANCEL", sequence=2)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
    assert event["UID"] == "call-7-advocate@hub.example"


def test_an_entry_that_ends_before_it_begins_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="ends after"):
        entry(end=NOON)


@given(st.text(max_size=80), st.text(max_size=40))
def test_no_words_can_add_anything_to_the_entry(words: str, name: str) -> None:
    _calendar, event = entry(
        summary=f"{words}\r\nATTENDEE:mailto:eve@evil.example", attendee=(f'{name}";X="', "a@b.example")
    )
    assert event["ATTENDEE"] == "mailto:a@b.example"
    assert event["ORGANIZER"] == "mailto:hub@hub.example"
