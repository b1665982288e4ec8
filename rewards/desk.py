"""What needs a manager today: redemptions that wait for a yes, and approved ones that are not handed over."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from hub.database import session
from hub.house import DeskItem
from hub.i18n import _, n_
from hub.people.persons import Person
from rewards.redemption_states import RedemptionState
from rewards.redemptions import Redemption

PATIENCE = {RedemptionState.REQUESTED: timedelta(days=2), RedemptionState.APPROVED: timedelta(days=7)}
"""After how long a member should not have to wait any longer."""


def waiting(viewer: Person, *, now: datetime) -> list[DeskItem]:
    """Return one item for what waits, one for what is owed; none for who may not decide."""
    if not viewer.can("redemption.approve"):
        return []
    counted = (
        sa.select(
            Redemption.state,
            sa.func.count(),
            sa.func.min(Redemption.requested_at),
            sa.func.min(Redemption.name),
        )
        .where(Redemption.state.in_(list(PATIENCE)))
        .group_by(Redemption.state)
    )
    return [_item(*row) for row in session.execute(counted)]


def _item(state: RedemptionState, number: int, oldest: datetime, name: str) -> DeskItem:
    asked = state is RedemptionState.REQUESTED
    return DeskItem(
        what=n_("A reward waits for your yes", "%(num)s rewards wait for your yes", number)
        if asked
        else n_("A reward is to be handed over", "%(num)s rewards are to be handed over", number),
        detail=_("%(reward)s and others", reward=name) if number > 1 else name,
        why=_("Waiting") if asked else _("Owed"),
        tone="" if asked else "gold",
        who=_("Rewards"),
        verb=_("Review") if asked else _("Hand over"),
        url="/admin/redemptions" if asked else "/admin/redemptions?tab=approved",
        due=oldest + PATIENCE[state],
    )
