"""What the community puts on other pages: questions that an advocate could answer, and those that wait too
long.
"""

from datetime import datetime

import sqlalchemy as sa

from community import questions
from community.circles import rights_of
from community.policy import MODERATE, POST
from community.posts import Post
from community.questions import Question
from community.topics import VISIBLE, Topic
from community.voices import Voice, voice_of
from hub.database import session
from hub.facts import settings
from hub.house import DeskItem, NextStep
from hub.i18n import _
from hub.people.persons import Person
from hub.search.words import slug, stem, words

OFFERED = 2
_AMONG = 40
_DESK = 5


def next_steps(viewer: Person, *, now: datetime) -> list[NextStep]:
    """Offer an advocate the questions that wait and that touch what they say they know or use."""
    if not viewer.can(POST) or voice_of(viewer) is not Voice.CUSTOMER or not (known := _known(viewer)):
        return []
    found = ((topic, _touches(topic, known)) for topic in _waiting(viewer))
    return [_step(topic, what) for topic, what in found if what is not None][:OFFERED]


def desk(viewer: Person, *, now: datetime) -> list[DeskItem]:
    """Report the questions that rose to the moderators and still wait."""
    if not viewer.can(MODERATE):
        return []
    hours = settings.value("community.rise_hours")
    return [
        DeskItem(
            what=topic.title,
            detail=_("A question in the community"),
            why=_("No customer has answered for more than %(hours)s hours.", hours=hours),
            tone="bad" if question.by_buyer else "gold",
            who=topic.pseudonym or topic.author.name,
            verb=_("Find somebody who knows"),
            url=topic.url,
            due=question.asked_at,
        )
        for topic, question in questions.risen(_DESK)
    ]


def _step(topic: Topic, what: str) -> NextStep:
    return NextStep(
        chip=_("Question for you"),
        tone="good",
        title=f"“{topic.title}”",
        why=_("You know about %(what)s, and nobody has answered yet.", what=what),
        minutes=5,
        brings=_("+40 points when accepted"),
        verb=_("Answer"),
        url=topic.url,
        weight=45,
    )


def _known(person: Person) -> dict[frozenset[str], str]:
    """Return what a person knows and uses, by the stems of its words."""
    named = [*person.expertise, *person.products]
    return {frozenset(map(stem, words(name))): name for name in named if slug(name)}


def _touches(topic: Topic, known: dict[frozenset[str], str]) -> str | None:
    said = set(map(stem, words(" ".join([topic.title, *topic.tags]))))
    return next((name for stems, name in known.items() if stems <= said), None)


def _waiting(viewer: Person) -> list[Topic]:
    answered = sa.exists().where(Post.topic_id == Topic.id, Post.author_id == viewer.id)
    found = (
        sa.select(Topic)
        .join(Topic.forum)
        .join(Question, Question.topic_id == Topic.id)
        .where(VISIBLE, questions.waiting(), ~answered)
        .order_by(Question.asked_at.desc())
        .limit(_AMONG)
    )
    return list(session.scalars(found, rights_of(viewer)))
