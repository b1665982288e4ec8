"""Leaderboards: who earned most this week, month or quarter, or ever.

A board reads one row per member and period, added up in the same transaction as the ledger's posting; `vouch
ledger verify` compares the rows with the postings. "Ever" is the ledger's own lifetime figure. Points count
when they were posted: a reversal takes them off the board of the period in which it happens. Periods are of
UTC, weeks begin on Monday.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, dialect, session
from hub.errors import Words
from hub.facts.ledger import Account, Posting, PostingKind
from hub.i18n import _
from hub.people.companies import Company, CompanyKind
from hub.people.persons import Person, joined
from hub.people.roles import STAFF, Holding

COUNTED = (PostingKind.EARN, PostingKind.GRANT, PostingKind.REVERSE)
"""What moves somebody on a board: what was earned or given, and what was taken back. Spending does not."""


class Period(StrEnum):
    """Over which time a board counts."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    EVER = "ever"

    @property
    def label(self) -> Words:
        """The time in words."""
        return LABELS[self]


LABELS: dict[Period, Words] = {
    Period.WEEK: _("This week"),
    Period.MONTH: _("This month"),
    Period.QUARTER: _("This quarter"),
    Period.EVER: _("All time"),
}

SUMMED = (Period.WEEK, Period.MONTH, Period.QUARTER)


class BoardSum(Model):
    """What a member earned in one period that began on a day."""

    __tablename__ = "board_sums"
    __table_args__ = (sa.Index("ix_board_sums_ranked", "period", "begins_on", "points"),)

    period: Mapped[Period] = mapped_column(primary_key=True)
    begins_on: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    points: Mapped[int]


class Board(NamedTuple):
    """The board of one period: what its statements are given."""

    period: Period
    begins_on: date


@dataclass(frozen=True)
class Figures:
    """What the boards of a period read: whose points, how many, and which rows are those of one board."""

    person_id: sa.orm.InstrumentedAttribute[int]
    points: sa.orm.InstrumentedAttribute[int]
    of_board: sa.ColumnElement[bool]


_SUMS = Figures(
    BoardSum.person_id,
    BoardSum.points,
    sa.and_(
        BoardSum.period == sa.bindparam("period", type_=BoardSum.period.type),
        BoardSum.begins_on == sa.bindparam("begins_on", type_=BoardSum.begins_on.type),
    ),
)
_LIFETIMES = Figures(Account.person_id, Account.lifetime, sa.true())


def begins_on(period: Period, day: date) -> date:
    """Return the first day of the period that a day lies in."""
    if period is Period.WEEK:
        return day - timedelta(days=day.weekday())
    if period is Period.MONTH:
        return day.replace(day=1)
    if period is Period.QUARTER:
        return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    return date.min


def board(period: Period, day: date) -> Board:
    """Return the board of the period that a day lies in."""
    return Board(period, begins_on(period, day))


def figures(period: Period) -> Figures:
    """Return what the boards of a period read. Statements over them are given the board's own fields."""
    return _LIFETIMES if period is Period.EVER else _SUMS


def shown() -> sa.ColumnElement[bool]:
    """The condition that a person may stand on a board:

    an active member, neither staff nor buyer, who does not hide.
    """
    roles = (Holding.role == role for role in sorted({*STAFF, "prospect"}))
    kept_off = sa.exists().where(Holding.person_id == Person.id, sa.or_(*roles))
    vendors = sa.select(Company.id).where(Company.kind == CompanyKind.VENDOR)
    elsewhere = sa.or_(Person.company_id.is_(None), Person.company_id.not_in(vendors))
    return sa.and_(joined(), Person.off_boards.is_(False), ~kept_off, elsewhere)


def stands(person: Person) -> bool:
    """Whether a person may stand on a board: `shown` for one."""
    employee = person.company is not None and person.company.kind is CompanyKind.VENDOR
    return person.active and not (
        person.off_boards or person.is_staff or employee or "prospect" in person.role_names
    )


def ranked(period: Period, *, above: Any = 0) -> sa.Select[Any]:
    """Return a statement over everybody on a board of a period with more points than that, without columns yet."""
    read = figures(period)
    everybody = sa.join(read.person_id.class_, Person, Person.id == read.person_id)
    return sa.select().select_from(everybody).where(read.of_board, read.points > above, shown())


def count(posting: Posting, *, now: datetime) -> None:
    """Add a posting to the member's sums of the week, month and quarter it falls in."""
    if posting.kind not in COUNTED:
        return
    day = posting.at.date()
    sums = [
        {
            "period": period,
            "begins_on": begins_on(period, day),
            "person_id": posting.person_id,
            "points": posting.amount,
        }
        for period in SUMMED
    ]
    session.execute(_adding(dialect()), sums)


@cache
def _adding(dialect: str) -> Any:
    """Return the statement that adds points to a sum, or begins it: built once, it is compiled once."""
    insert: Any = (postgresql if dialect == "postgresql" else sqlite).insert
    table = BoardSum.__table__
    added = insert(table)
    raised = {"points": table.c.points + added.excluded.points}
    return added.on_conflict_do_update(index_elements=["period", "begins_on", "person_id"], set_=raised)
