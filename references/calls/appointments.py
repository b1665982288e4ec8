"""Appointments: agreeing on a time, moving it, giving it a place, cancelling. Calendars follow by mail,
each side its own.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa

from hub.database import changed, session
from hub.errors import NotFound, Refusal
from hub.facts import notifications
from hub.i18n import _
from hub.people.persons import Person
from references import letters, lifecycle, responses
from references.calls.calls import Call, CallState, require_begun, step
from references.formats import Format
from references.states import Verb


def checked_place(format: Format, place: str) -> str:
    """Return a place as it may be kept; a meeting link must be an address of the web."""
    place = place.strip()[:500]
    if place and format.needs_link:
        parts = urlsplit(place)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refusal(_("Paste the whole meeting link, with https://"), field="place")
    return place


def agree(call: Call, starts_at: datetime, *, now: datetime, by: Person | None = None) -> None:
    """Settle on a time. It is scheduled at once when the place is known; else somebody is asked for the
    link first.
    """
    if starts_at <= now:
        raise Refusal(_("This time is over. Pick a later one."), field="time")
    if call.has_place:
        _schedule(call, starts_at, by, now)
        return
    changed(
        sa.update(Call).where(Call.id == call.id, Call.state == CallState.AGREED).values(starts_at=starts_at)
    )
    session.refresh(call)
    notifications.tell(
        call.request.requester,
        "reference.link_needed",
        url=call.url,
        key=f"link:{call.id}:{call.sequence}",
        now=now,
        title=_("The talk with %(company)s needs a meeting link", company=call.request.company_name),
    )


def choose(call: Call, picked: datetime, *, now: datetime, by: Person | None = None) -> None:
    """Settle on one of the times that the advocate proposes; raises `NotFound` for any other."""
    if picked not in call.proposed:
        raise NotFound
    agree(call, picked, by=by, now=now)


def give_place(call: Call, place: str, *, by: Person, now: datetime) -> None:
    """Say where the talk takes place; what was agreed only waited for this is scheduled now."""
    if not place.strip():
        raise Refusal(_("Paste the meeting link."), field="place")
    changed(sa.update(Call).where(Call.id == call.id).values(place=checked_place(call.format, place)))
    session.refresh(call)
    if call.state is CallState.AGREED and call.starts_at is not None:
        _schedule(call, call.starts_at, by, now)


def cancel(call: Call, *, by: Person | None, now: datetime, reason: str = "") -> None:
    """Cancel a talk; calendars take it out, and the request goes back into review for somebody else."""
    scheduled = call.state is CallState.SCHEDULED
    step(call, CallState.CANCELLED, sequence=call.sequence + 1)
    lifecycle.move(call.request, Verb.LAPSE, by=by, now=now, note=reason)
    if scheduled:
        letters.appointment(call, method="CANCEL", now=now)
    responses.tell(
        call.request,
        _("the talk is cancelled; we look for somebody else"),
        key=f"cancelled:{call.id}",
        now=now,
    )


def missed(call: Call, *, by: Person | None, now: datetime) -> None:
    """Note that a talk did not take place: another time is to be found. Raises `Refusal` before it begins."""
    require_begun(call, now=now)
    step(call, CallState.AGREED, starts_at=None, proposals=[], sequence=call.sequence + 1, asked_at=None)
    lifecycle.move(call.request, Verb.UNSCHEDULE, by=by, now=now)
    key = f"missed:{call.id}:{call.sequence}"
    responses.tell(call.request, _("the talk did not take place; a new time is needed"), key=key, now=now)
    notifications.tell(
        call.person,
        "reference.call",
        title=_("Propose another time for your talk with %(company)s", company=call.request.company_name),
        url=call.url,
        key=key,
        now=now,
    )


def propose(call: Call, times: list[datetime], *, now: datetime) -> None:
    """Propose up to three other times to the buyer; a scheduled talk stays until they choose."""
    if not 1 <= len(times) <= 3 or min(times) <= now:
        raise Refusal(_("Pick a time, or up to three."), field="times")
    if call.state not in (CallState.AGREED, CallState.SCHEDULED):
        raise Refusal(_("This talk is over."))
    call.proposals = [time.isoformat() for time in times]
    call.sequence += 1
    session.flush()
    letters.choose_time(call, now=now)


def ended_unasked(*, now: datetime) -> list[Call]:
    """Return the scheduled talks that ended an hour ago, of which nobody said yet whether they took place."""
    late = sa.select(Call).where(
        Call.state == CallState.SCHEDULED, Call.asked_at.is_(None), Call.starts_at <= now - timedelta(hours=1)
    )
    return [
        call for call in session.scalars(late.order_by(Call.id)) if call.ends_at + timedelta(hours=1) <= now
    ]


def ask_whether_held(call: Call, *, now: datetime) -> None:
    """Ask both sides whether it took place, once."""
    asked = sa.update(Call).where(
        Call.id == call.id, Call.asked_at.is_(None), Call.state == CallState.SCHEDULED
    )
    if changed(asked.values(asked_at=now)) != 1:
        return
    letters.happened(call, now=now)
    notifications.tell(
        call.person,
        "reference.call",
        url=call.url,
        key=f"happened:{call.id}:{call.sequence}",
        now=now,
        title=_("Did you speak with %(company)s?", company=call.request.company_name),
    )


def _schedule(call: Call, starts_at: datetime, by: Person | None, now: datetime) -> None:
    first = call.state is CallState.AGREED and call.sequence == 0
    sequence = 0 if first else call.sequence + 1
    step(call, CallState.SCHEDULED, starts_at=starts_at, sequence=sequence, asked_at=None)
    lifecycle.move(call.request, Verb.SCHEDULE, by=by, now=now)
    letters.appointment(call, method="REQUEST", now=now)
    responses.tell(call.request, _("the talk is scheduled"), key=f"scheduled:{call.id}:{sequence}", now=now)
