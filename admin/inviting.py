"""Inviting contacts to join: one or many at once, with a personal note. Who cannot be invited is named, not
refused.
"""

from dataclasses import dataclass, field
from datetime import datetime

from hub.errors import Refusal
from hub.i18n import _
from hub.people import invitations
from hub.people.persons import Person

MOST = 200
"""People invited at once."""

ROLE = "advocate"


@dataclass
class Invited:
    """Who got an invitation, and who could not, with the reason."""

    people: list[Person] = field(default_factory=list)
    left_out: list[tuple[Person, str]] = field(default_factory=list)


def sort_out(people: list[Person]) -> Invited:
    """Return who can be invited, and who cannot, with the reason."""
    found = Invited()
    for person in people:
        if person.joined_at is not None:
            found.left_out.append((person, str(_("is a member already"))))
        elif person.email is None:
            found.left_out.append((person, str(_("has no e-mail address"))))
        else:
            found.people.append(person)
    return found


def invite_all(people: list[Person], *, note: str, by: Person, now: datetime) -> Invited:
    """Invite everybody who can be invited; raise `Refusal` when nobody can, or they are too many."""
    found = sort_out(people)
    if not found.people:
        raise Refusal(_("Nobody of these can be invited."))
    if len(found.people) > MOST:
        raise Refusal(_("Please invite at most %(most)s people at once.", most=MOST))
    for person in found.people:
        invitations.invite(person, role=ROLE, by=by, now=now, note=note)
    return found
