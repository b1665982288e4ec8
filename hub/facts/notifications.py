"""Notifications: what a person is told in the hub, and by mail as they prefer, per kind: at once, daily, weekly or never."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, changed, insert_all, session, transaction
from hub.delivery import mail
from hub.errors import Refusal, Words
from hub.house import house
from hub.i18n import _, force_locale
from hub.people.persons import Person, joined

AT_ONCE = 1000
"""People told by one statement."""

DIGEST = "digest"
"""The kind that one who wants no digest at all switches off; it is no kind of its own otherwise."""


class ByMail(StrEnum):
    """How a kind of notification goes by mail."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


class Notification(Model):
    """One thing a person was told. `mailed_at` is when it went out, alone or in a digest."""

    __tablename__ = "notifications"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "key"),
        sa.Index("ix_notifications_list", "person_id", "at"),
        sa.Index(
            "ix_notifications_unread",
            "person_id",
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        ),
        sa.Index(
            "ix_notifications_digest",
            "by_mail",
            sqlite_where=sa.text("mailed_at IS NULL"),
            postgresql_where=sa.text("mailed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    kind: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    key: Mapped[str]
    by_mail: Mapped[ByMail]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]


class MailPreference(Model):
    """How a person wants a kind of notification by mail, where it differs from the kind's default."""

    __tablename__ = "mail_preferences"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    by_mail: Mapped[ByMail]


def latest(person_id: int) -> sa.Select[tuple[Notification]]:
    """Return the statement for a person's notifications, newest first."""
    return (
        sa.select(Notification)
        .where(Notification.person_id == person_id)
        .order_by(Notification.at.desc(), Notification.id.desc())
    )


def unread_count(person_id: int) -> int:
    """Return how many notifications a person has not read: one indexed count."""
    unread = sa.select(sa.func.count()).where(
        Notification.person_id == person_id, Notification.read_at.is_(None)
    )
    return session.scalar(unread) or 0


def tell(
    person: Person, kind: str, *, title: Words, url: str, key: str, now: datetime, mailed: bool = False
) -> bool:
    """Tell a person something, once per `key`. `mailed` says that a mail of its own goes out anyway."""
    return tell_all([person], kind, title=title, url=url, key=key, now=now, mailed=mailed) == 1


def tell_all(
    people: Iterable[Person],
    kind: str,
    *,
    title: Words,
    url: str,
    key: str,
    now: datetime,
    mailed: bool = False,
) -> int:
    """Tell many people the same, each once per `key`, and return how many had not heard it yet. It takes a few
    statements for each thousand of them."""
    by_locale: dict[str, list[int]] = defaultdict(list)
    for person in people:
        if person.active:
            by_locale[person.locale].append(person.id)
    told = 0
    for locale, ids in by_locale.items():
        with force_locale(locale):
            said = {"kind": kind, "title": str(title), "url": url, "key": key, "at": now}
        for first in range(0, len(ids), AT_ONCE):
            told += _tell(ids[first : first + AT_ONCE], said, mailed=mailed)
    return told


def _tell(ids: list[int], said: dict[str, Any], *, mailed: bool) -> int:
    """Tell people who read the same language, and promise the mail of who wants it at once."""
    kind, now = said["kind"], said["at"]
    wish = _wishes(ids, kind)
    alone = set() if mailed else {one for one in ids if wish[one] is ByMail.IMMEDIATE}
    rows = [
        {**said, "person_id": one, "by_mail": wish[one], "mailed_at": now if mailed or one in alone else None}
        for one in ids
    ]
    new = insert_all(Notification, rows, Notification.id, Notification.person_id)
    mail.post_all(
        "hub/mail/notification",
        to={person_id: f"notification:{row_id}" for row_id, person_id in new if person_id in alone},
        subject=said["title"],
        context={"title": said["title"], "url": said["url"]},
        unsubscribe=kind,
        now=now,
    )
    return len(new)


def _wishes(ids: list[int], kind: str) -> dict[int, ByMail]:
    """Return how each of these people wants a kind by mail."""
    chosen = sa.select(MailPreference.person_id, MailPreference.by_mail)
    own = chosen.where(MailPreference.person_id.in_(ids), MailPreference.kind == kind)
    usual = ByMail(house().notices[kind].mail)
    return {**dict.fromkeys(ids, usual), **dict(session.execute(own).tuples().all())}


def read(person: Person, *, only: int | None = None, now: datetime) -> int:
    """Mark a person's notifications (or the `only` one) as read; returns how many were unread."""
    unread = sa.update(Notification).where(
        Notification.person_id == person.id, Notification.read_at.is_(None)
    )
    if only is not None:
        unread = unread.where(Notification.id == only)
    return changed(unread.values(read_at=now))


def preferences(person_id: int) -> dict[str, ByMail]:
    """Return how a person wants every kind by mail."""
    rows = session.scalars(sa.select(MailPreference).where(MailPreference.person_id == person_id))
    chosen = {row.kind: row.by_mail for row in rows}
    return {kind: chosen.get(kind, ByMail(notice.mail)) for kind, notice in house().notices.items()}


def prefer(person_id: int, kind: str, by_mail: ByMail) -> None:
    """Remember how a person wants a kind by mail."""
    if kind not in house().notices:
        raise Refusal(_("There is no such kind of message."))
    session.merge(MailPreference(person_id=person_id, kind=kind, by_mail=by_mail))


def send_digests(*, now: datetime) -> None:
    """Send what waited for the daily digest, and on Mondays the weekly one: nothing when there is nothing new.

    One short transaction for each person, so that nobody waits for all of them; who unsubscribed gets none.
    """
    due = [ByMail.DAILY] + ([ByMail.WEEKLY] if now.weekday() == 0 else [])
    waiting = sa.and_(
        Notification.mailed_at.is_(None), Notification.by_mail.in_(due), Notification.read_at.is_(None)
    )
    unwanted = sa.exists().where(
        MailPreference.person_id == Person.id,
        MailPreference.kind == DIGEST,
        MailPreference.by_mail == ByMail.OFF,
    )
    having = sa.exists().where(Notification.person_id == Person.id, waiting)
    people = session.scalars(sa.select(Person.id).where(joined(), having, ~unwanted)).all()
    for person_id in people:
        with transaction():
            _send_digest(session.get_one(Person, person_id), waiting, now)


def _send_digest(person: Person, waiting: sa.ColumnElement[bool], now: datetime) -> None:
    own = sa.and_(Notification.person_id == person.id, waiting, Notification.at > now - timedelta(days=8))
    items: list[dict[str, Any]] = [
        {"title": one.title, "url": one.url}
        for one in session.scalars(latest(person.id).where(own).limit(30))
    ]
    changed(sa.update(Notification).where(Notification.person_id == person.id, waiting).values(mailed_at=now))
    if items:
        mail.post(
            "hub/mail/digest",
            to=person,
            subject=_("What happened while you were away"),
            context={"items": items},
            key=f"digest:{person.id}:{now.date().isoformat()}",
            unsubscribe=DIGEST,
            now=now,
        )
