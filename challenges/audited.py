"""What challenges write into the audit log, in words."""

from hub.errors import Words
from hub.i18n import _

WORDS: dict[str, Words] = {
    "challenge.created": _("Created a challenge"),
    "challenge.publish": _("Published a challenge"),
    "challenge.pause": _("Paused a challenge"),
    "challenge.end": _("Ended a challenge"),
    "challenge.archive": _("Put a challenge away"),
    "challenge.restore": _("Brought a challenge back"),
    "submission.approved": _("Approved what was handed in"),
    "submission.returned": _("Sent back what was handed in"),
    "submission.rejected": _("Turned down what was handed in"),
    "submission.reopened": _("Took a decision back"),
}
