"""The kinds of reward, what they are called, and the icon that stands in for a picture."""

from enum import StrEnum

from hub.i18n import _


class RewardKind(StrEnum):
    """What somebody gets."""

    VOUCHER = "voucher"
    SWAG = "swag"
    DONATION = "donation"
    TRAINING = "training"
    EVENT = "event"
    EXPERIENCE = "experience"
    BRIEFING = "briefing"
    EARLY_ACCESS = "early_access"


NAMES = {
    RewardKind.VOUCHER: _("Voucher"),
    RewardKind.SWAG: _("Gift"),
    RewardKind.DONATION: _("Donation"),
    RewardKind.TRAINING: _("Training credit"),
    RewardKind.EVENT: _("Event ticket"),
    RewardKind.EXPERIENCE: _("Experience"),
    RewardKind.BRIEFING: _("Executive briefing"),
    RewardKind.EARLY_ACCESS: _("Early access"),
}
GLYPHS = {
    RewardKind.VOUCHER: "shopping-bag",
    RewardKind.SWAG: "package",
    RewardKind.DONATION: "hand-heart",
    RewardKind.TRAINING: "graduation-cap",
    RewardKind.EVENT: "ticket",
    RewardKind.EXPERIENCE: "compass",
    RewardKind.BRIEFING: "briefcase",
    RewardKind.EARLY_ACCESS: "rocket",
}
NOT_GIFTS = frozenset({RewardKind.DONATION, RewardKind.BRIEFING, RewardKind.EARLY_ACCESS})
"""What people may take whose company forbids gifts:

it gives to others, or recognises, and has no value to hand on.
"""
