"""Lists of topics as their readers get them: a forum's, the questions', and the board of all forums.

They are read as values, and the piece that shows one is kept by them.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from community.circles import rights_of
from community.forums import VISIBLE as FORUM_VISIBLE
from community.forums import Category, Forum, ForumKind
from community.questions import Question
from community.read_marks import UNREAD, ReadMark, fresh_since
from community.topics import VISIBLE, Topic, TopicKind, TopicState
from community.voices import brief_face
from hub.people.companies import Company
from hub.people.faces import Face, brief_columns
from hub.people.persons import Person
from hub.readings import Reading

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


class Listed(NamedTuple):
    """A topic in a list. Its forum and the company of who wrote last are named among all questions only."""

    id: int
    title: str
    kind: str
    state: str
    replies: int
    pinned: bool
    last_at: datetime
    unread: bool
    pseudonym: str | None
    first_name: str
    last_name: str
    photo_key: str | None
    erased: bool
    last_pseudonym: str | None
    last_first_name: str
    last_last_name: str
    last_photo_key: str | None
    last_erased: bool
    forum: str | None
    last_company: str | None

    @property
    def face(self) -> Face:
        """Who began."""
        return brief_face(self[9:13], self.pseudonym)

    @property
    def last(self) -> Face:
        """Who wrote last."""
        return brief_face(self[14:18], self.last_pseudonym, self.last_company)

    @property
    def waiting(self) -> bool:
        """Whether this is a question that nobody answered yet."""
        return self.kind == TopicKind.QUESTION and self.replies == 0 and self.state == TopicState.OPEN


class BoardRow(NamedTuple):
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


_LAST, _LAST_COMPANY = aliased(Person), aliased(Company)
_OWN_MARK = sa.and_(
    ReadMark.topic_id == Topic.id, ReadMark.person_id == sa.bindparam("reader", type_=sa.Integer)
)
_ROWS = (
    sa.select(
        Topic.id,
        Topic.title,
        sa.type_coerce(Topic.kind, sa.Text),
        sa.type_coerce(Topic.state, sa.Text),
        Topic.reply_count,
        Topic.pinned,
        Topic.last_post_at,
        UNREAD,
        Topic.pseudonym,
        *brief_columns(),
        Topic.last_pseudonym,
        *brief_columns(_LAST),
    )
    .select_from(Topic)
    .join(Person, Person.id == Topic.author_id)
    .join(_LAST, _LAST.id == Topic.last_author_id)
    .outerjoin(ReadMark, _OWN_MARK)
)


def _paged(statement: sa.Select[Any]) -> sa.Select[Any]:
    window = sa.bindparam("limit", type_=sa.Integer), sa.bindparam("offset", type_=sa.Integer)
    return statement.limit(window[0]).offset(window[1])


_LATEST_FIRST = Topic.last_post_at.desc(), Topic.id.desc()
_IN_FORUM = Reading(
    _paged(_ROWS.add_columns(sa.null(), sa.null()))
    .where(Topic.forum_id == sa.bindparam("forum_id", type_=sa.Integer), Topic.hidden.is_(False))
    .order_by(Topic.pinned.desc(), *_LATEST_FIRST)
)

_WHICH = {
    Show.UNANSWERED: sa.and_(Topic.state == TopicState.OPEN, Question.answered_at.is_(None)),
    Show.ANSWERED: sa.or_(Topic.state == TopicState.ANSWERED, Question.answered_at.is_not(None)),
}


def _asked(statement: sa.Select[Any], show: Show) -> sa.Select[Any]:
    found = statement.join(Topic.forum)
    found = found.where(Topic.kind == TopicKind.QUESTION, Topic.hidden.is_(False), VISIBLE)
    if show is Show.ALL:
        return found
    return found.join(Question, Question.topic_id == Topic.id).where(_WHICH[show])


_WHOLE = (
    _ROWS.add_columns(Forum.name, _LAST_COMPANY.name)
    .join(Topic.forum)
    .outerjoin(_LAST_COMPANY, _LAST_COMPANY.id == _LAST.company_id)
    .order_by(*_LATEST_FIRST)
)
_CHOSEN = _paged(sa.select(Topic.id).order_by(*_LATEST_FIRST))
_ASKED = {show: Reading(_WHOLE.where(Topic.id.in_(_asked(_CHOSEN, show)))) for show in Show}
_COUNTED = sa.select(sa.literal(1)).select_from(Topic).limit(MOST)
_SUM = sa.select(sa.func.coalesce(sa.func.sum(Forum.topic_count), 0))
_HOW_MANY = {
    Show.ALL: Reading(_SUM.where(Forum.kind == ForumKind.QUESTION, FORUM_VISIBLE)),
    **{
        show: Reading(sa.select(sa.func.count()).select_from(_asked(_COUNTED, show).subquery()))
        for show in _WHICH
    },
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
_BOARD = Reading(
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
    rows = _BOARD.rows(**rights_of(to), **fresh_since(now), reader=to.id)
    return [BoardRow._make(row) for row in rows]


def in_forum(forum_id: int, page: int, *, to: Person, now: datetime) -> list[Listed]:
    """Return one page of a forum's topics: pinned ones first, then by their last post."""
    return _listed(_IN_FORUM, page, to, now, forum_id=forum_id)


def asked(show: Show, page: int, *, to: Person, now: datetime) -> list[Listed]:
    """Return one page of the questions that a person may see, by their last post."""
    return _listed(_ASKED[show], page, to, now, **rights_of(to))


def how_many(show: Show, *, to: Person) -> int:
    """Return how many questions of a kind a person may see, up to `MOST`."""
    found = _HOW_MANY[show].row(**rights_of(to))
    return min(found[0], MOST) if found else 0


def _listed(reading: Reading, page: int, to: Person, now: datetime, **values: Any) -> list[Listed]:
    window = {"reader": to.id, "limit": PER_PAGE, "offset": (page - 1) * PER_PAGE}
    return [Listed._make(row) for row in reading.rows(**window, **fresh_since(now), **values)]
