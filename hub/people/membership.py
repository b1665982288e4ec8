"""Changes of membership that others decide: roles, suspension, return. Each is audited and holds from the next request."""

from datetime import datetime

import sqlalchemy as sa

from hub.database import session
from hub.errors import NotFound, Refusal
from hub.facts import audit
from hub.i18n import _
from hub.people import guessing, roles, sign_ins
from hub.people.persons import Person, get
from hub.search import touch


def check_role(role: str) -> None:
    """Raise `Refusal` when there is no role of that name."""
    if role not in roles.BUILT_IN:
        raise Refusal(_("There is no such role."), field="role")


def give_role(person: Person, role: str, *, by: Person, now: datetime) -> None:
    """Give a role; nobody grants what they do not hold."""
    check_role(role)
    roles.give(person, role, by=by)
    audit.log("role.given", by=by, subject=("person", person.id), detail={"role": role}, now=now)


def take_role(person: Person, role: str, *, by: Person, now: datetime) -> None:
    """Take a role away; the last administrator stays."""
    roles.take(person, role, by=by)
    audit.log("role.taken", by=by, subject=("person", person.id), detail={"role": role}, now=now)


def suspend(person: Person, *, reason: str, by: Person, now: datetime) -> None:
    """Suspend a member and end all their sessions. One cannot suspend oneself."""
    if person.id == by.id:
        raise Refusal(_("You cannot suspend yourself."))
    if not person.role_names <= by.role_names and person.is_staff and not by.can("role.give"):
        raise Refusal(_("Only an administrator can suspend somebody of the team."))
    person.suspended_at = now
    sign_ins.end_all(person, now=now)
    touch("member", person.id)
    audit.log("member.suspended", by=by, subject=("person", person.id), detail={"reason": reason}, now=now)


def readmit(handle: str, *, by: Person, now: datetime) -> Person:
    """Let a suspended member back in; raises `NotFound` when nobody of that handle is suspended."""
    person = session.scalar(
        sa.select(Person).where(Person.handle == handle, Person.suspended_at.is_not(None))
    )
    if person is None:
        raise NotFound
    person.suspended_at = None
    touch("member", person.id)
    audit.log("member.readmitted", by=by, subject=("person", person.id), now=now)
    return person


def change_password(person_id: int, hashed: str, *, now: datetime, keep: int | None = None) -> None:
    """Set the new password and end every session but the one to keep."""
    person = get(person_id)
    person.password_hash = hashed
    sign_ins.end_all(person, now=now, keep=keep)
    audit.log("password.changed", by=person, subject=("person", person.id), now=now)


def reset_password(person: Person, hashed: str, *, now: datetime) -> None:
    """Set a password from the console; every session ends."""
    person.password_hash = hashed
    sign_ins.end_all(person, now=now)
    audit.log("password.reset", by=None, subject=("person", person.id), now=now)


def unlock(person: Person, *, now: datetime) -> None:
    """Forget an account's wrong passwords and end its suspension, from the console."""
    guessing.forget(person.email or "")
    person.suspended_at = None
    audit.log("member.unlocked", by=None, subject=("person", person.id), now=now)
