"""Lists of topics as their readers get them: a forum's, the questions', and the board of all forums."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from community.circles import rights_of
from community.forums import VISIBLE as FORUM_VISIBLE
from community.forums import Category, Forum
from community.questions import Question
from community.read_marks import UNREAD, ReadMark, fresh_since
from community.topics import VISIBLE, Topic, TopicKind, TopicState
from community.voices import face
from hub.database import session
from hub.people.companies import Company
from hub.people.faces import WIDTH, Face, columns
from hub.people.persons import Person

PER_PAGE = 25
MOST = 1_000
"""Questions are counted and paged as far as this; whoever looks for older ones searches."""

MOST_NEW = 10
"""New topics are counted as far as this."""


class Show(StrEnum):
    """Which questions to show."""

    ALL = "all"
    UNANSWERED = "unanswered"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Listed:
    """A topic in a list. `waiting` is whether it is a question without an answer."""

    id: int
    title: str
    version: int
    kind: TopicKind
    state: TopicState
    replies: int
    pinned: bool
    hidden: bool
    last_at: datetime
    forum: str
    tags: tuple[str, ...]
    unread: bool
    face: Face
    last: Face

    @property
    def waiting(self) -> bool:
        """Whether this is a question that nobody answered yet."""
        return self.kind is TopicKind.QUESTION and self.replies == 0 and self.state is TopicState.OPEN


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A forum on the board, with its latest topic (None when empty) and how many are new (to `MOST_NEW`)."""

    category: str
    slug: str
    name: str
    about: str
    topics: int
    unread: int
    latest_id: int | None
    latest_title: str | None
    latest_at: datetime | None


_READER = sa.bindparam("reader", type_=sa.Integer)
_LAST, _LAST_COMPANY = aliased(Person), aliased(Company)
_OWN_MARK = sa.and_(ReadMark.topic_id == Topic.id, ReadMark.person_id == _READER)
_ROWS = (
    sa.select(
        Topic.id,
        Topic.title,
        Topic.version,
        Topic.kind,
        Topic.state,
        Topic.reply_count,
        Topic.pinned,
        Topic.hidden,
        Topic.last_post_at,
        Forum.name,
        Topic.tags,
        UNREAD,
        Topic.pseudonym,
        Topic.last_pseudonym,
        *columns(),
        *columns(_LAST, _LAST_COMPANY),
    )
    .join(Topic.forum)
    .join(Person, Person.id == Topic.author_id)
    .outerjoin(Company, Company.id == Person.company_id)
    .join(_LAST, _LAST.id == Topic.last_author_id)
    .outerjoin(_LAST_COMPANY, _LAST_COMPANY.id == _LAST.company_id)
    .outerjoin(ReadMark, _OWN_MARK)
    .limit(sa.bindparam("limit", type_=sa.Integer))
    .offset(sa.bindparam("offset", type_=sa.Integer))
)
_IN_FORUM = _ROWS.where(
    Topic.forum_id == sa.bindparam("forum_id", type_=sa.Integer), Topic.hidden.is_(False)
).order_by(Topic.pinned.desc(), Topic.last_post_at.desc(), Topic.id.desc())

_WHICH = {
    Show.ALL: sa.true(),
    Show.UNANSWERED: sa.and_(Topic.state == TopicState.OPEN, Question.answered_at.is_(None)),
    Show.ANSWERED: sa.or_(Topic.state == TopicState.ANSWERED, Question.answered_at.is_not(None)),
}


def _asked(statement: sa.Select[Any], show: Show) -> sa.Select[Any]:
    questions = statement.join(Question, Question.topic_id == Topic.id)
    return questions.where(Topic.kind == TopicKind.QUESTION, Topic.hidden.is_(False), VISIBLE, _WHICH[show])


_ASKED = {show: _asked(_ROWS, show).order_by(Topic.last_post_at.desc(), Topic.id.desc()) for show in Show}
_HOW_MANY = {
    show: sa.select(sa.func.count()).select_from(
        _asked(sa.select(sa.literal(1)).select_from(Topic).join(Topic.forum), show).limit(MOST).subquery()
    )
    for show in Show
}

_LATEST = (
    sa.select(Topic.id)
    .where(Topic.forum_id == Forum.id, Topic.hidden.is_(False))
    .order_by(Topic.last_post_at.desc())
    .limit(1)
    .correlate(Forum)
    .scalar_subquery()
)
_NEW = (
    sa.select(sa.literal(1))
    .select_from(Topic)
    .outerjoin(ReadMark, _OWN_MARK)
    .where(Topic.forum_id == Forum.id, Topic.hidden.is_(False), UNREAD)
    .limit(MOST_NEW)
    .correlate(Forum)
    .subquery()
)
_HOW_MANY_NEW = sa.select(sa.func.count()).select_from(_NEW).scalar_subquery()
_BOARD = (
    sa.select(
        Category.name,
        Forum.slug,
        Forum.name,
        Forum.about,
        Forum.topic_count,
        _HOW_MANY_NEW,
        Topic.id,
        Topic.title,
        Topic.last_post_at,
    )
    .select_from(Forum)
    .join(Category)
    .outerjoin(Topic, Topic.id == _LATEST)
    .where(FORUM_VISIBLE)
    .order_by(Category.position, Category.id, Forum.position, Forum.id)
)


def board(*, to: Person, now: datetime) -> list[BoardRow]:
    """Return the forums that a person may see, in the order in which they are shown."""
    rows = session.execute(_BOARD, {**rights_of(to), **fresh_since(now), "reader": to.id})
    return [BoardRow(*row) for row in rows]


def in_forum(forum: Forum, page: int, *, to: Person, now: datetime) -> list[Listed]:
    """Return one page of a forum's topics: pinned ones first, then by their last post."""
    return _listed(_IN_FORUM, {"forum_id": forum.id}, page, to, now)


def asked(show: Show, page: int, *, to: Person, now: datetime) -> list[Listed]:
    """Return one page of the questions that a person may see, by their last post."""
    return _listed(_ASKED[show], rights_of(to), page, to, now)


def how_many(show: Show, *, to: Person) -> int:
    """Return how many questions of a kind a person may see, up to `MOST`."""
    return session.scalar(_HOW_MANY[show], rights_of(to)) or 0


def _listed(
    statement: sa.Select[Any], values: dict[str, Any], page: int, to: Person, now: datetime
) -> list[Listed]:
    window = {"reader": to.id, "limit": PER_PAGE, "offset": (page - 1) * PER_PAGE}
    return [_row(row) for row in session.execute(statement, {**values, **window, **fresh_since(now)})]


def _row(row: sa.Row[Any]) -> Listed:
    (id_, title, version, kind, state, replies, pinned, hidden, last_at, forum, tags, unread, *rest) = row
    pseudonym, last_pseudonym, *people = rest
    starter, last = face(tuple(people[:WIDTH]), pseudonym), face(tuple(people[WIDTH:]), last_pseudonym)
    return Listed(
        id_,
        title,
        version,
        kind,
        state,
        replies,
        pinned,
        hidden,
        last_at,
        forum,
        tuple(tags),
        bool(unread),
        starter,
        last,
    )
