"""Writing: starting a topic, replying, and finding better words later.

Everything that follows from it is told here.
"""

from datetime import datetime
from typing import cast

import sqlalchemy as sa

from community import deeds, drafts, forums, mentions, questions, read_marks, subscriptions, telling, topics
from community.forums import Forum
from community.posts import Post, PostEdit, checked_body
from community.topics import Topic
from community.voices import Voice, pseudonym_of, voice_of
from hub.database import changed, session
from hub.facts import audit
from hub.people.persons import Person
from hub.search import touch


def start(
    forum: Forum,
    *,
    title: str,
    body: str,
    tags: list[str],
    by: Person,
    now: datetime,
    hide_name: bool = False,
    talk_welcome: bool = False,
) -> Topic:
    """Start a topic with its first post. A buyer may hide their name behind a pseudonym, and welcome a talk.

    Raises `Refusal` beside the field when title or text cannot be kept.
    """
    buyer = voice_of(by) is Voice.BUYER
    topic = Topic(
        forum_id=forum.id,
        author_id=by.id,
        title=topics.checked_title(title),
        kind=topics.kind_in(forum),
        tags=tags,
        pseudonym=pseudonym_of(by) if buyer and hide_name else None,
        created_at=now,
        last_post_at=now,
        last_author_id=by.id,
        forum=forum,
    )
    body = checked_body(body)
    session.add(topic)
    session.flush()
    if topic.is_question:
        session.add(
            questions.Question(
                topic_id=topic.id, asked_at=now, by_buyer=buyer, talk_welcome=buyer and talk_welcome
            )
        )
    deeds.started(topic, by=by, now=now)
    _append(topic, body, pseudonym=topic.pseudonym, by=by, now=now)
    forums.count_topic(forum, 1)
    drafts.forget(drafts.NEW, by=by)
    touch("topic", topic.id)
    return topic


def reply(topic: Topic, *, body: str, by: Person, now: datetime, hide_name: bool = False) -> Post:
    """Reply in a topic, or answer the question that it is. Raises `Refusal` beside the field.

    Who asked under a pseudonym keeps it in their own topic, whatever they choose.
    """
    own = topic.author_id == by.id
    hides = hide_name and voice_of(by) is Voice.BUYER and not own
    pseudonym = topic.pseudonym if own else pseudonym_of(by) if hides else None
    post = _append(topic, checked_body(body), pseudonym=pseudonym, by=by, now=now)
    deeds.posted(post, topic, by=by, now=now)
    questions.note_answers(topic)
    drafts.forget(f"topic:{topic.id}", by=by)
    touch("post", post.id)
    return post


def edit(post: Post, *, body: str, by: Person, now: datetime) -> None:
    """Change what a post says; the earlier wording is kept. The same words again change nothing."""
    topic, body = post.topic, checked_body(body)
    if body == post.body:
        return
    session.add(PostEdit(post_id=post.id, by_id=by.id, body=post.body, at=now))
    people = mentions.people_in(body, forum=topic.forum, topic=topic, by=post.author)
    post.body, post.html = body, mentions.rendered(body, people)
    post.version, post.edited_at = post.version + 1, now
    session.flush()
    telling.named(post, topic, people, by=post.author, now=now)
    _note_editor(post, by=by, now=now)
    _touch(post)


def retitle(topic: Topic, *, title: str, tags: list[str]) -> None:
    """Change a topic's title and tags."""
    topic.title, topic.tags = topics.checked_title(title), tags
    topic.version += 1
    session.flush()
    touch("topic", topic.id)


def _append(topic: Topic, body: str, *, pseudonym: str | None, by: Person, now: datetime) -> Post:
    """Add a post under the next number, which no other gets however many write at once; tell who cares."""
    people = mentions.people_in(body, forum=topic.forum, topic=topic, by=by)
    post = Post(
        topic_id=topic.id,
        number=_next_number(topic, pseudonym, by, now),
        author_id=by.id,
        pseudonym=pseudonym,
        voice=voice_of(by),
        body=body,
        html=mentions.rendered(body, people),
        created_at=now,
        topic=topic,
        author=by,
    )
    session.add(post)
    session.flush()
    subscriptions.follow_by_writing(topic, by=by)
    read_marks.read(topic, post.number, by=by)
    telling.written(post, topic, people, by=by, now=now)
    return post


def _next_number(topic: Topic, pseudonym: str | None, by: Person, now: datetime) -> int:
    grown = (
        sa.update(Topic)
        .where(Topic.id == topic.id)
        .values(
            post_count=Topic.post_count + 1,
            reply_count=sa.case((Topic.post_count > 0, Topic.reply_count + 1), else_=0),
            last_post_at=now,
            last_author_id=by.id,
            last_pseudonym=pseudonym,
        )
        .returning(Topic.post_count)
    )
    number = session.scalar(grown, execution_options={"synchronize_session": False})
    session.expire(topic, ["post_count", "reply_count", "last_post_at", "last_author_id", "last_pseudonym"])
    return cast("int", number)


def _note_editor(post: Post, *, by: Person, now: datetime) -> None:
    if by.id != post.author_id:
        audit.log("post.edited", by=by, subject=post.subject, detail={"topic": post.topic_id}, now=now)


def _touch(post: Post) -> None:
    touch("topic", post.topic_id) if post.is_first else touch("post", post.id)


def count_standing(topic: Topic) -> None:
    """Set anew how many replies can be read, and who wrote last: after one was removed or came back."""
    standing = sa.and_(Post.topic_id == topic.id, Post.removed.is_(False))
    replies = sa.select(sa.func.count()).where(standing, Post.number > 1).scalar_subquery()
    last = (
        sa.select(Post.created_at, Post.author_id, Post.pseudonym)
        .where(standing)
        .order_by(Post.number.desc())
        .limit(1)
    )
    at, author_id, pseudonym = session.execute(last).one()
    values = {
        "reply_count": replies,
        "last_post_at": at,
        "last_author_id": author_id,
        "last_pseudonym": pseudonym,
    }
    changed(sa.update(Topic).where(Topic.id == topic.id).values(values))
    session.expire(topic, list(values))
