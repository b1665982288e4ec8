"""What search knows of the community: topics with their first post, and every further post by itself."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from community.circles import token
from community.forums import Forum
from community.posts import Post
from community.questions import Question
from community.topics import Topic, TopicKind, TopicState
from community.voices import face
from hub.content import text
from hub.database import session, transaction
from hub.people import faces
from hub.people.companies import Company
from hub.people.persons import Person
from hub.search import Document, touch

_AUTHOR = faces.columns()
_IDS: sa.BindParameter[int] = sa.bindparam("ids", expanding=True)
_SAID = (
    sa.select(*_AUTHOR, Post.id, Post.topic_id, Post.html, Post.pseudonym, Post.created_at)
    .add_columns(Topic.title.label("topic"), Topic.kind, Topic.state, Topic.tags, Forum.slug, Forum.sees)
    .join(Post.topic)
    .join(Topic.forum)
    .join(Post.author)
    .outerjoin(Company, Company.id == Person.company_id)
    .where(Post.removed.is_(False), Topic.hidden.is_(False))
)
"""What was said and can be found, in columns: an entity a post would cost more than indexing it does."""

_TOPICS = (
    _SAID.add_columns(sa.and_(Question.topic_id.is_not(None), Question.answered_at.is_(None)).label("waits"))
    .outerjoin(Question, Question.topic_id == Topic.id)
    .where(Post.number == 1, Post.topic_id.in_(_IDS))
)
_REPLIES = _SAID.where(Post.number > 1, Post.id.in_(_IDS))


def find_topics(ids: Sequence[int]) -> list[Document]:
    """Return these topics as search sees them, without those that are hidden or gone."""
    return [_topic(row) for row in session.execute(_TOPICS, {"ids": ids})]


def find_posts(ids: Sequence[int]) -> list[Document]:
    """Return these replies as search sees them, without those that were removed or whose topic is hidden.

    They are found by their own words, not by their topic's title: else every "me too" would crowd out what
    answers.
    """
    return [_reply(row) for row in session.execute(_REPLIES, {"ids": ids})]


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


def _topic(row: sa.Row[Any]) -> Document:
    marks = {f"is:{row.kind.value}", f"is:{row.state.value}"}
    if row.waits and row.kind is TopicKind.QUESTION and row.state is TopicState.OPEN:
        marks.add("is:unanswered")
    if row.state is TopicState.ANSWERED:
        marks |= {"is:solved", "status:solved"}
    return _document(
        "topic",
        row.topic_id,
        row,
        title=row.topic,
        url=f"/community/topics/{row.topic_id}",
        boost=1.3,
        marks=frozenset(marks),
    )


def _reply(row: sa.Row[Any]) -> Document:
    return _document(
        "post",
        row.id,
        row,
        title=text.excerpt(row.html, 90),
        url=f"/community/posts/{row.id}",
        boost=1.0,
        marks=frozenset(),
    )


def _document(kind: str, id: int, row: sa.Row[Any], **details: Any) -> Document:
    return Document(
        kind=kind,
        id=id,
        text=text.plain(row.html),
        author=face(tuple(row[: faces.WIDTH]), row.pseudonym).name,
        tags=tuple(row.tags),
        place=row.slug,
        created_at=row.created_at,
        audience=frozenset({token(row.sees)}),
        **details,
    )
