"""What `vouch ledger verify` compares here:

boards with postings, redemptions with what was spent and returned.
"""

from datetime import date

import sqlalchemy as sa

from hub.database import session
from hub.facts.ledger import Posting, PostingKind
from rewards.boards import COUNTED, SUMMED, BoardSum, Period, begins_on
from rewards.redemption_states import GIVEN_BACK, RedemptionState
from rewards.redemptions import Redemption, cause_of


def problems() -> list[str]:
    """Return what does not add up, as sentences."""
    return _drifted_boards() + _unpaid_redemptions()


def _drifted_boards() -> list[str]:
    posted: dict[tuple[Period, date, int], int] = {}
    counted = sa.select(Posting.person_id, Posting.at, Posting.amount).where(Posting.kind.in_(COUNTED))
    for person_id, at, amount in session.execute(counted).yield_per(5_000):
        for period in SUMMED:
            key = (period, begins_on(period, at.date()), person_id)
            posted[key] = posted.get(key, 0) + amount
    kept = session.execute(
        sa.select(BoardSum.period, BoardSum.begins_on, BoardSum.person_id, BoardSum.points)
    )
    summed = {(period, first, person_id): points for period, first, person_id, points in kept}
    return [
        _drift(*key, summed.get(key, 0), posted.get(key, 0))
        for key in sorted({*posted, *summed})
        if posted.get(key, 0) != summed.get(key, 0)
    ]


def _unpaid_redemptions() -> list[str]:
    moved = sa.select(Posting.person_id, Posting.cause, Posting.amount).where(
        Posting.kind.in_((PostingKind.SPEND, PostingKind.REFUND)), Posting.cause.contains("redemption:")
    )
    amounts = {(person_id, cause): amount for person_id, cause, amount in session.execute(moved)}
    found = []
    for redemption in session.scalars(sa.select(Redemption).order_by(Redemption.id)):
        spent = amounts.get((redemption.person_id, cause_of(redemption)), 0)
        returned = amounts.get((redemption.person_id, f"refund:{cause_of(redemption)}"), 0)
        if spent != -redemption.cost or returned != (
            redemption.cost if redemption.state in GIVEN_BACK else 0
        ):
            found.append(_mismatch(redemption.id, redemption.state, spent, returned))
    return found


def _drift(period: Period, first: date, person_id: int, kept: int, posted: int) -> str:
    return f"person {person_id}: the {period} of {first} is {kept}, the postings say {posted}"


def _mismatch(redemption_id: int, state: RedemptionState, spent: int, returned: int) -> str:
    return f"redemption {redemption_id} is {state}, with {-spent} points spent and {returned} returned"
