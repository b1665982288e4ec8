"""The page of a topic as its readers get it: values instead of entities, by statements over tables that are
built once.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from markupsafe import Markup

from community import mentions
from community.acceptances import Acceptance
from community.circles import rights_of
from community.drafts import Draft
from community.forums import FORUMS, SIGN, Sign
from community.moderation import Lock
from community.posts import PER_PAGE, Post
from community.reactions import Reaction
from community.read_marks import READ_MARKS
from community.subscriptions import Subscription, Wish
from community.topics import TOPICS, VISIBLE, TopicKind, TopicState
from community.voices import Voice, face
from hub.database import session
from hub.errors import NotFound
from hub.people.companies import Company
from hub.people.faces import Face, columns
from hub.people.persons import Person

RELATED = 3
_AMONG = 30


class Opened(NamedTuple):
    """A topic as its page needs it."""

    id: int
    author_id: int
    title: str
    kind: TopicKind
    state: TopicState
    tags: tuple[str, ...]
    post_count: int
    reply_count: int
    pinned: bool
    hidden: bool
    created_at: datetime
    forum: Sign

    @property
    def is_question(self) -> bool:
        """Whether an answer can be accepted here."""
        return self.kind is TopicKind.QUESTION


class Said(NamedTuple):
    """One post on the page. `own` is whether it is the reader's, `mine` whether they found it useful."""

    id: int
    number: int
    voice: Voice
    useful: int
    removed: bool
    edited: bool
    at: datetime
    html: str
    own: bool
    mine: bool
    accepted: bool
    pseudonym: str | None
    handle: str
    first_name: str
    last_name: str
    title: str | None
    photo_key: str | None
    erased: bool
    company_name: str | None

    @property
    def face(self) -> Face:
        """Who says it, as readers see them."""
        return face(self[12:], self.pseudonym)

    def prose(self, *, linked: bool) -> Markup:
        """Return what is said; with links to the profiles of members for who may open them."""
        html = self.html if linked else mentions.without_profiles(self.html)
        return Markup(html)  # noqa: S704 - it was rendered from an allow-list when it was saved


class Neighbour(NamedTuple):
    """Another topic of the same forum."""

    id: int
    title: str
    reply_count: int


@dataclass(frozen=True)
class TopicPage:
    """A topic with what the reader has to do with it, and one page of its posts."""

    topic: Opened
    lock_reason: str | None
    wish: Wish | None
    read_to: int
    draft: dict[str, str]
    number: int
    said: list[Said]

    @property
    def last_number(self) -> int:
        """The number of the last post on this page."""
        return max((one.number for one in self.said), default=0)


_LOCKS, _ACCEPTED, _WISHES = Lock.__table__, Acceptance.__table__, Subscription.__table__
_DRAFTS, _POSTS, _REACTIONS = Draft.__table__, Post.__table__, Reaction.__table__
_AUTHOR, _COMPANY = Person.__table__, Company.__table__
_READER = sa.bindparam("reader", type_=sa.Integer)
_TOPIC_ID = sa.bindparam("topic_id", type_=sa.Integer)
_ACCEPTED_ID = sa.bindparam("accepted_id", type_=sa.Integer)


def _own(table: sa.FromClause) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.topic_id == TOPICS.c.id, table.c.person_id == _READER)


_OPENED = tuple(TOPICS.c[name] for name in Opened._fields if name != "forum")
_TAGS = Opened._fields.index("tags")
_HEAD = (
    sa.select(
        *_OPENED,
        *SIGN,
        _LOCKS.c.reason,
        _ACCEPTED.c.post_id,
        _WISHES.c.wish,
        READ_MARKS.c.number,
        _DRAFTS.c.fields,
    )
    .select_from(
        TOPICS.join(FORUMS, FORUMS.c.id == TOPICS.c.forum_id)
        .outerjoin(_LOCKS, _LOCKS.c.topic_id == TOPICS.c.id)
        .outerjoin(
            _ACCEPTED, sa.and_(_ACCEPTED.c.topic_id == TOPICS.c.id, _ACCEPTED.c.withdrawn_at.is_(None))
        )
        .outerjoin(_WISHES, _own(_WISHES))
        .outerjoin(READ_MARKS, _own(READ_MARKS))
        .outerjoin(_DRAFTS, sa.and_(_DRAFTS.c.person_id == _READER, _DRAFTS.c.place == sa.bindparam("place")))
    )
    .where(TOPICS.c.id == _TOPIC_ID, VISIBLE)
)
_SAID = (
    sa.select(
        _POSTS.c.id,
        _POSTS.c.number,
        _POSTS.c.voice,
        _POSTS.c.useful_count,
        _POSTS.c.removed,
        _POSTS.c.edited_at.is_not(None),
        _POSTS.c.created_at,
        _POSTS.c.html,
        _POSTS.c.author_id == _READER,
        _REACTIONS.c.person_id.is_not(None),
        _POSTS.c.id == _ACCEPTED_ID,
        _POSTS.c.pseudonym,
        *columns(_AUTHOR.c, _COMPANY.c),
    )
    .select_from(
        _POSTS.join(_AUTHOR, _AUTHOR.c.id == _POSTS.c.author_id)
        .outerjoin(_COMPANY, _COMPANY.c.id == _AUTHOR.c.company_id)
        .outerjoin(
            _REACTIONS,
            sa.and_(_REACTIONS.c.post_id == _POSTS.c.id, _REACTIONS.c.person_id == _READER),
        )
    )
    .where(_POSTS.c.topic_id == _TOPIC_ID)
    .order_by(_POSTS.c.number)
)
_ON_PAGE = _POSTS.c.number.between(
    sa.bindparam("first", type_=sa.Integer), sa.bindparam("last", type_=sa.Integer)
)
_PAGE = _SAID.where(_ON_PAGE)
_PAGE_AND_ACCEPTED = _SAID.where(sa.or_(_ON_PAGE, _POSTS.c.id == _ACCEPTED_ID))
_NEIGHBOURS = (
    sa.select(TOPICS.c.id, TOPICS.c.title, TOPICS.c.reply_count, sa.cast(TOPICS.c.tags, sa.Text))
    .where(
        TOPICS.c.forum_id == sa.bindparam("forum_id", type_=sa.Integer),
        TOPICS.c.hidden.is_(False),
        TOPICS.c.reply_count > 0,
        TOPICS.c.id != _TOPIC_ID,
    )
    .order_by(TOPICS.c.pinned.desc(), TOPICS.c.last_post_at.desc(), TOPICS.c.id.desc())
    .limit(_AMONG)
)


def read(topic_id: int, number: int, *, by: Person) -> TopicPage:
    """Return page `number` of a topic; raise `NotFound` when it may not be seen, or ends before that page."""
    reader = {"reader": by.id, "topic_id": topic_id}
    head = session.execute(_HEAD, {**rights_of(by), **reader, "place": f"topic:{topic_id}"}).first()
    if head is None:
        raise NotFound
    *topic, lock_reason, accepted_id, wish, read_to, draft = head
    opened = _opened(topic)
    if (number - 1) * PER_PAGE >= opened.post_count:
        raise NotFound
    said = _said(number, accepted_id, reader)
    return TopicPage(opened, lock_reason, wish, read_to or 0, draft or {}, number, said)


def also_helpful(topic: Opened) -> tuple[Neighbour, ...]:
    """Return up to three answered neighbours, those with the same tags first."""
    rows = session.execute(_NEIGHBOURS, {"forum_id": topic.forum.id, "topic_id": topic.id})
    own = frozenset(topic.tags)
    nearest = sorted(rows, key=lambda row: -len(own & _tags(row[3])))
    return tuple(Neighbour._make(row[:3]) for row in nearest[:RELATED])


def _opened(row: list[Any]) -> Opened:
    row[_TAGS] = tuple(row[_TAGS])
    return Opened._make([*row[: len(_OPENED)], Sign._make(row[len(_OPENED) :])])


def _said(number: int, accepted_id: int | None, reader: dict[str, int]) -> list[Said]:
    """Return the posts of a page; on the first one the accepted answer stands second, wherever it belongs."""
    span = {"first": (number - 1) * PER_PAGE + 1, "last": number * PER_PAGE}
    promoted = number == 1 and accepted_id is not None
    statement = _PAGE_AND_ACCEPTED if promoted else _PAGE
    rows = session.execute(statement, {**reader, **span, "accepted_id": accepted_id})
    said = [Said._make(row) for row in rows]
    if promoted:
        said.sort(key=lambda one: (one.number != 1, not one.accepted, one.number))
    return said


@lru_cache(maxsize=4_096)
def _tags(written: str) -> frozenset[str]:
    return frozenset(json.loads(written))
