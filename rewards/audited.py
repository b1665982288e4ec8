"""What rewards write into the audit log, in words."""

from hub.errors import Words
from hub.i18n import _

WORDS: dict[str, Words] = {
    "badge.given": _("Gave a badge"),
    "badge.taken_back": _("Took a badge back"),
    "reward.created": _("Created a reward"),
    "reward.changed": _("Changed a reward"),
    "reward.archived": _("Took a reward off the shelf"),
    "reward.restored": _("Put a reward back on the shelf"),
    "redemption.approved": _("Approved a redemption"),
    "redemption.fulfilled": _("Handed a reward over"),
    "redemption.declined": _("Declined a redemption"),
    "redemption.refunded": _("Refunded a redemption"),
}
