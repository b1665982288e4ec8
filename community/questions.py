"""Questions: since when a topic waits for an answer by a customer, and what happens when none comes in time.

After `community.rise_hours` a question rises to the moderators; after `community.answer_hours` that a
buyer's question
found no customer is recorded as a fact, and whoever arranges talks may offer one.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community import deeds, telling
from community.posts import Post
from community.topics import Topic, TopicState
from community.voices import Voice
from hub.database import Model, changed, session, transaction
from hub.facts import settings

BATCH = 200


class Question(Model):
    """What a topic that is a question knows beyond the topic.

    `answered_at` is when the first answer by a customer came that still stands; `risen_at` and `missed_at`
    are when the
    two deadlines passed without one.
    """

    __tablename__ = "questions"
    __table_args__ = (
        sa.Index(
            "ix_questions_waiting",
            "asked_at",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        ),
    )

    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), primary_key=True)
    asked_at: Mapped[datetime]
    by_buyer: Mapped[bool]
    talk_welcome: Mapped[bool]
    answered_at: Mapped[datetime | None]
    risen_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]


def waiting() -> sa.ColumnElement[bool]:
    """The condition that a question, joined with its topic, has neither a customer's answer nor an accepted
    one.
    """
    return sa.and_(Question.answered_at.is_(None), Topic.state == TopicState.OPEN, Topic.hidden.is_(False))


def note_answers(topic: Topic) -> None:
    """Set anew when the first customer's answer came that still stands; the asker does not answer
    themselves.
    """
    if not topic.is_question:
        return
    first = (
        sa.select(sa.func.min(Post.created_at))
        .where(
            Post.topic_id == topic.id,
            Post.voice == Voice.CUSTOMER,
            Post.removed.is_(False),
            Post.author_id != topic.author_id,
        )
        .scalar_subquery()
    )
    changed(sa.update(Question).where(Question.topic_id == topic.id).values(answered_at=first))


def mind_deadlines(*, now: datetime) -> None:
    """Let questions rise that waited too long, and record which buyers waited in vain. Bears repetition."""
    with transaction():
        for topic in _overdue(Question.risen_at.is_(None), "community.rise_hours", now):
            if _mark(topic, Question.risen_at, now):
                telling.risen(topic, now=now)
    with transaction():
        late = sa.and_(Question.missed_at.is_(None), Question.by_buyer)
        for topic in _overdue(late, "community.answer_hours", now):
            if _mark(topic, Question.missed_at, now):
                deeds.unanswered(topic, talk_welcome=of(topic).talk_welcome, now=now)


def of(topic: Topic) -> Question:
    """Return the question that a topic is."""
    return session.get_one(Question, topic.id)


def risen(limit: int) -> list[tuple[Topic, Question]]:
    """Return the questions that rose and still wait, the longest waiting first."""
    found = (
        sa.select(Topic, Question)
        .join(Question, Question.topic_id == Topic.id)
        .where(waiting(), Question.risen_at.is_not(None))
        .options(sa.orm.joinedload(Topic.author))
        .order_by(Question.asked_at)
        .limit(limit)
    )
    return [(topic, question) for topic, question in session.execute(found)]


def _overdue(unmarked: sa.ColumnElement[bool], setting: str, now: datetime) -> list[Topic]:
    deadline = now - timedelta(hours=settings.value(setting))
    found = (
        sa.select(Topic)
        .join(Question, Question.topic_id == Topic.id)
        .where(waiting(), unmarked, Question.asked_at <= deadline)
    )
    whole = (sa.orm.joinedload(Topic.forum), sa.orm.joinedload(Topic.author))
    return list(session.scalars(found.options(*whole).order_by(Question.asked_at).limit(BATCH)))


def _mark(topic: Topic, column: sa.orm.InstrumentedAttribute[datetime | None], now: datetime) -> bool:
    """Note the moment; false when another process did so first."""
    own = sa.update(Question).where(
        Question.topic_id == topic.id, column.is_(None), Question.answered_at.is_(None)
    )
    return changed(own.values({column: now})) == 1
