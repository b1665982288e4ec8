"""Acceptances: that an answer decided a question.

One stands at a time; taking it back takes its points back.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community import deeds, telling, topics
from community.posts import Post
from community.topics import Topic, TopicState
from hub.database import Model, changed, insert_new, session
from hub.errors import Refusal
from hub.facts.activity import Activity
from hub.i18n import _
from hub.people.persons import Person, get
from hub.search import touch


class Acceptance(Model):
    """That `by` accepted a post as the answer; `withdrawn_at` when it was taken back."""

    __tablename__ = "acceptances"
    __table_args__ = (
        sa.Index(
            "uq_acceptances_standing",
            "topic_id",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"))
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


def standing(topic_id: int) -> Acceptance | None:
    """Return the acceptance that stands for a question."""
    return session.scalar(
        sa.select(Acceptance).where(Acceptance.topic_id == topic_id, Acceptance.withdrawn_at.is_(None))
    )


def accept(post: Post, *, by: Person, now: datetime) -> None:
    """Accept an answer instead of any other, pay its author 40 points and tell them. Accepting it again
    does nothing.

    Raises `Refusal` for the question itself, a removed post, or when somebody accepted another at the same
    moment.
    """
    topic = post.topic
    topics.refuse_hidden(topic)
    if post.is_first or post.removed or not topic.is_question:
        raise Refusal(_("Only an answer can be accepted."))
    before = standing(topic.id)
    if before is not None and before.post_id == post.id:
        return
    if before is not None:
        withdraw(topic, by=by, now=now)
    acceptance_id = insert_new(Acceptance, topic_id=topic.id, post_id=post.id, by_id=by.id, at=now)
    if acceptance_id is None:
        raise Refusal(_("An answer was accepted a moment ago. Look at it first."))
    _turn(topic, TopicState.ANSWERED)
    deeds.accepted(post, topic, by=by, acceptance_id=acceptance_id, now=now)
    telling.accepted(post, topic, by=by, now=now)


def withdraw(topic: Topic, *, by: Person, now: datetime) -> Acceptance | None:
    """Take an acceptance back, and what it paid. None, and nothing happens, when none stands."""
    acceptance = standing(topic.id)
    if acceptance is None:
        return None
    own = sa.and_(Acceptance.id == acceptance.id, Acceptance.withdrawn_at.is_(None))
    if changed(sa.update(Acceptance).where(own).values(withdrawn_at=now)) == 0:
        return None
    _turn(topic, TopicState.OPEN)
    paid = sa.and_(deeds.of_post(acceptance.post_id), Activity.kind == "answer.accepted")
    deeds.take_back(paid, by=by, reason=str(_("The answer is no longer the accepted one.")), now=now)
    return acceptance


def renew(acceptance_id: int | None, *, now: datetime) -> None:
    """Let an acceptance that was taken back with something else stand again, unless another does by now."""
    before = session.get(Acceptance, acceptance_id) if acceptance_id is not None else None
    if before is not None and standing(before.topic_id) is None:
        accept(session.get_one(Post, before.post_id), by=get(before.by_id), now=now)


def _turn(topic: Topic, state: TopicState) -> None:
    topic.state = state
    session.flush()
    touch("topic", topic.id)
