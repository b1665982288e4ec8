"""Scenes: requests, invitations and deeds at chosen moments, written as rows because only their dates
matter.
"""

from datetime import timedelta

from hub.clock import now
from hub.database import session
from hub.facts import activity
from references.formats import Format
from references.invitations import Answer, Invitation
from references.requests import Recording, Request
from references.states import State
from tests import factories

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def request(filed_at, *, state=State.REQUESTED, responded_after=None, company_name="Halden Re", by=None):
    """Return a request that was filed at a moment and answered so many hours later."""
    made = Request(
        requester_id=(by or seller()).id,
        company_name=company_name,
        buyer_title="",
        needs={},
        stage="",
        topics=[],
        concerns="",
        format=Format.VIDEO,
        minutes=30,
        recording=Recording.UNKNOWN,
        timezone="UTC",
        buyer_times=[],
        last_reference="",
        state=state,
        filed_at=filed_at,
        responded_at=None if responded_after is None else filed_at + responded_after * HOUR,
    )
    session.add(made)
    session.flush()
    return made


def invitation(of, person, *, sent_at, answer=Answer.ACCEPTED, after=10):
    """Return an invitation for a request that was answered so many hours after it was sent."""
    made = Invitation(
        request_id=of.id,
        person_id=person.id,
        note="",
        by_id=of.requester_id,
        answer=answer,
        sent_at=sent_at,
        expires_at=sent_at + 2 * DAY,
        answered_at=None if answer is Answer.WAITING else sent_at + after * HOUR,
    )
    session.add(made)
    session.flush()
    return made


def fulfilled(filed_at, *, state=State.HELD, **details):
    """Return a request with an accepted advocate."""
    made = request(filed_at, state=state, **details)
    invitation(made, factories.person(), sent_at=filed_at + HOUR)
    return made


def deed(person, at, kind="member.joined"):
    """Record that a person did something at a moment."""
    key = f"deed:{person.id}:{at.isoformat()}"
    return activity.record(
        kind, person=person, subject=("person", person.id), title="x", url="/", key=key, now=at
    )


def seller():
    """Return somebody of sales."""
    return factories.person("sales", joined_at=now() - 400 * DAY)
