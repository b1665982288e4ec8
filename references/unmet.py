"""Unmet requests: what nobody could be found for. Each is a task to recruit, and feeds the analysis of
gaps.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, insert_once, session
from references.matching.ranking import Matching
from references.requests import Request


class Unmet(Model):
    """What was missing for one request: required facts by how many of the nearest lacked each."""

    __tablename__ = "reference_unmet"

    request_id: Mapped[int] = mapped_column(sa.ForeignKey("reference_requests.id"), primary_key=True)
    missing: Mapped[dict[str, Any]]
    nearest: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    recruited_at: Mapped[datetime | None]

    request: Mapped[Request] = relationship(lazy="joined")


def keep(request: Request, found: Matching, *, now: datetime) -> None:
    """Keep what was missing; the first time counts."""
    missing: dict[str, int] = {}
    for near in found.nearest:
        for key in near.missing:
            missing[key] = missing.get(key, 0) + 1
    insert_once(Unmet, request_id=request.id, missing=missing, nearest=len(found.nearest), at=now)


def still_open(*, limit: int = 20) -> list[Unmet]:
    """Return the tasks to recruit that nobody has done, the oldest first."""
    return list(
        session.scalars(sa.select(Unmet).where(Unmet.recruited_at.is_(None)).order_by(Unmet.at).limit(limit))
    )


def recruited(request_id: int, *, now: datetime) -> None:
    """Tick a task off: somebody was recruited."""
    session.execute(
        sa.update(Unmet)
        .where(Unmet.request_id == request_id, Unmet.recruited_at.is_(None))
        .values(recruited_at=now)
    )
