"""A buyer's start: their questions with where each stands, what customers have said already, and their wish
for a talk.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from admin.prospects.offers import OfferState, TalkOffer
from community import listings
from community.circles import rights_of
from community.listings import Listed, Show
from community.questions import Question
from community.topics import VISIBLE, Topic, TopicState
from hub.database import session
from hub.errors import Words
from hub.facts import settings
from hub.i18n import _
from hub.people.persons import Person
from references import stories
from references.requests import Request
from references.stories import Story

SHOWN = 4
OWN = 10


@dataclass(frozen=True)
class Asked:
    """A question of one's own. `due` is when it is answered at the latest, or a talk is offered; None when
    it is over.
    """

    topic: Topic
    state: Words
    tone: str
    due: datetime | None = None


def home(person: Person) -> str | None:
    """Return where a buyer's day starts; None for everybody who is more than a buyer."""
    return "/ask" if person.role_names == {"prospect"} else None


def questions(person: Person) -> list[Asked]:
    """Return a person's questions with where each stands, the latest first."""
    found = (
        sa.select(Topic, Question, TalkOffer.state)
        .join(Topic.forum)
        .join(Question, Question.topic_id == Topic.id)
        .outerjoin(TalkOffer, sa.and_(TalkOffer.topic_id == Topic.id, TalkOffer.person_id == person.id))
        .where(Topic.author_id == person.id, VISIBLE)
        .order_by(Topic.created_at.desc(), Topic.id.desc())
        .limit(OWN)
    )
    within = timedelta(hours=settings.value("community.answer_hours"))
    return [
        _asked(topic, question, offer, within)
        for topic, question, offer in session.execute(found, rights_of(person))
    ]


def requests(person: Person) -> list[Request]:
    """Return a person's requests for a talk, the latest first."""
    own = sa.select(Request).where(Request.buyer_id == person.id)
    return list(session.scalars(own.order_by(Request.filed_at.desc()).limit(OWN)))


def good_answers(person: Person, *, now: datetime) -> list[Listed]:
    """Return questions that customers answered and that this person may read, the latest first."""
    return listings.asked(Show.ANSWERED, 1, to=person, now=now)[:SHOWN]


def latest_stories() -> list[Story]:
    """Return the latest published stories."""
    return list(session.scalars(stories.published().limit(SHOWN)))


def _asked(topic: Topic, question: Question, offer: OfferState | None, within: timedelta) -> Asked:
    if topic.state is TopicState.ANSWERED:
        return Asked(topic, _("Answered"), "good")
    if question.answered_at is not None:
        return Asked(topic, _("A customer answered"), "good")
    if offer is OfferState.OPEN:
        return Asked(topic, _("A talk is offered"), "gold")
    if offer is OfferState.ACCEPTED:
        return Asked(topic, _("A talk is on its way"), "info")
    if question.missed_at is not None:
        return Asked(topic, _("No answer yet"), "line")
    return Asked(topic, _("Waiting for an answer"), "info", question.asked_at + within)
