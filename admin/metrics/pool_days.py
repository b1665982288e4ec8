"""The pool, counted every day: who is willing and can be asked, so that later one can say who could be at
some time.

Terms, pauses and budgets are kept as they are now, not as they were; only what was counted then can be told
later.
"""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, changed, insert_once, session, transaction
from references import pool
from references.matching import guardrails
from references.matching.candidates import Candidate
from references.matching.wanted import Wanted

SEEN = timedelta(days=90)
MINUTES = 30


class PoolSighting(Model):
    """On which day an advocate could last be asked."""

    __tablename__ = "pool_sightings"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    last_on: Mapped[date] = mapped_column(index=True)


class PoolDay(Model):
    """The pool on one day: `seen` could be asked at some time in 90 days, `ready` on that day, `resting` not
    on it.
    """

    __tablename__ = "pool_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    seen: Mapped[int]
    ready: Mapped[int]
    resting: Mapped[int]


def count(*, now: datetime) -> None:
    """Count the pool of today. The periodic work; a second count of the day changes nothing."""
    with transaction():
        note(now=now)


def note(*, now: datetime) -> bool:
    """Note who can be asked now, and the day's figures; false when the day was counted already."""
    today = now.date()
    if not insert_once(PoolDay, day=today, seen=0, ready=0, resting=0):
        return False
    rules = pool.rules()
    willing = [one for one in pool.candidates(now=now) if one.formats and one.consented and not one.churned]
    ready = {
        one.person_id for one in willing if guardrails.block(one, _anything(one), rules, now=now) is None
    }
    _sight(ready, today)
    seen = _seen({one.person_id for one in willing}, today)
    figures = {"seen": seen, "ready": len(ready), "resting": len(willing) - len(ready)}
    changed(sa.update(PoolDay).where(PoolDay.day == today).values(figures))
    return True


def between(first: date, last: date) -> list[PoolDay]:
    """Return the counted days from the first to the last, both included, oldest first."""
    days = sa.select(PoolDay).where(PoolDay.day >= first, PoolDay.day <= last)
    return list(session.scalars(days.order_by(PoolDay.day)))


def _anything(one: Candidate) -> Wanted:
    """What they offer, for half an hour and no buyer in particular: only their own and their company's rest
    counts.
    """
    return Wanted(format=min(one.formats), minutes=MINUTES)


def _sight(ready: set[int], today: date) -> None:
    known = set(session.scalars(sa.select(PoolSighting.person_id)))
    changed(
        sa.update(PoolSighting).where(PoolSighting.person_id.in_(sorted(ready & known))).values(last_on=today)
    )
    session.add_all(PoolSighting(person_id=person_id, last_on=today) for person_id in sorted(ready - known))
    session.flush()


def _seen(willing: set[int], today: date) -> int:
    """Return how many of those willing now could be asked at some time in the last 90 days."""
    recent = session.scalars(sa.select(PoolSighting.person_id).where(PoolSighting.last_on > today - SEEN))
    return len(willing.intersection(recent))
