"""After the year: what is long past was sent and read; the last days' mails are there to be looked at; all
adds up.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from hub import search
from hub.clock import frozen_at
from hub.database import changed, session, transaction
from hub.delivery import mail, outbox, schedule
from hub.delivery.outbox import OutboxRow
from hub.facts import audit, reconciliation
from hub.facts.notifications import Notification
from hub.house import house

LEFT_TO_THE_WORKER = ("outbox.forget", "rewards.medals")
"""What takes seconds and nobody misses in the first minute."""

MAILS_OF = timedelta(days=4)
MOST_MAILS = 60
UNREAD_FOR = timedelta(days=4)


def settle(now: datetime) -> None:
    """Do what recurs once, send the last days' mail, mark the rest as history, index everything, and check
    the books.
    """
    for name in house().periodics:
        if name not in LEFT_TO_THE_WORKER:
            schedule.run(name, now=now)
    _send_last_mails(now)
    with transaction():
        _forget_history(now)
    search.reindex()
    problems = reconciliation.problems() + audit.verify()
    if problems:
        raise RuntimeError(f"the demo's books do not add up: {problems[:5]}")


def _send_last_mails(now: datetime) -> None:
    """Send the mails of the last days as they would have gone: dated then, the newest last."""
    recent = sa.and_(outbox.waiting(), OutboxRow.task == mail.TASK, OutboxRow.created_at > now - MAILS_OF)
    chosen = sa.select(OutboxRow.payload, OutboxRow.created_at).where(recent, OutboxRow.due_at <= now)
    rows = session.execute(chosen.order_by(OutboxRow.id.desc()).limit(MOST_MAILS)).all()
    session.rollback()
    for payload, created_at in reversed(rows):
        with frozen_at(created_at):
            mail.send(payload, now=created_at)


def _forget_history(now: datetime) -> None:
    """Mark what was promised up to now as done, and remove it as the hub does after 30 days."""
    past = sa.and_(outbox.waiting(), OutboxRow.due_at <= now)
    changed(sa.update(OutboxRow).where(past).values(done_at=OutboxRow.created_at))
    changed(sa.delete(OutboxRow).where(OutboxRow.done_at < now - timedelta(days=30)))
    old = Notification.at < now - UNREAD_FOR
    changed(
        sa.update(Notification).where(old, Notification.read_at.is_(None)).values(read_at=Notification.at)
    )
    changed(
        sa.update(Notification).where(old, Notification.mailed_at.is_(None)).values(mailed_at=Notification.at)
    )
