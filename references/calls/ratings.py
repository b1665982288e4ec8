"""Ratings: after a talk each side says how relevant and how well prepared it was, and whether they would do
it again.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, insert_once, session
from hub.errors import Refusal
from hub.i18n import _
from references import lifecycle
from references.calls.calls import Call, CallState
from references.states import Verb


class Side(StrEnum):
    """Who rates."""

    ADVOCATE = "advocate"
    BUYER = "buyer"


class Rating(Model):
    """One side's rating of a talk; relevance and preparedness from 1 to 5."""

    __tablename__ = "reference_ratings"
    __table_args__ = (
        sa.UniqueConstraint("call_id", "side"),
        sa.CheckConstraint("relevance BETWEEN 1 AND 5 AND preparedness BETWEEN 1 AND 5", name="one_to_five"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("reference_calls.id"))
    side: Mapped[Side]
    relevance: Mapped[int]
    preparedness: Mapped[int]
    again: Mapped[bool]
    note: Mapped[str]
    at: Mapped[datetime]


@dataclass(frozen=True)
class Score:
    """What one side says: relevance and preparedness 1 to 5, would they do it again, a word if they like."""

    relevance: int
    preparedness: int
    again: bool = True
    note: str = ""


def rate(call: Call, side: Side, score: Score, *, now: datetime) -> bool:
    """Keep a side's rating, once; a second one changes nothing. True when it is new."""
    if call.state is not CallState.HELD:
        raise Refusal(_("A talk can be rated once it took place."))
    if not (1 <= score.relevance <= 5 and 1 <= score.preparedness <= 5):
        raise Refusal(_("Choose from 1 to 5."), field="relevance")
    new = insert_once(
        Rating,
        call_id=call.id,
        side=side,
        relevance=score.relevance,
        preparedness=score.preparedness,
        again=score.again,
        note=score.note.strip()[:1000],
        at=now,
    )
    if new:
        lifecycle.move(call.request, Verb.RATE, by=call.person if side is Side.ADVOCATE else None, now=now)
    return new


def of_call(call_id: int) -> dict[Side, Rating]:
    """Return the ratings of a talk by side."""
    return {
        rating.side: rating for rating in session.scalars(sa.select(Rating).where(Rating.call_id == call_id))
    }


def mean_of(person_id: int) -> float | None:
    """Return the mean of the buyers' ratings of an advocate, 1 to 5; None for who was never rated."""
    mean = sa.func.avg((Rating.relevance + Rating.preparedness) / 2.0)
    found = session.scalar(
        sa.select(mean)
        .join(Call, Call.id == Rating.call_id)
        .where(Call.person_id == person_id, Rating.side == Side.BUYER)
    )
    return None if found is None else float(found)
