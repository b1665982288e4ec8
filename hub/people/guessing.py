"""Guessing passwords: wrong ones are counted per account and address. Five in 15 minutes, then one waits.

A try is counted before the password is looked at, and no more once it proved right: however many come at one moment,
no more than five of them are looked at. The same holds, in the same words, for an account that does not exist.
"""

import hashlib
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, dialect, session
from hub.errors import Refusal
from hub.i18n import _

WINDOW = timedelta(minutes=15)
TRIES = 5
TRIES_OF_ADDRESS = 30


class FailedSignIn(Model):
    """A password that was wrong, or is being looked at: for which account (hashed, it may not exist), from which
    address (hashed)."""

    __tablename__ = "failed_sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class TooManyTries(Refusal):
    """Somebody is guessing: 429."""


def count_try(email: str, *, address: str, now: datetime) -> int:
    """Count a try at a password as a wrong one and return its number, for `forgive`; those of yesterday are forgotten.

    Raises `TooManyTries` when there were too many. Commit before the password is looked at: only then others see it.
    """
    account, here = _hash(email.strip().lower()), _hash(address)
    if dialect() == "postgresql":  # one at a time from one address; SQLite has one writer anyway
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(int(here[:15], 16))))
    _refuse_guessing(account, here, now)
    session.execute(sa.delete(FailedSignIn).where(FailedSignIn.at < now - timedelta(days=1)))
    counted = FailedSignIn(account=account, address=here, at=now)
    session.add(counted)
    session.flush()
    return counted.id


def forgive(counted: int) -> None:
    """Take back that a try was wrong: the password was right."""
    session.execute(sa.delete(FailedSignIn).where(FailedSignIn.id == counted))


def forget(email: str) -> None:
    """Forget the wrong passwords of an account."""
    session.execute(sa.delete(FailedSignIn).where(FailedSignIn.account == _hash(email.strip().lower())))


def _refuse_guessing(account: str, address: str, now: datetime) -> None:
    here = FailedSignIn.address == address
    recent = (FailedSignIn.account == account, FailedSignIn.at > now - WINDOW)
    hour = FailedSignIn.at > now - timedelta(hours=1)
    tries, tries_of_address = session.execute(
        sa.select(
            sa.select(sa.func.count()).where(here, *recent).scalar_subquery(),
            sa.select(sa.func.count()).where(here, hour).scalar_subquery(),
        )
    ).one()
    if tries >= TRIES or tries_of_address >= TRIES_OF_ADDRESS:
        raise TooManyTries(_("Too many tries. Wait 15 minutes, or ask for a link by mail."))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
