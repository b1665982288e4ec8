"""What recurs: each periodic work is claimed by one process at a time, and missed turns are not made up for.

The claim is a lease from the moment at which the work begins. A thread renews it while the work is done, so that long work
stays in one hand, and what a dead process left is taken up soon.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime, timedelta
from threading import Event, Thread

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.clock import now as clock_now
from hub.database import Model, beside, changed, insert_once, rollback, session, transaction
from hub.house import house

log = logging.getLogger("vouch.schedule")

LEASE = timedelta(minutes=5)
RENEWAL = timedelta(minutes=1)


class PeriodicRun(Model):
    """When a periodic work is next due, and until when somebody is at it."""

    __tablename__ = "periodic_runs"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


def due(now: datetime) -> list[str]:
    """Return the names of periodic work that is due and that nobody is at."""
    known = {run.name: run for run in session.scalars(sa.select(PeriodicRun))}
    names = [name for name in house().periodics if name not in known or _is_due(known[name], now)]
    rollback()
    return names


def take_turn(name: str, *, now: datetime) -> bool:
    """Do one periodic work, which begins `now`, unless it is not due or in other hands; true when it was done.

    Work that fails is logged and holds nobody up; it is tried again at its next turn.
    """
    until = _claim(name, now)
    if until is None:
        return False
    with _kept(name, until) as lease:
        done = _attempt(name, now)
    with transaction():
        _note(name, now, done=done, lease=lease.until)
    return done


def run(name: str, *, now: datetime) -> None:
    """Do one periodic work now, due or not (for operators, the demo and tests); its next turn is counted from here."""
    work, _every = house().periodics[name]
    work(now=now)
    with transaction():
        insert_once(PeriodicRun, name=name, due_at=now)
        _note(name, now, done=True)


class _Lease:
    """The hold on one work, known by the moment until which it lasts: renewing moves that moment."""

    def __init__(self, name: str, until: datetime) -> None:
        self.name, self.until = name, until

    def renew(self) -> None:
        """Hold the work for longer, unless it is in other hands by now."""
        until = clock_now() + LEASE
        held = sa.update(PeriodicRun).where(
            PeriodicRun.name == self.name, PeriodicRun.leased_until == self.until
        )
        with beside() as connection:
            if connection.execute(held.values(leased_until=until)).rowcount:
                self.until = until


@contextmanager
def _kept(name: str, until: datetime) -> Iterator[_Lease]:
    """Renew a lease from a thread of its own for as long as the work takes."""
    lease, over = _Lease(name, until), Event()
    thread = Thread(target=copy_context().run, args=(_renew_until, over, lease), daemon=True)
    thread.start()
    try:
        yield lease
    finally:
        over.set()
        thread.join()


def _renew_until(over: Event, lease: _Lease) -> None:
    while not over.wait(RENEWAL.total_seconds()):
        try:
            lease.renew()
        except (
            sa.exc.SQLAlchemyError
        ):  # the work may be writing, or the database away: there is time for more tries
            log.warning("a lease could not be renewed yet", extra={"periodic": lease.name}, exc_info=True)


def _is_due(run: PeriodicRun, now: datetime) -> bool:
    return run.due_at <= now and (run.leased_until is None or run.leased_until <= now)


def _claim(name: str, now: datetime) -> datetime | None:
    """Return until when the work is ours; None when it is not due, or in other hands."""
    until = now + LEASE
    with transaction():
        insert_once(PeriodicRun, name=name, due_at=now)
        free = sa.or_(PeriodicRun.leased_until.is_(None), PeriodicRun.leased_until <= now)
        claimed = sa.update(PeriodicRun).where(PeriodicRun.name == name, PeriodicRun.due_at <= now, free)
        return until if changed(claimed.values(leased_until=until)) else None


def _attempt(name: str, now: datetime) -> bool:
    work, _every = house().periodics[name]
    try:
        work(now=now)
    except Exception:  # one failing work must not stop the others
        rollback()
        log.exception("periodic work failed", extra={"periodic": name})
        return False
    return True


def _note(name: str, now: datetime, *, done: bool, lease: datetime | None = None) -> None:
    """Say when a periodic work is due again; whose `lease` it was frees it, unless it is in other hands by now."""
    _work, every = house().periodics[name]
    own = sa.update(PeriodicRun).where(PeriodicRun.name == name).values(due_at=now + every)
    if done:
        own = own.values(finished_at=now)
    if lease is not None:
        own = own.where(PeriodicRun.leased_until == lease).values(leased_until=None)
    changed(own)
