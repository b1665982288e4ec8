"""Moderation of topics: locks, pins and hidings, each with who, when and why.

What is hidden leaves every list and feed.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community import acceptances, deeds, forums
from community.posts import Post
from community.topics import Topic
from hub.database import Model, changed, insert_once, session
from hub.facts import audit
from hub.i18n import _
from hub.people.persons import Person
from hub.search import touch


class Lock(Model):
    """That nobody may write in a topic any more, and why."""

    __tablename__ = "topic_locks"

    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    reason: Mapped[str]
    at: Mapped[datetime]


class Pin(Model):
    """That a topic stands first in its forum."""

    __tablename__ = "topic_pins"

    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]


class Hiding(Model):
    """That only moderators see a topic, and why. `acceptance_id` is the acceptance taken back with it."""

    __tablename__ = "topic_hidings"

    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    reason: Mapped[str]
    acceptance_id: Mapped[int | None] = mapped_column(sa.ForeignKey("acceptances.id"))
    at: Mapped[datetime]


def lock_of(topic: Topic) -> Lock | None:
    """Return the lock of a topic."""
    return session.get(Lock, topic.id)


def hiding_of(topic: Topic) -> Hiding | None:
    """Return that a topic is hidden."""
    return session.get(Hiding, topic.id)


def lock(topic: Topic, *, reason: str, by: Person, now: datetime) -> None:
    """Close a topic to further posts; the reason is shown to who would write."""
    reason = reason.strip()[:300] or str(_("The moderators closed this topic."))
    if insert_once(Lock, topic_id=topic.id, by_id=by.id, reason=reason, at=now):
        _log("topic.locked", topic, by, now, reason)


def unlock(topic: Topic, *, by: Person, now: datetime) -> None:
    """Open a topic again."""
    if changed(sa.delete(Lock).where(Lock.topic_id == topic.id)):
        _log("topic.unlocked", topic, by, now)


def pin(topic: Topic, *, by: Person, now: datetime) -> None:
    """Let a topic stand first in its forum."""
    if insert_once(Pin, topic_id=topic.id, by_id=by.id, at=now):
        topic.pinned = True
        _log("topic.pinned", topic, by, now)


def unpin(topic: Topic, *, by: Person, now: datetime) -> None:
    """Let a topic stand where its last post puts it."""
    if changed(sa.delete(Pin).where(Pin.topic_id == topic.id)):
        topic.pinned = False
        _log("topic.unpinned", topic, by, now)


def hide(topic: Topic, *, reason: str, by: Person, now: datetime) -> None:
    """Hide a topic from all but moderators, and take back what was earned in it."""
    if not insert_once(Hiding, topic_id=topic.id, by_id=by.id, reason=reason.strip()[:300], at=now):
        return
    hiding = session.get_one(Hiding, topic.id)
    accepted = acceptances.withdraw(topic, by=by, now=now)
    hiding.acceptance_id = accepted.id if accepted else None
    topic.hidden = True
    forums.count_topic(topic.forum, -1)
    deeds.take_back(deeds.of_topic(topic.id), by=by, reason=str(_("The topic was hidden.")), now=now)
    _log("topic.hidden", topic, by, now, hiding.reason)
    _touch_all(topic)


def reveal(topic: Topic, *, by: Person, now: datetime) -> None:
    """Show a hidden topic again, with what was earned in it."""
    hiding = hiding_of(topic)
    if hiding is None:
        return
    session.delete(hiding)
    topic.hidden = False
    session.flush()
    forums.count_topic(topic.forum, 1)
    deeds.give_back(deeds.of_topic(topic.id), at=hiding.at, mark=f"h{hiding.at:%y%m%d%H%M%S%f}", now=now)
    acceptances.renew(hiding.acceptance_id, now=now)
    _log("topic.revealed", topic, by, now)
    _touch_all(topic)


def _log(action: str, topic: Topic, by: Person, now: datetime, reason: str = "") -> None:
    session.flush()
    audit.log(
        action, by=by, subject=("topic", topic.id), detail={"reason": reason} if reason else {}, now=now
    )


def _touch_all(topic: Topic) -> None:
    touch("topic", topic.id)
    replies = sa.select(Post.id).where(Post.topic_id == topic.id, Post.number > 1)
    for post_id in session.scalars(replies).all():
        touch("post", post_id)
