"""The next step that references offer on an advocate's home: an invitation that waits."""

from datetime import datetime

from hub.house import NextStep, house
from hub.i18n import _
from hub.people.persons import Person
from references import invitations
from references.calls.holding import KIND

WEIGHT = 1000
"""Before everything else: a buyer waits, and the invitation runs out."""


def offer(viewer: Person, *, now: datetime) -> list[NextStep]:
    """Return the invitations that wait for this person's answer."""
    if not viewer.can("reference.answer"):
        return []
    points = house().kinds[KIND].points
    return [
        NextStep(
            chip=_("Invitation"),
            tone="info",
            title=_("Talk to a buyer in %(industry)s", industry=one.request.field_of_work)
            if one.request.industry
            else _("Talk to a buyer at %(company)s", company=one.request.company_name),
            why=one.note
            or _("%(company)s would like to hear from somebody like you.", company=one.request.company_name),
            minutes=one.request.minutes,
            brings=_("+%(points)s points", points=points),
            verb=_("See times"),
            url=one.url,
            weight=WEIGHT,
        )
        for one in invitations.waiting_of(viewer)
        if one.expires_at > now
    ]
