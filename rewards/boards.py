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
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, dialect, session
from hub.facts.ledger import Account, Posting, PostingKind
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


SUMMED = (Period.WEEK, Period.MONTH, Period.QUARTER)


class BoardSum(Model):
    """What a member earned in one period that began on a day."""

    __tablename__ = "board_sums"
    __table_args__ = (sa.Index("ix_board_sums_ranked", "period", "begins_on", "points"),)

    period: Mapped[Period] = mapped_column(primary_key=True)
    begins_on: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    points: Mapped[int]


@dataclass(frozen=True)
class Board:
    """The members' points of one period, as a query may use them."""

    period: Period
    begins_on: date
    person_id: sa.orm.InstrumentedAttribute[int]
    points: sa.orm.InstrumentedAttribute[int]
    of_period: sa.ColumnElement[bool]


@dataclass(frozen=True)
class Line:
    """A line of a board, with what a page shows of the person. Equal points share a place."""

    place: int
    person_id: int
    handle: str
    first_name: str
    last_name: str
    title: str | None
    photo_key: str | None
    company_name: str | None
    points: int

    name = property(lambda self: f"{self.first_name} {self.last_name}".strip())
    initials = Person.initials
    photo_url = Person.photo_url


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
    first = begins_on(period, day)
    if period is Period.EVER:
        return Board(period, first, Account.person_id, Account.lifetime, sa.true())
    of_period = sa.and_(BoardSum.period == period, BoardSum.begins_on == first)
    return Board(period, first, BoardSum.person_id, BoardSum.points, of_period)


def shown() -> sa.ColumnElement[bool]:
    """The condition that a person may stand on a board:

    an active member, neither staff nor buyer, who does not hide.

    A query that uses it joins the person's company.
    """
    kept_off = sa.exists().where(
        Holding.person_id == Person.id, Holding.role.in_(sorted({*STAFF, "prospect"}))
    )
    vendors = sa.and_(Company.kind == CompanyKind.VENDOR, Company.id.is_not(None))
    return sa.and_(joined(), Person.off_boards.is_(False), ~kept_off, ~sa.func.coalesce(vendors, sa.false()))


def stands(person: Person) -> bool:
    """Whether a person may stand on a board: `shown` for one."""
    employee = person.company is not None and person.company.kind is CompanyKind.VENDOR
    return person.active and not (
        person.off_boards or person.is_staff or employee or "prospect" in person.role_names
    )


def ranked(over: Board) -> sa.Select[Any]:
    """Return a statement over everybody on a board who has points, without columns yet."""
    return (
        sa.select()
        .select_from(
            sa.join(over.person_id.class_, Person, Person.id == over.person_id).outerjoin(
                Company, Company.id == Person.company_id
            )
        )
        .where(over.of_period, over.points > 0, shown())
    )


def top(over: Board, *, limit: int = 20) -> list[Line]:
    """Return the first lines of a board."""
    columns = (
        over.person_id,
        Person.handle,
        Person.first_name,
        Person.last_name,
        Person.title,
        Person.photo_key,
        Company.name,
        over.points,
    )
    rows = session.execute(
        ranked(over).add_columns(*columns).order_by(over.points.desc(), over.person_id).limit(limit)
    ).all()
    points = [row[-1] for row in rows]
    return [Line(1 + points.index(row[-1]), *row) for row in rows]


def points_of(person_id: int, over: Board) -> int:
    """Return what a member earned in the period of a board."""
    return session.scalar(sa.select(over.points).where(over.of_period, over.person_id == person_id)) or 0


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
