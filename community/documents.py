"""What search knows of the community: topics with their first post, and every further post by itself."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from community.circles import token
from community.forums import Forum
from community.posts import Post
from community.questions import Question
from community.topics import Topic, TopicState
from community.voices import name_of
from hub.content import text
from hub.database import session, transaction
from hub.search import Document, touch

_WHOLE = (
    sa.orm.contains_eager(Post.topic).contains_eager(Topic.forum),
    sa.orm.joinedload(Post.author),
)


def find_topic(topic_id: int) -> Document | None:
    """Return a topic as search sees it; None when it is hidden or gone."""
    post = _standing(Post.topic_id == topic_id, Post.number == 1)
    if post is None:
        return None
    topic = post.topic
    question = session.get(Question, topic.id)
    marks = {f"is:{topic.kind.value}", f"is:{topic.state.value}"}
    if (
        topic.is_question
        and question is not None
        and question.answered_at is None
        and topic.state is TopicState.OPEN
    ):
        marks.add("is:unanswered")
    if topic.state is TopicState.ANSWERED:
        marks |= {"is:solved", "status:solved"}
    return _document("topic", topic.id, post, title=topic.title, url=topic.url, marks=frozenset(marks))


def find_post(post_id: int) -> Document | None:
    """Return a reply as search sees it; None when it was removed, or its topic hidden.

    It is found by its own words, not by its topic's title: else every "me too" would crowd out what answers.
    """
    post = _standing(Post.id == post_id, Post.number > 1)
    if post is None:
        return None
    return _document(
        "post", post.id, post, title=text.excerpt(post.html, 90), url=post.url, marks=frozenset()
    )


def topic_ids() -> Iterator[int]:
    """Return the ids of all topics that can be found."""
    return iter(session.scalars(sa.select(Topic.id).where(Topic.hidden.is_(False))).all())


def post_ids() -> Iterator[int]:
    """Return the ids of all replies that can be found."""
    found = (
        sa.select(Post.id)
        .join(Post.topic)
        .where(Post.number > 1, Post.removed.is_(False), Topic.hidden.is_(False))
    )
    return iter(session.scalars(found).all())


def reindex_forum(payload: dict[str, Any], *, now: Any) -> None:
    """Have the index follow a forum that was opened wider. A task of the outbox."""
    with transaction():
        for topic_id in session.scalars(
            sa.select(Topic.id).where(Topic.forum_id == payload["forum_id"])
        ).all():
            touch("topic", topic_id)
        replies = (
            sa.select(Post.id).join(Post.topic).where(Topic.forum_id == payload["forum_id"], Post.number > 1)
        )
        for post_id in session.scalars(replies).all():
            touch("post", post_id)


def _standing(*which: sa.ColumnElement[bool]) -> Post | None:
    found = (
        sa.select(Post)
        .join(Post.topic)
        .join(Topic.forum)
        .where(Post.removed.is_(False), Topic.hidden.is_(False), *which)
    )
    return session.scalar(found.options(*_WHOLE))


def _document(kind: str, id: int, post: Post, *, title: str, url: str, marks: frozenset[str]) -> Document:
    forum: Forum = post.topic.forum
    return Document(
        kind=kind,
        id=id,
        title=title,
        text=text.plain(post.html),
        url=url,
        author=name_of(post.author, post.pseudonym),
        tags=tuple(post.topic.tags),
        place=forum.slug,
        created_at=post.created_at,
        audience=frozenset({token(forum.sees)}),
        boost=1.3 if post.is_first else 1.0,
        marks=marks,
    )
