"""Impact: what an advocate's talks came to. Calls, minutes, deals helped, what buyers said."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from hub.database import session
from hub.facts import activity
from hub.facts.activity import Activity
from references import outcomes
from references.calls import ratings
from references.calls.calls import Call, CallState
from references.calls.ratings import Rating, Side

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Impact:
    """An advocate's figures; `rating` is the mean of what buyers said, 1 to 5, None when nobody has."""

    calls: int
    calls_in_year: int
    minutes: int
    deals: int
    rating: float | None


def of(person_id: int, *, now: datetime) -> Impact:
    """Return an advocate's figures."""
    recent = sa.case((Call.held_at > now - YEAR, 1), else_=0)
    calls, in_year, minutes = session.execute(
        sa.select(
            sa.func.count(),
            sa.func.coalesce(sa.func.sum(recent), 0),
            sa.func.coalesce(sa.func.sum(Call.minutes), 0),
        ).where(Call.person_id == person_id, Call.state == CallState.HELD)
    ).one()
    return Impact(calls, in_year, minutes, len(won_with(person_id)), ratings.mean_of(person_id))


def calls_in_year(person_id: int, *, now: datetime) -> int:
    """Return how many talks an advocate held in the last 365 days."""
    counted = sa.select(sa.func.count()).where(
        Call.person_id == person_id, Call.state == CallState.HELD, Call.held_at > now - YEAR
    )
    return session.scalar(counted) or 0


def won_with(person_id: int) -> list[Activity]:
    """Return the deals won with an advocate's help, the latest first."""
    won = sa.select(Activity).where(
        Activity.kind == outcomes.KIND, Activity.person_id == person_id, activity.standing()
    )
    return list(session.scalars(won.order_by(Activity.at.desc())))


def said_of(person_id: int, *, limit: int = 10) -> list[Rating]:
    """Return what buyers said of an advocate in words, the latest first."""
    words = (
        sa.select(Rating)
        .join(Call, Call.id == Rating.call_id)
        .where(Call.person_id == person_id, Rating.side == Side.BUYER, Rating.note != "")
    )
    return list(session.scalars(words.order_by(Rating.at.desc()).limit(limit)))
