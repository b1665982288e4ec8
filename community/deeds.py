"""Deeds: what the community records in the one stream of facts, and how undoing takes it, and its points,
back.

A deed of a buyer is their own business: it never shows in anybody's feed. Every other deed is as visible as
its forum.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from community.circles import Circle
from community.forums import Forum
from community.posts import Post
from community.topics import Topic
from community.voices import Voice, voice_of
from hub.database import session
from hub.facts import activity
from hub.facts.activity import Activity, Retraction, Visibility
from hub.people.persons import Person

ANSWER_POINTS = 5
"""For the first answer to somebody else's question; the asker's thanks, an accepted answer, pays 40."""

ACCEPTED_POINTS = 40

_SEEN = {
    Circle.PROSPECTS: Visibility.PUBLIC,
    Circle.MEMBERS: Visibility.MEMBERS,
    Circle.STAFF: Visibility.STAFF,
}


def visibility(forum: Forum, voice: Voice) -> Visibility:
    """Return who may see a deed done in a forum by this voice."""
    return Visibility.OWN if voice is Voice.BUYER else _SEEN[forum.sees]


def started(topic: Topic, *, by: Person, now: datetime) -> None:
    """Record that a topic was started."""
    activity.record(
        "topic.started",
        person=by,
        subject=("topic", topic.id),
        title=topic.title,
        url=topic.url,
        visibility=visibility(topic.forum, voice_of(by)),
        data={"kind": topic.kind.value},
        key=f"topic:{topic.id}",
        now=now,
    )


def posted(post: Post, topic: Topic, *, by: Person, now: datetime) -> None:
    """Record an answer to somebody else's question (the first one pays), or a reply."""
    answers = topic.is_question and topic.author_id != by.id
    pays = ANSWER_POINTS if answers and by.can("points.hold") and not _answered_before(post) else 0
    activity.record(
        "answer.posted" if answers else "reply.posted",
        person=by,
        subject=post.subject,
        title=topic.title,
        url=post.url,
        visibility=visibility(topic.forum, post.voice),
        data={"topic_id": topic.id, "voice": post.voice.value},
        points=pays,
        key=f"post:{post.id}",
        now=now,
    )


def accepted(post: Post, topic: Topic, *, by: Person, acceptance_id: int, now: datetime) -> None:
    """Record that an answer was accepted, and pay its author. Accepting one's own answer is no deed."""
    author = post.author
    if author.id in (topic.author_id, by.id):
        return
    activity.record(
        "answer.accepted",
        person=author,
        subject=post.subject,
        title=topic.title,
        url=post.url,
        about=None if topic.pseudonym else topic.author,
        visibility=visibility(topic.forum, post.voice),
        data={"topic_id": topic.id, "asker_id": topic.author_id},
        key=f"acceptance:{acceptance_id}",
        points=ACCEPTED_POINTS if author.can("points.hold") else 0,
        now=now,
    )


def unanswered(topic: Topic, *, talk_welcome: bool, now: datetime) -> bool:
    """Record, once, that a buyer's question found no answer by a customer in time.

    False when it was recorded before.
    """
    act = activity.record(
        "question.unanswered",
        person=topic.author,
        subject=("topic", topic.id),
        title=topic.title,
        url=topic.url,
        visibility=Visibility.OWN,
        data={"topic_id": topic.id, "talk_welcome": talk_welcome, "tags": topic.tags},
        key=f"unanswered:{topic.id}",
        now=now,
    )
    return act is not None


def take_back(about: sa.ColumnElement[bool], *, by: Person, reason: str, now: datetime) -> None:
    """Undo the standing deeds that fulfil a condition, with the points they paid."""
    for act in session.scalars(sa.select(Activity).where(about, activity.standing())).all():
        activity.retract(act, by=by, reason=reason, now=now)


def give_back(about: sa.ColumnElement[bool], *, at: datetime, mark: str, now: datetime) -> None:
    """Record again what was taken back at the moment `at`, each deed once and as done when it was done; `mark`
    makes their new keys.

    Acceptances are not given back here: whoever renews them records them.
    """
    again = aliased(Activity)
    given = sa.exists().where(again.key.startswith(Activity.key + sa.literal("/")))
    undone = sa.select(Activity).join(Retraction, Retraction.activity_id == Activity.id)
    undone = undone.where(about, Retraction.at == at, Activity.kind != "answer.accepted", ~given)
    for act in session.scalars(undone.order_by(Activity.id)).all():
        activity.record(
            act.kind,
            person=act.person,
            subject=(act.subject_kind, act.subject_id),
            title=act.title,
            url=act.url,
            about=act.about,
            visibility=act.visibility,
            data=act.data,
            points=act.points,
            key=f"{act.key}/{mark}",
            at=act.at,
            now=now,
        )


def of_post(post_id: int) -> sa.ColumnElement[bool]:
    """The condition that an activity is about a post."""
    return sa.and_(Activity.subject_kind == "post", Activity.subject_id == post_id)


def of_topic(topic_id: int) -> sa.ColumnElement[bool]:
    """The condition that an activity is about a topic or a post in it; that a question waited in vain stays
    true.
    """
    inside = sa.select(Post.id).where(Post.topic_id == topic_id, Post.removed.is_(False))
    about_topic = sa.and_(
        Activity.subject_kind == "topic",
        Activity.subject_id == topic_id,
        Activity.kind != "question.unanswered",
    )
    return sa.or_(about_topic, sa.and_(Activity.subject_kind == "post", Activity.subject_id.in_(inside)))


def _answered_before(post: Post) -> bool:
    """Whether the author was paid for another answer in this topic that still stands."""
    others = sa.select(Post.id).where(
        Post.topic_id == post.topic_id, Post.author_id == post.author_id, Post.id != post.id
    )
    paid = sa.exists().where(
        Activity.kind == "answer.posted",
        Activity.subject_kind == "post",
        Activity.subject_id.in_(others),
        Activity.points > 0,
        activity.standing(),
    )
    return bool(session.scalar(sa.select(paid)))
