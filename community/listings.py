"""Lists of topics as their readers get them: a forum's, the questions', and the board of all forums.

They are read as values, by statements over tables that are built once: a row costs a tenth of an entity, and
what shows it is kept by its values.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from community.circles import rights_of
from community.forums import FORUMS, Category
from community.forums import VISIBLE as FORUM_VISIBLE
from community.questions import Question
from community.read_marks import READ_MARKS, UNREAD, fresh_since
from community.topics import TOPICS, VISIBLE, TopicKind, TopicState
from community.voices import brief_face
from hub.database import session
from hub.people.companies import Company
from hub.people.faces import Face, brief_columns
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


_CATEGORIES, _QUESTIONS, _STARTER = Category.__table__, Question.__table__, Person.__table__
_LAST, _COMPANY = _STARTER.alias("last"), Company.__table__
_OWN_MARK = sa.and_(
    READ_MARKS.c.topic_id == TOPICS.c.id, READ_MARKS.c.person_id == sa.bindparam("reader", type_=sa.Integer)
)
_PEOPLE = TOPICS.join(_STARTER, _STARTER.c.id == TOPICS.c.author_id).join(
    _LAST, _LAST.c.id == TOPICS.c.last_author_id
)
_COLUMNS = (
    TOPICS.c.id,
    TOPICS.c.title,
    sa.type_coerce(TOPICS.c.kind, sa.Text),
    sa.type_coerce(TOPICS.c.state, sa.Text),
    TOPICS.c.reply_count,
    TOPICS.c.pinned,
    TOPICS.c.last_post_at,
    UNREAD,
    TOPICS.c.pseudonym,
    *brief_columns(_STARTER.c),
    TOPICS.c.last_pseudonym,
    *brief_columns(_LAST.c),
)


def _page(statement: sa.Select[Any]) -> sa.Select[Any]:
    return statement.limit(sa.bindparam("limit", type_=sa.Integer)).offset(
        sa.bindparam("offset", type_=sa.Integer)
    )


_IN_FORUM = _page(
    sa.select(*_COLUMNS, sa.null(), sa.null())
    .select_from(_PEOPLE.outerjoin(READ_MARKS, _OWN_MARK))
    .where(TOPICS.c.forum_id == sa.bindparam("forum_id", type_=sa.Integer), TOPICS.c.hidden.is_(False))
    .order_by(TOPICS.c.pinned.desc(), TOPICS.c.last_post_at.desc(), TOPICS.c.id.desc())
)

_WHICH = {
    Show.ALL: sa.true(),
    Show.UNANSWERED: sa.and_(TOPICS.c.state == TopicState.OPEN, _QUESTIONS.c.answered_at.is_(None)),
    Show.ANSWERED: sa.or_(TOPICS.c.state == TopicState.ANSWERED, _QUESTIONS.c.answered_at.is_not(None)),
}


def _asked(columns: Iterable[Any], joined: sa.FromClause, show: Show) -> sa.Select[Any]:
    joined = joined.join(FORUMS, FORUMS.c.id == TOPICS.c.forum_id).join(
        _QUESTIONS, _QUESTIONS.c.topic_id == TOPICS.c.id
    )
    found = sa.select(*columns).select_from(joined)
    return found.where(TOPICS.c.kind == TopicKind.QUESTION, TOPICS.c.hidden.is_(False), VISIBLE, _WHICH[show])


_WHOLE = _PEOPLE.outerjoin(_COMPANY, _COMPANY.c.id == _LAST.c.company_id).outerjoin(READ_MARKS, _OWN_MARK)
_ASKED = {
    show: _page(
        _asked([*_COLUMNS, FORUMS.c.name, _COMPANY.c.name], _WHOLE, show).order_by(
            TOPICS.c.last_post_at.desc(), TOPICS.c.id.desc()
        )
    )
    for show in Show
}
_HOW_MANY = {
    show: sa.select(sa.func.count()).select_from(_asked([sa.literal(1)], TOPICS, show).limit(MOST).subquery())
    for show in Show
}

_LATEST = (
    sa.select(TOPICS.c.id)
    .where(TOPICS.c.forum_id == FORUMS.c.id, TOPICS.c.hidden.is_(False))
    .order_by(TOPICS.c.last_post_at.desc())
    .limit(1)
    .correlate(FORUMS)
    .scalar_subquery()
)
_NEW = (
    sa.select(sa.literal(1))
    .select_from(TOPICS.outerjoin(READ_MARKS, _OWN_MARK))
    .where(TOPICS.c.forum_id == FORUMS.c.id, TOPICS.c.hidden.is_(False), UNREAD)
    .limit(MOST_NEW)
    .correlate(FORUMS)
    .subquery()
)
_BOARD = (
    sa.select(
        _CATEGORIES.c.name,
        FORUMS.c.slug,
        FORUMS.c.name,
        FORUMS.c.about,
        FORUMS.c.topic_count,
        sa.select(sa.func.count()).select_from(_NEW).scalar_subquery(),
        TOPICS.c.id,
        TOPICS.c.title,
        TOPICS.c.last_post_at,
    )
    .select_from(
        FORUMS.join(_CATEGORIES, _CATEGORIES.c.id == FORUMS.c.category_id).outerjoin(
            TOPICS, TOPICS.c.id == _LATEST
        )
    )
    .where(FORUM_VISIBLE)
    .order_by(_CATEGORIES.c.position, _CATEGORIES.c.id, FORUMS.c.position, FORUMS.c.id)
)


def board(*, to: Person, now: datetime) -> list[BoardRow]:
    """Return the forums that a person may see, in the order in which they are shown."""
    rows = session.execute(_BOARD, {**rights_of(to), **fresh_since(now), "reader": to.id})
    return [BoardRow._make(row) for row in rows]


def in_forum(forum_id: int, page: int, *, to: Person, now: datetime) -> list[Listed]:
    """Return one page of a forum's topics: pinned ones first, then by their last post."""
    return _listed(_IN_FORUM, {"forum_id": forum_id}, page, to, now)


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
    rows = session.execute(statement, {**values, **window, **fresh_since(now)})
    return [Listed._make(row) for row in rows]
