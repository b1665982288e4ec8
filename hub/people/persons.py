"""Persons: a contact at a company, who becomes a member by joining. One row from first sight to the tombstone."""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, session
from hub.errors import NotFound, Refusal
from hub.i18n import _
from hub.people.companies import Company
from hub.people.roles import STAFF, Holding, Role

MOTIVES = {
    "reputation": _("Build my reputation"),
    "peers": _("Meet peers"),
    "influence": _("Influence the product"),
    "learn": _("Learn"),
    "help": _("Help others"),
    "recognition": _("Be recognised inside my company"),
}
PERSONAS = {
    "champion": _("Public champion"),
    "reference": _("Private reference"),
    "influencer": _("Product influencer"),
    "contributor": _("Community contributor"),
    "reviewer": _("Review advocate"),
}
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


class Person(Model):
    """A person. A contact has no `joined_at`; a tombstone has `erased_at` and no name."""

    __tablename__ = "persons"
    __allow_unmapped__ = True  # for what is remembered beside the columns

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    first_name: Mapped[str]
    last_name: Mapped[str]
    title: Mapped[str | None]
    company_id: Mapped[int | None] = mapped_column(sa.ForeignKey("companies.id"), index=True)
    nps: Mapped[float | None]
    password_hash: Mapped[str | None] = mapped_column(deferred=True)
    photo_key: Mapped[str | None]
    locale: Mapped[str] = mapped_column(default="en")
    timezone: Mapped[str] = mapped_column(default="UTC")
    about: Mapped[str] = mapped_column(default="")
    motives: Mapped[list[str]] = mapped_column(default=list)
    personas: Mapped[list[str]] = mapped_column(default=list)
    expertise: Mapped[list[str]] = mapped_column(default=list)
    products: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    off_boards: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    joined_at: Mapped[datetime | None] = mapped_column(index=True)
    welcomed_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    company: Mapped[Company | None] = relationship(foreign_keys=[company_id], lazy="joined")
    roles: Mapped[list[Role]] = relationship(secondary=Holding.__table__, lazy="select", viewonly=True)

    _permissions: frozenset[str] | None = None
    _role_names: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """The whole name; of an erased person, that somebody was here."""
        return (
            f"{self.first_name} {self.last_name}".strip()
            if self.erased_at is None
            else str(_("A former member"))
        )

    @property
    def initials(self) -> str:
        """One or two letters that stand for a picture."""
        return "".join(part[0] for part in (self.first_name, self.last_name) if part).upper() or "–"

    @property
    def company_name(self) -> str | None:
        """The name of the employer, when known."""
        return self.company.name if self.company else None

    @property
    def photo_url(self) -> str | None:
        """Where the picture is, when there is one."""
        return f"/files/{self.photo_key}" if self.photo_key else None

    @property
    def permissions(self) -> frozenset[str]:
        """Everything that the person's roles allow; nothing for who has not joined, is suspended or erased."""
        if self._permissions is None:
            self.remember_roles((role.name, role.permissions) for role in self.roles)
        assert self._permissions is not None
        return self._permissions if self.active else frozenset()

    @property
    def role_names(self) -> frozenset[str]:
        """The names of the person's roles."""
        if self._role_names is None:
            self.remember_roles((role.name, role.permissions) for role in self.roles)
        assert self._role_names is not None
        return self._role_names

    @property
    def active(self) -> bool:
        """Whether the person may act: joined, not suspended, not erased."""
        return self.joined_at is not None and self.suspended_at is None and self.erased_at is None

    @property
    def is_staff(self) -> bool:
        """Whether the person works for the programme."""
        return bool(self.role_names & STAFF)

    def can(self, permission: str) -> bool:
        """Whether the person holds a permission."""
        return permission in self.permissions

    def remember_roles(self, roles: Iterable[tuple[str, list[str]]]) -> None:
        """Keep what a query already brought, so that asking costs nothing more in this request."""
        known = dict(roles)
        self._role_names = frozenset(known)
        self._permissions = frozenset(name for held in known.values() for name in held)

    def forget_permissions(self) -> None:
        """Read the roles anew at the next question."""
        self._permissions = self._role_names = None
        session.expire(self, ["roles"])


def normal_email(address: str) -> str:
    """Return the address in the one form we keep; raise `Refusal` when it is none."""
    address = unicodedata.normalize("NFKC", address).strip().lower()
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        raise Refusal(_("This does not look like an e-mail address."), field="email")
    return address


def find_by_email(address: str) -> Person | None:
    """Return the person with that address, whatever its case."""
    return session.scalar(sa.select(Person).where(Person.email == address.strip().lower()))


def get(person_id: int) -> Person:
    """Return a person; raise `NotFound`."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def get_member(handle: str) -> Person:
    """Return an active member by handle; raise `NotFound`."""
    person = session.scalar(sa.select(Person).where(Person.handle == handle))
    if person is None or not person.active:
        raise NotFound
    return person


def by_handles(handles: Iterable[str]) -> dict[str, Person]:
    """Return the active members with these handles."""
    wanted = sorted(set(handles))
    if not wanted:
        return {}
    found = session.scalars(sa.select(Person).where(Person.handle.in_(wanted), joined()))
    return {person.handle: person for person in found}


def holding(permission: str) -> list[Person]:
    """Return the active members whose roles include a permission, with their roles."""
    held = session.execute(sa.select(Role.name, Role.permissions)).all()
    names = [name for name, permissions in held if permission in permissions]
    among = sa.select(Holding.person_id).where(Holding.role.in_(names))
    found = sa.select(Person).where(Person.id.in_(among), joined()).options(sa.orm.selectinload(Person.roles))
    return list(session.scalars(found.order_by(Person.id)))


def joined() -> sa.ColumnElement[bool]:
    """The condition that a person is an active member."""
    return sa.and_(Person.joined_at.is_not(None), Person.suspended_at.is_(None), Person.erased_at.is_(None))


def add_contact(email: str | None, first_name: str, last_name: str, *, now: datetime, **facts: Any) -> Person:
    """Add a contact, with an ask budget and an account in the ledger to come when they join."""
    person = Person(
        handle=free_handle(first_name, last_name),
        email=normal_email(email) if email else None,
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        created_at=now,
        **facts,
    )
    session.add(person)
    session.flush()
    return person


def free_handle(first_name: str, last_name: str) -> str:
    """Return an unused handle made of the name: `amara-obi`, else with a short random tail."""
    base = slug(f"{first_name} {last_name}") or "member"
    taken = session.scalar(sa.select(sa.exists().where(Person.handle == base)))
    return f"{base}-{secrets.token_hex(3)}" if taken else base


def slug(words: str) -> str:
    """Return words as they may stand in an address: ASCII letters, digits and hyphens."""
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:60]
