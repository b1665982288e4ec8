"""A candidate: what matching needs to know of one advocate, and nothing by which to reach them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """An advocate's facts at one moment. What is None is unknown, or, for a limit, does not exist."""

    person_id: int
    company_id: int | None = None
    company_key: str | None = None
    industry: str | None = None
    size: str | None = None
    use_case: str | None = None
    region: str | None = None
    products: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    timezone: str = "UTC"
    rating: float | None = None
    """Mean of the buyers' ratings, 1 to 5."""
    score: float | None = None
    """The advocate score, 0 to 100."""
    last_asked: datetime | None = None
    asked_in_year: int = 0
    # limits
    consented: bool = True
    next_free: datetime | None = None
    own_gap_until: datetime | None = None
    paused_until: datetime | None = None
    quiet_until: date | None = None
    minutes_left: int | None = None
    never_with: frozenset[str] = frozenset()
    company_asked: tuple[datetime, ...] = ()
    """When people of the company were asked in the last 30 days, the latest first."""
    blackout_until: date | None = None
    blackout_reason: str | None = None
    renewal: date | None = None
    escalated: bool = False
    health: float | None = None
    churned: bool = False
    turned_down: str | None = None
    """Why a manager set this candidate aside for this very request."""
