"""What waits for an advocate's answer, as briefly as a start page says it."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from hub.people.persons import Person
from hub.readings import Reading
from references.invitations import Answer, Invitation, url_of
from references.requests import Request


class Waiting(NamedTuple):
    """An invitation that waits for its answer, as much of it as a start page says."""

    id: int
    expires_at: datetime
    note: str
    industry: str | None
    company_name: str
    minutes: int

    @property
    def url(self) -> str:
        """Where the advocate answers when signed in."""
        return url_of(self.id)


_WAITING = Reading(
    sa.select(
        Invitation.id,
        Invitation.expires_at,
        Invitation.note,
        Request.industry,
        Request.company_name,
        Request.minutes,
    )
    .join(Invitation.request)
    .where(Invitation.person_id == sa.bindparam("person_id"), Invitation.answer == Answer.WAITING)
    .order_by(Invitation.expires_at)
)


def of_person(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the invitations that a person can still answer, the one that runs out first at the top."""
    return [one for one in map(Waiting._make, _WAITING.rows(person_id=person.id)) if one.expires_at > now]
