"""What references write into the audit log, in words."""

from hub.errors import Words
from hub.i18n import _

WORDS: dict[str, Words] = {
    "request.filed": _("Filed a request"),
    "request.reviewed": _("Took up a request"),
    "request.declined": _("Declined a request"),
    "request.unmet": _("Closed a request for want of a match"),
    "request.withdrawn": _("Withdrew a request"),
    "request.reopened": _("Reopened a request"),
    "request.closed": _("Closed a request"),
    "request.handed_over": _("Handed a request over"),
    "advocate.invited": _("Asked an advocate"),
    "advocate.withdrawn": _("Took a question back"),
    "candidate.ranked": _("Put somebody in line"),
    "candidate.set_aside": _("Set a candidate aside"),
    "candidate.taken_back": _("Took a candidate back in"),
    "content.offered": _("Offered a story first"),
    "outcome.recorded": _("Recorded an outcome"),
    "story.published": _("Published a story"),
    "story.unpublished": _("Took a story back"),
    "company.held_back": _("Held a customer back"),
    "company.released": _("Released a customer"),
    "thanks.sent": _("Thanked an advocate"),
}
