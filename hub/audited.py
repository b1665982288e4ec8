"""What the ground floor writes into the audit log, in words."""

from hub.errors import Words
from hub.i18n import _

WORDS: dict[str, Words] = {
    "signed_in": _("Signed in"),
    "member.created": _("Created a member"),
    "member.invited": _("Invited somebody to join"),
    "member.joined": _("Joined"),
    "member.suspended": _("Suspended a member"),
    "member.readmitted": _("Let a member back in"),
    "member.unlocked": _("Unlocked an account"),
    "invitation.withdrawn": _("Took an invitation back"),
    "link.opened": _("Made a link to join by"),
    "role.given": _("Gave a role"),
    "role.taken": _("Took a role away"),
    "password.changed": _("Changed their password"),
    "password.reset": _("Reset a password"),
    "points.granted": _("Gave points by hand"),
    "setting.changed": _("Changed a setting"),
    "ask.override": _("Asked past the guardrail"),
    "ask.outside": _("Logged a reference from outside"),
}
