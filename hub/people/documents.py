"""What search knows of members, and which audience tokens a person carries by role."""

from collections.abc import Iterator

import sqlalchemy as sa

from hub.database import session
from hub.people.persons import Person, joined
from hub.search import Document


def find(person_id: int) -> Document | None:
    """Return a member as search sees them; None when they are not (any more) a member to be found."""
    person = session.get(Person, person_id)
    if person is None or not person.active or "prospect" in person.role_names:
        return None
    words = [person.title or "", person.company_name or "", person.about, *person.expertise, *person.products]
    return Document(
        kind="member",
        id=person.id,
        title=person.name,
        text=" ".join(words),
        url=f"/members/{person.handle}",
        author=person.name,
        tags=tuple(person.expertise),
        place="",
        created_at=person.joined_at or person.created_at,
        audience=frozenset({"members"}),
    )


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
