"""What the community puts on other pages: questions that an advocate could answer, and those that wait too
long.
"""

import json
from datetime import datetime
from functools import lru_cache
from itertools import islice

import sqlalchemy as sa

from community import questions
from community.circles import rights_of
from community.policy import MODERATE, POST
from community.posts import Post
from community.questions import Question
from community.topics import VISIBLE, Topic, url_of
from community.voices import Voice, voice_of
from hub.facts import settings
from hub.house import DeskItem, NextStep
from hub.i18n import _
from hub.people.persons import Person
from hub.readings import Reading
from hub.search.words import slug, stem, words

OFFERED = 2
_AMONG = 40
_DESK = 5


def next_steps(viewer: Person, *, now: datetime) -> list[NextStep]:
    """Offer an advocate the questions that wait and that touch what they say they know or use."""
    if not viewer.can(POST) or voice_of(viewer) is not Voice.CUSTOMER or not (known := _known(viewer)):
        return []
    rows = _WAITING.rows(reader=viewer.id, **rights_of(viewer))
    found = ((row, _touches(_stems(row.title, row.tags), known)) for row in rows)
    return list(islice((_step(row.id, row.title, what) for row, what in found if what is not None), OFFERED))


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


def _step(topic_id: int, title: str, what: str) -> NextStep:
    return NextStep(
        chip=_("Question for you"),
        tone="good",
        title=f"“{title}”",
        why=_("You know about %(what)s, and nobody has answered yet.", what=what),
        minutes=5,
        brings=_("+40 points when accepted"),
        verb=_("Answer"),
        url=url_of(topic_id),
        weight=45,
    )


def _known(person: Person) -> dict[frozenset[str], str]:
    """Return what a person knows and uses, by the stems of its words."""
    named = [*person.expertise, *person.products]
    return {frozenset(map(stem, words(name))): name for name in named if slug(name)}


def _touches(said: frozenset[str], known: dict[frozenset[str], str]) -> str | None:
    return next((name for stems, name in known.items() if stems <= said), None)


@lru_cache(maxsize=2_000)
def _stems(title: str, tags: str) -> frozenset[str]:
    """Return the stems of a question's title and tags (as they are stored): the same for everybody who could answer."""
    return frozenset(map(stem, words(" ".join([title, *json.loads(tags)]))))


_ANSWERED = sa.exists().where(Post.topic_id == Topic.id, Post.author_id == sa.bindparam("reader"))
_WAITING = Reading(
    sa.select(Topic.id, Topic.title, sa.cast(Topic.tags, sa.Text).label("tags"))
    .join(Topic.forum)
    .join(Question, Question.topic_id == Topic.id)
    .where(VISIBLE, questions.waiting(), ~_ANSWERED)
    .order_by(Question.asked_at.desc())
    .limit(_AMONG)
)
