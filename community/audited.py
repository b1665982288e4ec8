"""What the community writes into the audit log, in words."""

from hub.errors import Words
from hub.i18n import _

WORDS: dict[str, Words] = {
    "forum.opened": _("Opened a forum"),
    "forum.changed": _("Changed a forum"),
    "topic.locked": _("Locked a topic"),
    "topic.unlocked": _("Unlocked a topic"),
    "topic.pinned": _("Pinned a topic"),
    "topic.unpinned": _("Unpinned a topic"),
    "topic.hidden": _("Hid a topic"),
    "topic.revealed": _("Showed a topic again"),
    "post.edited": _("Edited the post of somebody else"),
    "post.removed": _("Removed a post"),
    "post.restored": _("Restored a post"),
}
