"""The life of a redemption: one table of what may follow what."""

from enum import StrEnum

from hub.i18n import _


class RedemptionState(StrEnum):
    """Where a redemption stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    FULFILLED = "fulfilled"
    DECLINED = "declined"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


_S = RedemptionState
MAY_FOLLOW = {
    _S.REQUESTED: frozenset({_S.APPROVED, _S.DECLINED, _S.CANCELLED}),
    _S.APPROVED: frozenset({_S.FULFILLED, _S.DECLINED}),
    _S.FULFILLED: frozenset({_S.REFUNDED}),
    _S.DECLINED: frozenset({_S.REFUNDED}),
    _S.REFUNDED: frozenset(),
    _S.CANCELLED: frozenset(),
}
GIVEN_BACK = frozenset({_S.DECLINED, _S.REFUNDED, _S.CANCELLED})
"""States in which the points are back with the member."""

NAMES = {
    _S.REQUESTED: _("Asked for"),
    _S.APPROVED: _("Approved"),
    _S.FULFILLED: _("Handed over"),
    _S.DECLINED: _("Declined"),
    _S.REFUNDED: _("Points returned"),
    _S.CANCELLED: _("Cancelled"),
}
TONES = {
    _S.REQUESTED: "info",
    _S.APPROVED: "gold",
    _S.FULFILLED: "good",
    _S.DECLINED: "bad",
    _S.REFUNDED: "",
    _S.CANCELLED: "",
}


def before(state: RedemptionState) -> list[RedemptionState]:
    """Return the states that may precede `state`."""
    return sorted(earlier for earlier, following in MAY_FOLLOW.items() if state in following)
