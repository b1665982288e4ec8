"""Who may do what with challenges. Rules, views and templates ask these."""

from datetime import datetime

from challenges.challenges import Challenge, State
from hub.errors import YES, Verdict, no
from hub.i18n import _
from hub.people.persons import Person


def may_take(person: Person, challenge: Challenge, *, now: datetime) -> Verdict:
    """Whether a person may start a challenge, or go on with it."""
    if not person.can("challenge.take"):
        return no(_("Challenges are for members of the programme."))
    if challenge.state is State.PAUSED:
        return no(_("This challenge takes a break. What you wrote is kept."))
    if challenge.deadline is not None and challenge.deadline <= now:
        return no(_("The last day of this challenge has passed."))
    if not challenge.open_at(now):
        return no(_("This challenge is not open."))
    return YES


def may_review(person: Person, owner_id: int) -> Verdict:
    """Whether a person may decide about a submission: never about their own."""
    if not person.can("submission.review"):
        return no(_("Your role does not include looking at submissions."))
    if person.id == owner_id:
        return no(_("Somebody else has to look at what you handed in."))
    return YES
