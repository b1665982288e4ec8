"""What search knows of members, and which audience tokens a person carries by role."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from hub.database import session
from hub.people.companies import Company
from hub.people.persons import Person, joined
from hub.people.roles import Holding
from hub.search import Document

_FOUND = (
    sa.select(
        Person.id,
        Person.handle,
        Person.first_name,
        Person.last_name,
        Person.title,
        Person.about,
        Person.expertise,
        Person.products,
        sa.func.coalesce(Person.joined_at, Person.created_at, type_=Person.created_at.type).label("since"),
        Company.name.label("company"),
    )
    .outerjoin(Company, Company.id == Person.company_id)
    .where(
        Person.id.in_(sa.bindparam("ids", expanding=True)),
        joined(),
        ~sa.exists().where(Holding.person_id == Person.id, Holding.role == "prospect"),
    )
)


def find(ids: Sequence[int]) -> list[Document]:
    """Return these members as search sees them: those who are members to be found."""
    return [_document(row) for row in session.execute(_FOUND, {"ids": ids})]


def ids() -> Iterator[int]:
    """Return the ids of all members."""
    return iter(session.scalars(sa.select(Person.id).where(joined())).all())


def tokens(person: Person) -> set[str]:
    """Return the tokens of a person's roles: `members` for who may see members, `staff` for staff, one of their own."""
    found = {f"person:{person.id}"}
    if person.can("member.see"):
        found.add("members")
    if person.is_staff:
        found.add("staff")
    return found


def _document(row: sa.Row[Any]) -> Document:
    name = f"{row.first_name} {row.last_name}".strip()
    words = [row.title or "", row.company or "", row.about, *row.expertise, *row.products]
    return Document(
        kind="member",
        id=row.id,
        title=name,
        text=" ".join(words),
        url=f"/members/{row.handle}",
        author=name,
        tags=tuple(row.expertise),
        place="",
        created_at=row.since,
        audience=frozenset({"members"}),
    )
