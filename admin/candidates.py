"""Contacts and members with their scores: who could be asked to join, and who could speak for us."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from admin import scores
from admin.scoring import Class, Scheme
from hub.database import session
from hub.errors import NotFound
from hub.facts.standings import Standing
from hub.i18n import _
from hub.people.companies import Company
from hub.people.invitations import Invitation
from hub.people.persons import Person

CLASSES = {
    Class.BOARD: _("Advisory-board candidate"),
    Class.REFERENCE: _("Reference candidate"),
    Class.NONE: _("Not yet"),
}


class Membership(StrEnum):
    """Where somebody stands on the way to being a member."""

    CONTACT = "contact"
    INVITED = "invited"
    MEMBER = "member"
    SUSPENDED = "suspended"


MEMBERSHIPS = {
    Membership.CONTACT: _("Not invited"),
    Membership.INVITED: _("Invited"),
    Membership.MEMBER: _("Member"),
    Membership.SUSPENDED: _("Suspended"),
}
SORTS = ("-score", "score", "name", "-name", "company", "-company")


@dataclass(frozen=True)
class Candidate:
    """A person with their score (None when not computed yet), how much of it is known, and their
    membership.
    """

    person: Person
    score: float | None
    known: int
    group: Class
    membership: Membership


def listed(
    *, now: datetime, scheme: Scheme, q: str = "", group: str = "", membership: str = "", sort: str = "-score"
) -> sa.Select[Any]:
    """Return the statement for scored people with their standing and whether an invitation is open."""
    open_one = _open_invitation(now)
    statement = (
        sa.select(Person, Standing.value, Standing.lines, open_one.label("invited"))
        .join(Company, Person.company_id == Company.id)
        .outerjoin(Standing, _own())
        .options(sa.orm.contains_eager(Person.company))
        .where(scores.scored(), *_of_class(group, scheme), *_of_membership(membership, open_one))
    )
    if q:
        whole = Person.first_name + sa.literal(" ") + Person.last_name
        fields = (whole, Person.email, Person.title, Company.name, Company.industry)
        statement = statement.where(sa.or_(*(field.icontains(q, autoescape=True) for field in fields)))
    return statement.order_by(*_order(sort), Person.id)


def read(row: Any, scheme: Scheme) -> Candidate:
    """Return a row of `listed` as a candidate."""
    person, value, lines, invited = row
    known = sum(line["value"] is not None for line in lines or [])
    return Candidate(
        person, value, known, scheme.class_of(value or 0), membership_of(person, invited=bool(invited))
    )


def get(person_id: int, *, now: datetime, scheme: Scheme) -> tuple[Candidate, list[dict[str, Any]]]:
    """Return a scored person, and the lines of the score; raise `NotFound` for anybody else."""
    row = session.execute(listed(now=now, scheme=scheme).where(Person.id == person_id)).one_or_none()
    if row is None:
        raise NotFound
    return read(row, scheme), [_dated(line) for line in row.lines or []]


def membership_of(person: Person, *, invited: bool) -> Membership:
    """Return where somebody stands; `invited` says that an invitation is open."""
    if person.suspended_at is not None:
        return Membership.SUSPENDED
    if person.joined_at is not None:
        return Membership.MEMBER
    return Membership.INVITED if invited else Membership.CONTACT


def uninvited(*, now: datetime) -> sa.Select[tuple[int]]:
    """Return the statement for how many reference candidates with an address were not invited yet."""
    scheme = scores.scheme()
    chosen = listed(now=now, scheme=scheme, group=Class.REFERENCE, membership=Membership.CONTACT)
    bare = chosen.where(Person.email.is_not(None)).order_by(None).options(sa.orm.noload("*"))
    return bare.with_only_columns(sa.func.count(Person.id))


def _dated(line: dict[str, Any]) -> dict[str, Any]:
    """Return a line whose day is a day again; it is stored as ISO text."""
    is_day = line["signal"] in ("tenure", "renewal") and line["value"] is not None
    return {**line, "value": date.fromisoformat(line["value"])} if is_day else line


def by_ids(ids: list[int]) -> list[Person]:
    """Return scored people by id, by name; ids of anybody else are passed over."""
    statement = (
        sa.select(Person)
        .join(Company, Person.company_id == Company.id)
        .options(sa.orm.contains_eager(Person.company))
    )
    return list(
        session.scalars(
            statement.where(Person.id.in_(ids), scores.scored()).order_by(Person.last_name, Person.id)
        )
    )


def _own() -> sa.ColumnElement[bool]:
    return sa.and_(
        Standing.subject_kind == "person", Standing.subject_id == Person.id, Standing.kind == scores.KIND
    )


def _open_invitation(now: datetime) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Invitation.person_id == Person.id,
        Invitation.used == 0,
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now,
    )


def _of_class(group: str, scheme: Scheme) -> list[sa.ColumnElement[bool]]:
    """Return the condition of a class; reference candidates include those for the board."""
    match group:
        case Class.BOARD:
            return [Standing.value >= scheme.board_from]
        case Class.REFERENCE:
            return [Standing.value >= scheme.reference_from]
        case Class.NONE:
            return [sa.func.coalesce(Standing.value, 0) < scheme.reference_from]
    return []


def _of_membership(membership: str, invited: sa.ColumnElement[bool]) -> list[sa.ColumnElement[bool]]:
    match membership:
        case Membership.CONTACT:
            return [Person.joined_at.is_(None), ~invited]
        case Membership.INVITED:
            return [Person.joined_at.is_(None), invited]
        case Membership.MEMBER:
            return [Person.joined_at.is_not(None), Person.suspended_at.is_(None)]
        case Membership.SUSPENDED:
            return [Person.suspended_at.is_not(None)]
    return []


def _order(sort: str) -> list[Any]:
    by: dict[str, list[Any]] = {
        "score": [sa.func.coalesce(Standing.value, -1)],
        "name": [Person.last_name, Person.first_name],
        "company": [Company.name],
    }
    columns = by.get(sort.removeprefix("-"), by["score"])
    return [column.desc() if sort.startswith("-") else column.asc() for column in columns]
