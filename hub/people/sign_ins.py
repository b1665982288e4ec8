"""Sign-ins: one row per session, so that it can be listed, ended from elsewhere, and is dead at once when ended.

The cookie carries a random token, the database its hash. Idle for 14 days or 30 days old, a session is over.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, changed, reading, session, transaction
from hub.facts import audit, ledger, notifications, settings
from hub.people import guessing, passwords
from hub.people.companies import Company
from hub.people.persons import Person, find_by_email
from hub.people.roles import Holding, Role

IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=30)
FRESH = timedelta(minutes=60)
NOTED = timedelta(hours=1)
"""How exactly it is known when a session was last in use: it is written down once in this time."""


class SignIn(Model):
    """One signed-in browser of one person."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Present:
    """Who is signed in, with what every page shows: read by one statement."""

    person: Person
    sign_in_id: int
    seen_at: datetime
    confirmed_at: datetime | None
    unread: int
    balance: int
    settings_revision: int


_OF_COMPANY = (Company.name, Company.kind, Company.industry, Company.country, Company.forbids_gifts)
"""What rules and pages ask of the reader's own company; the rest is read when somebody does."""

_PRESENT = (
    sa.select(
        Person,
        SignIn.id,
        SignIn.seen_at,
        SignIn.confirmed_at,
        Role.name,
        Role.permissions,
        sa.select(sa.func.count())
        .where(
            notifications.Notification.person_id == Person.id, notifications.Notification.read_at.is_(None)
        )
        .scalar_subquery(),
        sa.select(ledger.Account.balance).where(ledger.Account.person_id == Person.id).scalar_subquery(),
        settings.REVISION,
    )
    .join(SignIn, SignIn.person_id == Person.id)
    .outerjoin(Holding, Holding.person_id == Person.id)
    .outerjoin(Role, Role.name == Holding.role)
    .where(
        SignIn.token_hash == sa.bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.seen_at > sa.bindparam("idle_since", type_=SignIn.seen_at.type),
        SignIn.created_at > sa.bindparam("created_since", type_=SignIn.created_at.type),
    )
    .options(sa.orm.joinedload(Person.company).load_only(*_OF_COMPANY))
)


def find_present(token: str, *, now: datetime) -> Present | None:
    """Return who a session's token belongs to; None when it ended, or the person may not act any more."""
    rows = session.execute(
        _PRESENT, {"token_hash": _hash(token), "idle_since": now - IDLE, "created_since": now - ABSOLUTE}
    ).all()
    if not rows:
        return None
    person, sign_in_id, seen_at, confirmed_at, _role, _permissions, unread, balance, revision = rows[0]
    person.remember_roles((row[4], row[5]) for row in rows if row[4] is not None)
    if not person.active:
        return None
    return Present(person, sign_in_id, seen_at, confirmed_at, unread, balance or 0, revision)


def check_password(email: str, password: str, *, address: str, now: datetime) -> int | None:
    """Return the id of the member whose password this is, else None; takes as long when there is no such member.

    Owns its transactions, because it is slow and nothing may be held meanwhile: what was loaded before is read anew
    afterwards, and nothing may be pending. Raises `TooManyTries`, in the same words whether the account exists or not.
    """
    with transaction():
        counted = guessing.count_try(email, address=address, now=now)
    with reading():
        person = find_by_email(email)
        member_id = person.id if person and person.active else None
        hashed = sa.select(Person.password_hash)
        stored = session.scalar(hashed.where(Person.id == person.id)) if person else None
    if not passwords.fits(password, stored) or member_id is None:
        return None
    with transaction():
        guessing.forgive(counted)
    return member_id


def begin(person: Person, *, device: str, now: datetime) -> str:
    """Sign a person in and return the token for their cookie: new at every sign-in."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            person_id=person.id,
            token_hash=_hash(token),
            device=device[:200],
            created_at=now,
            seen_at=now,
            confirmed_at=now,
        )
    )
    session.flush()
    audit.log("signed_in", by=person, subject=("person", person.id), now=now)
    return token


def is_to_be_noted(present: Present, *, now: datetime) -> bool:
    """Whether it is time to write down again that a session is in use."""
    return present.seen_at <= now - NOTED


def touch(sign_in_id: int, *, now: datetime) -> None:
    """Remember that a session was in use: its two idle weeks begin anew."""
    changed(sa.update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(seen_at=now))


def confirm(sign_in_id: int, *, now: datetime) -> None:
    """Remember that the person just proved again who they are."""
    changed(sa.update(SignIn).where(SignIn.id == sign_in_id).values(confirmed_at=now, seen_at=now))


def is_fresh(present: Present, *, now: datetime) -> bool:
    """Whether the person proved within the last hour who they are: what sensitive actions ask for."""
    return present.confirmed_at is not None and present.confirmed_at > now - FRESH


def end(sign_in_id: int, *, of: Person, now: datetime) -> None:
    """End one session of a person; ending one that is over, or somebody else's, does nothing."""
    changed(
        sa.update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.person_id == of.id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all(person: Person, *, now: datetime, keep: int | None = None) -> int:
    """End all sessions of a person but the one to `keep`; returns how many."""
    running = sa.update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    if keep is not None:
        running = running.where(SignIn.id != keep)
    return changed(running.values(ended_at=now))


def running_of(person: Person, *, now: datetime) -> list[SignIn]:
    """Return a person's sessions that are not over, the latest first."""
    return list(
        session.scalars(
            sa.select(SignIn)
            .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.seen_at > now - IDLE)
            .order_by(SignIn.seen_at.desc())
        )
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
