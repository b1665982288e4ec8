"""The page of a topic as its readers get it: columns instead of entities, by statements that are built
once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.acceptances import Acceptance
from community.circles import rights_of
from community.drafts import Draft
from community.moderation import Lock
from community.posts import PER_PAGE, Post
from community.reactions import Reaction
from community.read_marks import ReadMark
from community.subscriptions import Subscription, Wish
from community.topics import VISIBLE, Topic
from community.voices import Voice, face
from hub.database import session
from hub.errors import NotFound
from hub.people.companies import Company
from hub.people.faces import Face, columns
from hub.people.persons import Person

RELATED = 3
_AMONG = 30


@dataclass(frozen=True, slots=True)
class Said:
    """One post on the page. `mine` is whether the reader found it useful."""

    id: int
    number: int
    author_id: int
    voice: Voice
    version: int
    useful: int
    removed: bool
    at: datetime
    edited_at: datetime | None
    html: str
    mine: bool
    face: Face
    accepted: bool


@dataclass(frozen=True)
class TopicPage:
    """A topic with what the reader has to do with it, and one page of its posts."""

    topic: Topic
    lock_reason: str | None
    accepted_id: int | None
    wish: Wish | None
    read_to: int
    draft: dict[str, str]
    number: int
    said: list[Said]

    @property
    def last_number(self) -> int:
        """The number of the last post on this page."""
        return max((one.number for one in self.said), default=0)


_READER = sa.bindparam("reader", type_=sa.Integer)
_HEAD = (
    sa.select(Topic, Lock.reason, Acceptance.post_id, Subscription.wish, ReadMark.number, Draft.fields)
    .join(Topic.forum)
    .outerjoin(Lock, Lock.topic_id == Topic.id)
    .outerjoin(Acceptance, sa.and_(Acceptance.topic_id == Topic.id, Acceptance.withdrawn_at.is_(None)))
    .outerjoin(Subscription, sa.and_(Subscription.topic_id == Topic.id, Subscription.person_id == _READER))
    .outerjoin(ReadMark, sa.and_(ReadMark.topic_id == Topic.id, ReadMark.person_id == _READER))
    .outerjoin(Draft, sa.and_(Draft.person_id == _READER, Draft.place == sa.bindparam("place")))
    .where(Topic.id == sa.bindparam("topic_id", type_=sa.Integer), VISIBLE)
    .options(sa.orm.contains_eager(Topic.forum))
)
_POSTS = (
    sa.select(
        Post.id,
        Post.number,
        Post.author_id,
        Post.voice,
        Post.version,
        Post.useful_count,
        Post.removed,
        Post.created_at,
        Post.edited_at,
        Post.html,
        Post.pseudonym,
        Reaction.person_id,
        *columns(),
    )
    .join(Person, Person.id == Post.author_id)
    .outerjoin(Company, Company.id == Person.company_id)
    .outerjoin(Reaction, sa.and_(Reaction.post_id == Post.id, Reaction.person_id == _READER))
    .where(
        Post.topic_id == sa.bindparam("topic_id", type_=sa.Integer),
        sa.or_(
            Post.number.between(
                sa.bindparam("first", type_=sa.Integer), sa.bindparam("last", type_=sa.Integer)
            ),
            Post.id == sa.bindparam("with_id", type_=sa.Integer),
        ),
    )
    .order_by(Post.number)
)
_NEIGHBOURS = (
    sa.select(Topic.id, Topic.title, Topic.tags, Topic.reply_count)
    .where(
        Topic.forum_id == sa.bindparam("forum_id", type_=sa.Integer),
        Topic.hidden.is_(False),
        Topic.reply_count > 0,
        Topic.id != sa.bindparam("topic_id", type_=sa.Integer),
    )
    .order_by(Topic.pinned.desc(), Topic.last_post_at.desc(), Topic.id.desc())
    .limit(_AMONG)
)


def read(topic_id: int, number: int, *, by: Person) -> TopicPage:
    """Return page `number` of a topic; raise `NotFound` when it may not be seen, or ends before that page."""
    reader = {"reader": by.id, "topic_id": topic_id}
    head = session.execute(_HEAD, {**rights_of(by), **reader, "place": f"topic:{topic_id}"}).unique().first()
    if head is None or (number - 1) * PER_PAGE >= head[0].post_count:
        raise NotFound
    topic, lock_reason, accepted_id, wish, read_to, draft = head
    span = {"first": (number - 1) * PER_PAGE + 1, "last": number * PER_PAGE}
    rows = session.execute(_POSTS, {**reader, **span, "with_id": accepted_id if number == 1 else None})
    said = [_said(row, accepted_id) for row in rows]
    said.sort(key=lambda one: (one.number != 1, not one.accepted, one.number) if number == 1 else one.number)
    return TopicPage(topic, lock_reason, accepted_id, wish, read_to or 0, draft or {}, number, said)


def also_helpful(topic: Topic) -> list[Any]:
    """Return up to three answered neighbours (id, title, tags, reply_count), those with the same tags
    first.
    """
    rows = session.execute(_NEIGHBOURS, {"forum_id": topic.forum_id, "topic_id": topic.id}).all()
    own = set(topic.tags)
    return sorted(rows, key=lambda row: -len(own & set(row.tags)))[:RELATED]


def _said(row: sa.Row[Any], accepted_id: int | None) -> Said:
    id_, number, author_id, voice, version, useful, removed, at, edited_at, html, pseudonym, mine, *who = row
    shown = face(tuple(who), pseudonym)
    accepted = id_ == accepted_id
    return Said(
        id_,
        number,
        author_id,
        voice,
        version,
        useful,
        removed,
        at,
        edited_at,
        html,
        mine is not None,
        shown,
        accepted,
    )
