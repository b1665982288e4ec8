"""Thanks: within two working days of each talk, with what became of it; and a personal one for who is asked
often.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, insert_once, session
from hub.errors import Refusal
from hub.facts import activity, audit, notifications
from hub.facts.asks import Ask
from hub.i18n import _
from hub.people.opportunities import Result
from hub.people.persons import Person
from references import impact, letters, outcomes, working_days
from references.calls.calls import Call, CallState
from references.calls.ratings import Side, of_call

WITHIN_DAYS = 2
OFTEN = 3
OFTEN_WITHIN = timedelta(days=90)


class Thanks(Model):
    """That somebody was thanked: by the hub for a talk (`call_id`), or by a person in their own words."""

    __tablename__ = "reference_thanks"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    call_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reference_calls.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    note: Mapped[str]
    at: Mapped[datetime]


def due(call: Call) -> datetime:
    """Return until when an advocate is to be thanked for a talk: two working days after it."""
    assert call.held_at is not None, "only a held call is thanked for"
    return working_days.add(call.held_at, WITHIN_DAYS)


def unthanked(*, limit: int = 200) -> list[Call]:
    """Return the held talks for which nobody was thanked, the oldest first."""
    held = sa.select(Call).where(Call.state == CallState.HELD, ~sa.exists().where(Thanks.call_id == Call.id))
    return list(session.scalars(held.order_by(Call.held_at).limit(limit)))


def ripe(call: Call, *, now: datetime) -> bool:
    """Whether it is time: the buyer has said how it was, or a working day is over."""
    assert call.held_at is not None, "only a held call is thanked for"
    return Side.BUYER in of_call(call.id) or now >= working_days.add(call.held_at, 1)


def thank(call: Call, *, now: datetime) -> bool:
    """Thank for a talk, once: what came of it, how many this year, the promise, where to change one's
    terms.
    """
    if not insert_once(Thanks, person_id=call.person_id, call_id=call.id, note="", at=now):
        return False
    rating = of_call(call.id).get(Side.BUYER)
    outcome = outcomes.find(call.request_id)
    context = {
        "company": call.request.company_name,
        "year": impact.calls_in_year(call.person_id, now=now),
        "relevance": rating.relevance if rating else None,
        "again": bool(rating and rating.again),
        "note": rating.note if rating else "",
        "won": bool(outcome and outcome.result is Result.WON),
        "personal": "",
        "by": "",
    }
    letters.thanks(call.person, context=context, key=f"thanks:call:{call.id}", now=now)
    title = _("Thank you for speaking with %(company)s", company=call.request.company_name)
    notifications.tell(
        call.person,
        "reference.thanks",
        title=title,
        url="/me/impact",
        key=f"thanks:{call.id}",
        now=now,
        mailed=True,
    )
    return True


def thank_personally(person: Person, note: str, *, by: Person, now: datetime) -> None:
    """Thank somebody in one's own words; they get it as a mail from that person's name."""
    if not note.strip():
        raise Refusal(_("Write a line or two."), field="note")
    row = Thanks(person_id=person.id, by_id=by.id, note=note.strip()[:4000], at=now)
    session.add(row)
    session.flush()
    context = {
        "company": "",
        "year": impact.calls_in_year(person.id, now=now),
        "relevance": None,
        "again": False,
        "note": "",
        "won": False,
        "personal": row.note,
        "by": by.name,
    }
    letters.thanks(person, context=context, key=f"thanks:{row.id}", now=now)
    activity.record(
        "thanks.sent",
        person=by,
        about=person,
        subject=("person", person.id),
        title=person.name,
        url=f"/members/{person.handle}",
        key=f"thanks:{row.id}",
        now=now,
        visibility=activity.Visibility.OWN,
    )
    audit.log("thanks.sent", by=by, subject=("person", person.id), now=now)


def owed(*, now: datetime) -> list[tuple[Person, int]]:
    """Return who was asked three times or more in 90 days without a personal thank-you since, with how
    often.
    """
    since = now - OFTEN_WITHIN
    thanked = sa.exists().where(
        Thanks.person_id == Ask.person_id, Thanks.by_id.is_not(None), Thanks.at > since
    )
    often = (
        sa.select(Ask.person_id, sa.func.count().label("count"))
        .where(Ask.kind == "reference", Ask.asked_at > since, ~thanked)
        .group_by(Ask.person_id)
        .having(sa.func.count() >= OFTEN)
        .subquery()
    )
    statement = (
        sa.select(Person, often.c.count)
        .join(often, often.c.person_id == Person.id)
        .where(Person.erased_at.is_(None))
        .order_by(often.c.count.desc(), Person.id)
    )
    return [(person, count) for person, count in session.execute(statement)]
