"""What recurs: each periodic work is claimed by one process at a time, and missed turns are not made up for."""

import logging
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, changed, insert_once, rollback, session, transaction
from hub.house import house

log = logging.getLogger("vouch.schedule")

LEASE = timedelta(minutes=15)


class PeriodicRun(Model):
    """When a periodic work is next due, and until when somebody is at it."""

    __tablename__ = "periodic_runs"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


def run_due(now: datetime) -> list[str]:
    """Do all periodic work that is due and return its names; one failing work does not hold up the others."""
    known = {run.name: run for run in session.scalars(sa.select(PeriodicRun))}
    due = [name for name in house().periodics if name not in known or _is_due(known[name], now)]
    rollback()
    return [name for name in due if _claim(name, now) and _run(name, now)]


def run(name: str, *, now: datetime) -> None:
    """Do one periodic work now, due or not (for operators, the demo and tests); its next turn is counted from here."""
    work, _every = house().periodics[name]
    work(now=now)
    with transaction():
        insert_once(PeriodicRun, name=name, due_at=now)
        _note(name, now, done=True)


def _is_due(run: PeriodicRun, now: datetime) -> bool:
    return run.due_at <= now and (run.leased_until is None or run.leased_until <= now)


def _claim(name: str, now: datetime) -> bool:
    with transaction():
        insert_once(PeriodicRun, name=name, due_at=now)
        free = sa.or_(PeriodicRun.leased_until.is_(None), PeriodicRun.leased_until <= now)
        claimed = sa.update(PeriodicRun).where(PeriodicRun.name == name, PeriodicRun.due_at <= now, free)
        return changed(claimed.values(leased_until=now + LEASE)) == 1


def _run(name: str, now: datetime) -> bool:
    work, _every = house().periodics[name]
    try:
        work(now=now)
    except Exception:  # one failing work must not stop the others; it is tried again at its next turn
        rollback()
        log.exception("periodic work failed", extra={"periodic": name})
        done = False
    else:
        done = True
    with transaction():
        _note(name, now, done=done)
    return done


def _note(name: str, now: datetime, *, done: bool) -> None:
    """Free a periodic work, and say when it is due again."""
    _work, every = house().periodics[name]
    finished = now if done else PeriodicRun.finished_at
    own = sa.update(PeriodicRun).where(PeriodicRun.name == name)
    changed(own.values(due_at=now + every, leased_until=None, finished_at=finished))
