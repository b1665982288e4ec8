"""Roles are sets of named permissions; seven are built in, and a programme may edit copies of them."""

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, insert_once, session
from hub.errors import Refusal
from hub.house import House
from hub.i18n import _

if TYPE_CHECKING:
    from hub.people.persons import Person

BUILT_IN = {
    "advocate": _("Advocate"),
    "prospect": _("Prospect"),
    "sales": _("Sales"),
    "csm": _("Customer success"),
    "moderator": _("Moderator"),
    "manager": _("Programme manager"),
    "admin": _("Administrator"),
}
STAFF = frozenset({"sales", "csm", "moderator", "manager", "admin"})


class Role(Model):
    """A named set of permissions. `staff` people work for the vendor's programme: not scored, never on boards."""

    __tablename__ = "roles"

    name: Mapped[str] = mapped_column(primary_key=True)
    staff: Mapped[bool]
    permissions: Mapped[list[str]]


class Holding(Model):
    """That a person has a role."""

    __tablename__ = "role_holdings"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    role: Mapped[str] = mapped_column(sa.ForeignKey("roles.name"), primary_key=True, index=True)


def sync_built_in(house: House) -> None:
    """Bring the built-in roles in step with what the packages declare. Idempotent; part of every upgrade."""
    session.flush()
    stored = {role.name: role for role in session.scalars(sa.select(Role))}
    for name in BUILT_IN:
        held = sorted(p.name for p in house.permissions.values() if name in p.roles)
        if name in stored:
            stored[name].permissions = held
        else:
            session.add(Role(name=name, staff=name in STAFF, permissions=held))
    session.flush()


def give(person: "Person", role: str, *, by: "Person | None" = None) -> None:
    """Give a person a role. `by` grants nothing they do not hold themselves; None is the operator at the console."""
    wanted = session.get_one(Role, role)
    if by is not None and not set(wanted.permissions) <= by.permissions:
        raise Refusal(_("You cannot give a role that may do more than you may."), field="role")
    insert_once(Holding, person_id=person.id, role=role)
    person.forget_permissions()


def take(person: "Person", role: str, *, by: "Person | None" = None) -> None:
    """Take a role away; it holds from the next request on. The last administrator stays."""
    if role == "admin" and person.active and role in person.role_names and holders("admin") == 1:
        raise Refusal(_("Somebody must stay administrator. Make another one first."), field="role")
    session.execute(sa.delete(Holding).where(Holding.person_id == person.id, Holding.role == role))
    person.forget_permissions()


def holders(role: str) -> int:
    """Return how many people can act in a role: who is suspended or erased cannot."""
    person = Holding.metadata.tables["persons"]  # their module builds on this one
    held = sa.select(sa.func.count(Holding.person_id)).join(person, person.c.id == Holding.person_id)
    acting = (person.c.suspended_at.is_(None), person.c.erased_at.is_(None), person.c.joined_at.is_not(None))
    return session.scalar(held.where(Holding.role == role, *acting)) or 0
