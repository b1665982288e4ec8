"""The list of members: who has joined and may be seen by other members. Prospects are not in it."""

import sqlalchemy as sa

from hub.errors import NotFound
from hub.people.companies import Company
from hub.people.persons import Person, get_member, joined
from hub.people.roles import Holding


def listed(wanted: str) -> sa.Select[tuple[Person]]:
    """Return the statement for members whose name, company, title or expertise contains `wanted`, by name."""
    prospect = sa.exists().where(Holding.person_id == Person.id, Holding.role == "prospect")
    statement = sa.select(Person).outerjoin(Person.company).where(joined(), ~prospect)
    statement = statement.options(sa.orm.contains_eager(Person.company))
    if wanted:
        fields = (
            Person.first_name,
            Person.last_name,
            Person.title,
            Company.name,
            sa.cast(Person.expertise, sa.Text),
        )
        statement = statement.where(
            sa.or_(
                *(field.icontains(wanted, autoescape=True) for field in fields),
                _full_name().icontains(wanted, autoescape=True),
            )
        )
    return statement.order_by(Person.last_name, Person.first_name, Person.id)


def get_visible(handle: str, *, to: Person) -> Person:
    """Return a member's profile for a reader; a buyer's is shown to the team alone. Raises `NotFound`."""
    member = get_member(handle)
    if "prospect" in member.role_names and not to.is_staff:
        raise NotFound
    return member


def _full_name() -> sa.ColumnElement[str]:
    return Person.first_name + sa.literal(" ") + Person.last_name
