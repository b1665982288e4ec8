"""The page of a topic as its readers get it: values instead of entities, and the pieces that show them are kept
by them.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import aliased

from community import mentions
from community.acceptances import Acceptance
from community.circles import rights_of
from community.drafts import Draft
from community.forums import SIGN, Sign
from community.moderation import Lock
from community.posts import PER_PAGE, Post
from community.reactions import Reaction
from community.read_marks import ReadMark
from community.subscriptions import Subscription, Wish
from community.topics import VISIBLE, Topic, TopicKind, TopicState
from community.voices import face
from hub.errors import NotFound
from hub.people.companies import Company
from hub.people.faces import Face, columns
from hub.people.persons import Person
from hub.readings import Reading

RELATED = 3
_AMONG = 30
_BETWEEN, _AFTER = "\x1f", "\x1e"  # neither is in a title


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
    voice: str
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
    """Another topic of the same forum, which was answered."""

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
    related: tuple[Neighbour, ...]
    number: int
    said: list[Said]

    @cached_property
    def last_number(self) -> int:
        """The number of the last post on this page."""
        return max((one.number for one in self.said), default=0)


_READER = sa.bindparam("reader", type_=sa.Integer)
_TOPIC_ID = sa.bindparam("topic_id", type_=sa.Integer)
_ACCEPTED_ID = sa.bindparam("accepted_id", type_=sa.Integer)
_AROUND = aliased(Topic)
_NEXT = (
    sa.select(_AROUND.id, _AROUND.title, _AROUND.reply_count, _AROUND.tags)
    .where(
        _AROUND.forum_id == Topic.forum_id,
        _AROUND.hidden.is_(False),
        _AROUND.reply_count > 0,
        _AROUND.id != _TOPIC_ID,
    )
    .order_by(_AROUND.pinned.desc(), _AROUND.last_post_at.desc(), _AROUND.id.desc())
    .limit(_AMONG)
    .correlate(Topic)
    .subquery()
)
_THEN = sa.literal_column(f"'{_BETWEEN}'", sa.Text)
_LINE = sa.cast(_NEXT.c.id, sa.Text) + _THEN + _NEXT.c.title
_LINE += _THEN + sa.cast(_NEXT.c.reply_count, sa.Text) + _THEN + sa.cast(_NEXT.c.tags, sa.Text)
_NEIGHBOURS = sa.select(sa.func.aggregate_strings(_LINE, _AFTER)).scalar_subquery()
"""The neighbours of a topic, the latest first, in one text: as rows they would cost more than the whole head."""

_OPENED = [getattr(Topic, name) for name in Opened._fields if name != "forum"]
_TAGS = Opened._fields.index("tags")
_HEAD = Reading(
    sa.select(
        *_OPENED,
        *SIGN,
        Lock.reason,
        Acceptance.post_id,
        Subscription.wish,
        ReadMark.number,
        Draft.fields,
        _NEIGHBOURS,
    )
    .select_from(Topic)
    .join(Topic.forum)
    .outerjoin(Lock, Lock.topic_id == Topic.id)
    .outerjoin(Acceptance, sa.and_(Acceptance.topic_id == Topic.id, Acceptance.withdrawn_at.is_(None)))
    .outerjoin(Subscription, sa.and_(Subscription.topic_id == Topic.id, Subscription.person_id == _READER))
    .outerjoin(ReadMark, sa.and_(ReadMark.topic_id == Topic.id, ReadMark.person_id == _READER))
    .outerjoin(Draft, sa.and_(Draft.person_id == _READER, Draft.place == sa.bindparam("place")))
    .where(Topic.id == _TOPIC_ID, VISIBLE)
)
_SAID = (
    sa.select(
        Post.id,
        Post.number,
        sa.type_coerce(Post.voice, sa.Text),
        Post.useful_count,
        Post.removed,
        Post.edited_at.is_not(None),
        Post.created_at,
        Post.html,
        Post.author_id == _READER,
        Reaction.person_id.is_not(None),
        Post.id == _ACCEPTED_ID,
        Post.pseudonym,
        *columns(),
    )
    .select_from(Post)
    .join(Person, Person.id == Post.author_id)
    .outerjoin(Company, Company.id == Person.company_id)
    .outerjoin(Reaction, sa.and_(Reaction.post_id == Post.id, Reaction.person_id == _READER))
    .where(Post.topic_id == _TOPIC_ID)
    .order_by(Post.number)
)
_ON_PAGE = Post.number.between(
    sa.bindparam("first", type_=sa.Integer), sa.bindparam("last", type_=sa.Integer)
)
_PAGE = Reading(_SAID.where(_ON_PAGE))
_PAGE_AND_ACCEPTED = Reading(_SAID.where(sa.or_(_ON_PAGE, Post.id == _ACCEPTED_ID)))


def read(topic_id: int, number: int, *, by: Person) -> TopicPage:
    """Return page `number` of a topic; raise `NotFound` when it may not be seen, or ends before that page."""
    reader = {"reader": by.id, "topic_id": topic_id}
    head = _HEAD.row(**rights_of(by), **reader, place=f"topic:{topic_id}")
    if head is None:
        raise NotFound
    *topic, lock_reason, accepted_id, wish, read_to, draft, neighbours = head
    opened = _opened(topic)
    if (number - 1) * PER_PAGE >= opened.post_count:
        raise NotFound
    related = _nearest(neighbours, opened.tags) if neighbours else ()
    said = _said(number, accepted_id, reader)
    return TopicPage(opened, lock_reason, wish, read_to or 0, draft or {}, related, number, said)


@lru_cache(maxsize=1_024)
def _nearest(neighbours: str, tags: tuple[str, ...]) -> tuple[Neighbour, ...]:
    """Return up to three neighbours of a topic with these tags, those with the same tags first."""
    lines = [line.split(_BETWEEN) for line in neighbours.split(_AFTER)]
    lines.sort(key=lambda line: -len({*json.loads(line[3])} & {*tags}))
    return tuple(Neighbour(int(id_), title, int(replies)) for id_, title, replies, _tags in lines[:RELATED])


def _opened(row: list[Any]) -> Opened:
    row[_TAGS] = tuple(row[_TAGS])
    return Opened._make([*row[: len(_OPENED)], Sign._make(row[len(_OPENED) :])])


def _said(number: int, accepted_id: int | None, reader: dict[str, int]) -> list[Said]:
    """Return the posts of a page; on the first one the accepted answer stands second, wherever it belongs."""
    promoted = number == 1 and accepted_id is not None
    reading = _PAGE_AND_ACCEPTED if promoted else _PAGE
    rows = reading.rows(
        **reader, first=(number - 1) * PER_PAGE + 1, last=number * PER_PAGE, accepted_id=accepted_id
    )
    said = [Said._make(row) for row in rows]
    if promoted:
        said.sort(key=lambda one: not (one.accepted or one.number == 1))
    return said
