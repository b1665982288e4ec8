"""Quiet dates: days on which a person wants not to be asked for anything."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, changed, session
from hub.errors import Refusal
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
    """Keep a person's days free of asks, the first and last included."""
    if ends_on < starts_on:
        raise Refusal(_("The last day comes after the first."), field="ends_on")
    session.add(QuietDates(person_id=person.id, starts_on=starts_on, ends_on=ends_on))


def of(person_id: int, *, since: date) -> list[QuietDates]:
    """Return the quiet dates of a person that end on `since` or later, the next first."""
    own = sa.select(QuietDates).where(QuietDates.person_id == person_id, QuietDates.ends_on >= since)
    return list(session.scalars(own.order_by(QuietDates.starts_on)))


def take_back(person: Person, quiet_id: int) -> bool:
    """Take quiet dates back; false when they are not this person's."""
    return (
        changed(sa.delete(QuietDates).where(QuietDates.id == quiet_id, QuietDates.person_id == person.id))
        == 1
    )


def until(person_id: int, *, on: date) -> date | None:
    """Return the last day of the quiet dates that a day falls into, None when it falls into none."""
    return session.scalar(
        sa.select(QuietDates.ends_on).where(
            QuietDates.person_id == person_id, QuietDates.starts_on <= on, QuietDates.ends_on >= on
        )
    )
