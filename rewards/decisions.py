"""What staff decide about redemptions: each decision is audited and told to the member."""

from datetime import datetime

import sqlalchemy as sa

from hub.database import session
from hub.errors import Refusal, Words, authorise
from hub.facts import audit, notifications
from hub.i18n import _
from hub.people.persons import Person
from rewards import policy, redemptions
from rewards.redemption_states import RedemptionState
from rewards.redemptions import Redemption

TABS = {
    "waiting": (RedemptionState.REQUESTED,),
    "approved": (RedemptionState.APPROVED,),
    "done": (
        RedemptionState.FULFILLED,
        RedemptionState.DECLINED,
        RedemptionState.REFUNDED,
        RedemptionState.CANCELLED,
    ),
}


def queue(tab: str) -> sa.Select[tuple[Redemption]]:
    """Return the statement for one tab of the queue with its people:

    the oldest first, of what is done the latest.
    """
    states = TABS[tab]
    newest_first = (Redemption.requested_at.desc(), Redemption.id.desc())
    order = newest_first if tab == "done" else (Redemption.requested_at, Redemption.id)
    chosen = sa.select(Redemption).where(Redemption.state.in_(states)).order_by(*order)
    return chosen.options(sa.orm.joinedload(Redemption.person), sa.orm.joinedload(Redemption.reward))


def counts() -> dict[str, int]:
    """Return how many redemptions wait, and how many are approved but not fulfilled."""
    open_states = (*TABS["waiting"], *TABS["approved"])
    counted = sa.select(Redemption.state, sa.func.count()).where(Redemption.state.in_(open_states))
    number = dict(session.execute(counted.group_by(Redemption.state)).tuples().all())
    return {tab: number.get(TABS[tab][0], 0) for tab in ("waiting", "approved")}


def approve(redemption: Redemption, *, by: Person, now: datetime) -> None:
    """Say yes: it is to be sent or arranged."""
    authorise(policy.may_decide(by, redemption))
    redemptions.move(redemption, RedemptionState.APPROVED, by=by, now=now)
    _tell(
        redemption,
        "approved",
        _("%(reward)s is approved. We are getting it ready.", reward=redemption.name),
        by,
        now,
    )


def fulfil(redemption: Redemption, *, note: str, by: Person, now: datetime) -> None:
    """Say that it was handed over; `note` tells the member how."""
    authorise(policy.may_decide(by, redemption))
    redemptions.move(redemption, RedemptionState.FULFILLED, by=by, note=note, now=now)
    _tell(
        redemption,
        "fulfilled",
        _("%(reward)s is yours. %(note)s", reward=redemption.name, note=note),
        by,
        now,
    )


def decline(redemption: Redemption, *, reason: str, by: Person, now: datetime) -> None:
    """Say no, with a reason that the member reads; points and stock return at once."""
    authorise(policy.may_decide(by, redemption))
    if not reason.strip():
        raise Refusal(_("Say why: the member reads it."), field="reason")
    redemptions.move(redemption, RedemptionState.DECLINED, by=by, note=reason, now=now)
    redemptions.give_back(redemption, restock=True, now=now)
    redemptions.move(redemption, RedemptionState.REFUNDED, by=None, now=now)
    title = _(
        "%(reward)s could not be given: %(reason)s Your points are back.",
        reward=redemption.name,
        reason=reason,
    )
    _tell(redemption, "declined", title, by, now, reason=reason)


def refund(redemption: Redemption, *, reason: str, by: Person, now: datetime) -> None:
    """Return the points of a fulfilled redemption, as when an event is called off; the piece itself left the
    house.
    """
    authorise(policy.may_decide(by, redemption))
    if not reason.strip():
        raise Refusal(_("Say why: the member reads it."), field="reason")
    redemptions.move(redemption, RedemptionState.REFUNDED, by=by, note=reason, now=now)
    redemptions.give_back(redemption, restock=False, now=now)
    title = _("Your points for %(reward)s are back: %(reason)s", reward=redemption.name, reason=reason)
    _tell(redemption, "refunded", title, by, now, reason=reason)


def _tell(
    redemption: Redemption, what: str, title: Words, by: Person, now: datetime, *, reason: str = ""
) -> None:
    """Tell the member, and note for the record who decided."""
    kind = f"redemption.{what}"
    notice = "redemption.declined" if what == "refunded" else kind
    notifications.tell(
        redemption.person, notice, title=title, url="/redemptions", key=f"{kind}:{redemption.id}", now=now
    )
    detail = {
        "reward": redemption.name,
        "points": redemption.cost,
        "member": redemption.person_id,
        "reason": reason,
    }
    audit.log(kind, by=by, subject=("redemption", redemption.id), detail=detail, now=now)
