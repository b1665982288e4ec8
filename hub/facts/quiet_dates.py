"""Quiet dates: days on which a person wants not to be asked for anything, each from midnight to midnight in the
programme's time zone. Ranges that touch are one.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, changed, session
from hub.errors import Refusal
from hub.facts import settings
from hub.i18n import _
from hub.people.persons import Person


class QuietDates(Model):
    """Days on which a person wants not to be asked, the first and last included."""

    __tablename__ = "ask_quiet_dates"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]


def keep(person: Person, *, starts_on: date, ends_on: date) -> None:
    """Keep a person's days free of asks, the first and last included; with those they touch they become one range."""
    if ends_on < starts_on:
        raise Refusal(_("The last day comes after the first."), field="ends_on")
    session.execute(sa.select(Person.id).where(Person.id == person.id).with_for_update())  # one at a time
    own = sa.select(QuietDates).where(QuietDates.person_id == person.id).order_by(QuietDates.starts_on)
    kept = QuietDates(person_id=person.id, starts_on=starts_on, ends_on=ends_on)
    for other in session.scalars(own).all():
        if _touch(other, kept):
            kept.starts_on = min(kept.starts_on, other.starts_on)
            kept.ends_on = max(kept.ends_on, other.ends_on)
            session.delete(other)
    session.add(kept)
    session.flush()


def of(person_id: int, *, now: datetime) -> list[QuietDates]:
    """Return the quiet dates of a person that are not over, the next first."""
    today = settings.programme_day(now)
    own = sa.select(QuietDates).where(QuietDates.person_id == person_id, QuietDates.ends_on >= today)
    return list(session.scalars(own.order_by(QuietDates.starts_on)))


def take_back(person: Person, quiet_id: int) -> bool:
    """Take quiet dates back; false when they are not this person's."""
    return (
        changed(sa.delete(QuietDates).where(QuietDates.id == quiet_id, QuietDates.person_id == person.id))
        == 1
    )


def until(person_id: int, *, now: datetime) -> date | None:
    """Return the last day of the quiet dates that a moment falls into, None when it falls into none."""
    today = settings.programme_day(now)
    return session.scalar(
        sa.select(sa.func.max(QuietDates.ends_on, type_=sa.Date)).where(
            QuietDates.person_id == person_id, QuietDates.starts_on <= today, QuietDates.ends_on >= today
        )
    )


def _touch(one: QuietDates, other: QuietDates) -> bool:
    """Whether two ranges overlap, or one begins the day after the other ends."""
    first, second = sorted((one, other), key=lambda dates: dates.starts_on)
    return second.starts_on.toordinal() <= first.ends_on.toordinal() + 1
