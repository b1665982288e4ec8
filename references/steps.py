"""The next step that references offer on an advocate's home: an invitation that waits."""

from datetime import datetime

from hub.house import NextStep, house
from hub.i18n import _
from hub.people.persons import Person
from references import waiting
from references.calls.holding import KIND
from references.requests import within_sentence

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
            title=_("Talk to a buyer in %(industry)s", industry=within_sentence(one.industry))
            if one.industry
            else _("Talk to a buyer at %(company)s", company=one.company_name),
            why=one.note
            or _("%(company)s would like to hear from somebody like you.", company=one.company_name),
            minutes=one.minutes,
            brings=_("+%(points)s points", points=points),
            verb=_("See times"),
            url=one.url,
            weight=WEIGHT,
        )
        for one in waiting.of_person(viewer, now=now)
    ]
