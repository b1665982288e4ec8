"""Finished months of the community, counted once: their deeds do not change any more, and a year of them is
long to read.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, insert_once, session


class ActiveMonth(Model):
    """How many members there were at a moment, and how many of them were active in the 30 days before."""

    __tablename__ = "active_months"

    ends_at: Mapped[datetime] = mapped_column(primary_key=True)
    members: Mapped[int]
    active: Mapped[int]


def missing(ends: list[datetime]) -> list[datetime]:
    """Return those of the moments that were not counted yet."""
    known = set(session.scalars(sa.select(ActiveMonth.ends_at).where(ActiveMonth.ends_at.in_(ends))))
    return [end for end in ends if end not in known]


def keep(ends_at: datetime, *, members: int, active: int) -> None:
    """Keep a count; the first one stands."""
    insert_once(ActiveMonth, ends_at=ends_at, members=members, active=active)
