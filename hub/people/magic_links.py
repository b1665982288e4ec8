"""Magic links: a single-use link by mail that signs a member in, valid for 20 minutes."""

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, changed, session
from hub.delivery import mail
from hub.errors import NotFound
from hub.i18n import _
from hub.people.invitations import Stale
from hub.people.persons import Person, find_by_email, get

VALID_FOR = timedelta(minutes=20)
PER_HOUR = 5


class MagicLink(Model):
    """A link that was sent; the token is stored as its hash only."""

    __tablename__ = "magic_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


def send(email: str, *, now: datetime) -> None:
    """Send a link when the address belongs to a member, at most five an hour; say nothing about whether it did."""
    person = find_by_email(email)
    if person is None or not person.active or _sent_lately(person, now) >= PER_HOUR:
        return
    token = secrets.token_urlsafe(24)
    link = MagicLink(token_hash=_hash(token), person_id=person.id, created_at=now)
    session.add(link)
    session.flush()
    mail.post(
        "hub/mail/sign_in_link",
        to=person,
        subject=_("Your link to sign in"),
        context={"url": f"/sign-in/link/{token}", "minutes": int(VALID_FOR.total_seconds() // 60)},
        key=f"magic-link:{link.id}",
        now=now,
    )


def get_usable(token: str, *, now: datetime) -> MagicLink:
    """Return the link; raises `NotFound`, or `Stale` when it was used or is too old."""
    link = session.scalar(sa.select(MagicLink).where(MagicLink.token_hash == _hash(token)))
    if link is None:
        raise NotFound
    if link.used_at is not None or link.created_at + VALID_FOR <= now:
        raise Stale(_("This link was used or is too old. Ask for a new one."))
    return link


def use(token: str, *, now: datetime) -> Person:
    """Use the link up and return whose it is; of two simultaneous clicks one is `Stale`."""
    link = get_usable(token, now=now)
    used = changed(
        sa.update(MagicLink).where(MagicLink.id == link.id, MagicLink.used_at.is_(None)).values(used_at=now)
    )
    person = get(link.person_id)
    if used != 1 or not person.active:
        raise Stale(_("This link was used or is too old. Ask for a new one."))
    return person


def _sent_lately(person: Person, now: datetime) -> int:
    lately = sa.select(sa.func.count()).where(
        MagicLink.person_id == person.id, MagicLink.created_at > now - timedelta(hours=1)
    )
    return session.scalar(lately) or 0


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
