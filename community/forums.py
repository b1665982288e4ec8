"""Forums in categories: what is talked about where, who may see it and who may write there."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.circles import OPEN_TO, ORDER, Circle, circles_of, rights_of
from hub.database import Model, changed, session
from hub.delivery import outbox
from hub.errors import NotFound, Refusal, Words
from hub.facts import audit
from hub.i18n import _
from hub.people.persons import Person, slug
from hub.readings import Reading

REINDEX = "community.reindex_forum"


class ForumKind(StrEnum):
    """What a topic of a forum is."""

    DISCUSSION = "discussion"
    QUESTION = "question"
    IDEAS = "ideas"
    ANNOUNCEMENTS = "announcements"
    INTRODUCTIONS = "introductions"


KINDS: dict[str, Words] = {
    ForumKind.QUESTION: _("Questions with an accepted answer"),
    ForumKind.DISCUSSION: _("Discussion"),
    ForumKind.ANNOUNCEMENTS: _("Announcements by the team, with replies"),
}
"""The kinds that can be chosen; ideas and introductions wait for the rules of their own."""


RESERVED = frozenset({"new"})
"""Addresses below /admin/forums that are no forum's."""


class Category(Model):
    """A heading under which forums stand."""

    __tablename__ = "forum_categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)


class Forum(Model):
    """A forum. `sees` is who may read, `posts` who may write; counts are of topics that are not hidden."""

    __tablename__ = "forums"

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("forum_categories.id"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    kind: Mapped[ForumKind] = mapped_column(default=ForumKind.DISCUSSION)
    sees: Mapped[Circle] = mapped_column(default=Circle.MEMBERS)
    posts: Mapped[Circle] = mapped_column(default=Circle.MEMBERS)
    position: Mapped[int] = mapped_column(default=0)
    topic_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    category: Mapped[Category] = relationship()

    @property
    def open_to_prospects(self) -> bool:
        """Whether prospects may read here."""
        return self.sees is Circle.PROSPECTS


class Sign(NamedTuple):
    """What stands over a forum, and who may do what there: what its pages need of it, as values."""

    id: int
    slug: str
    name: str
    about: str
    kind: ForumKind
    sees: Circle
    posts: Circle
    topic_count: int

    @property
    def open_to_prospects(self) -> bool:
        """Whether prospects may read here."""
        return self.sees is Circle.PROSPECTS


SIGN = tuple(getattr(Forum, name) for name in Sign._fields)
"""The columns of a `Sign`, in its order."""

VISIBLE = Forum.sees.in_(OPEN_TO)
"""The condition under which a forum, and all that stands in it, may be seen; executed with
`rights_of(reader)`.
"""


_SIGN_OF = Reading(sa.select(*SIGN).where(Forum.slug == sa.bindparam("slug"), VISIBLE))


def get_sign(name: str, *, to: Person) -> Sign:
    """Return the sign of a forum by its address; raise `NotFound` when this person may not see it."""
    row = _SIGN_OF.row(**rights_of(to), slug=name)
    if row is None:
        raise NotFound
    return Sign._make(row)


def get_visible(name: str, *, to: Person) -> Forum:
    """Return a forum by its address; raise `NotFound` when there is none that this person may see."""
    forum = session.scalar(sa.select(Forum).where(Forum.slug == name, VISIBLE), rights_of(to))
    if forum is None:
        raise NotFound
    return forum


def all_forums() -> list[Forum]:
    """Return every forum in the order in which they are shown."""
    return list(
        session.scalars(sa.select(Forum).join(Category).order_by(Category.position, Forum.position, Forum.id))
    )


def writable_by(person: Person) -> list[Forum]:
    """Return the forums in which a person may start something, in order."""
    inside = set(circles_of(person))
    return [forum for forum in all_forums() if forum.sees in inside and starters(forum) in inside]


def starters(forum: Forum | Sign) -> Circle:
    """Return who may start topics: announcements are the team's, whoever may reply."""
    return Circle.STAFF if forum.kind is ForumKind.ANNOUNCEMENTS else forum.posts


def categories() -> list[Category]:
    """Return the categories in order."""
    return list(session.scalars(sa.select(Category).order_by(Category.position, Category.id)))


def open_forum(
    name: str,
    *,
    category: str,
    about: str,
    kind: ForumKind,
    sees: Circle,
    posts: Circle,
    by: Person | None,
    now: datetime,
) -> Forum:
    """Open a forum under a category, made when there is none of that name.

    Raises `Refusal` beside the field.
    """
    _check(name, sees, posts)
    address = slug(name)
    if session.scalar(sa.select(sa.exists().where(Forum.slug == address))):
        raise Refusal(_("There is a forum of this name already."), field="name")
    last = session.scalar(sa.select(sa.func.coalesce(sa.func.max(Forum.position), 0))) or 0
    forum = Forum(
        category_id=_category(category).id,
        slug=address,
        name=name,
        about=about,
        kind=kind,
        sees=sees,
        posts=posts,
        position=last + 1,
        created_at=now,
    )
    session.add(forum)
    session.flush()
    audit.log(
        "forum.opened", by=by, subject=("forum", forum.id), detail={"name": name, "sees": sees.value}, now=now
    )
    return forum


def change(
    forum: Forum,
    *,
    name: str,
    category: str,
    about: str,
    kind: ForumKind,
    sees: Circle,
    posts: Circle,
    by: Person,
    now: datetime,
) -> None:
    """Change a forum; its address stays. With topics in it, it may be opened wider but never narrowed.

    What was recorded while more people could see it (activities, mails) cannot be called back.
    """
    _check(name, sees, posts)
    if forum.topic_count and ORDER.index(sees) > ORDER.index(forum.sees):
        raise Refusal(
            _("People wrote here for more readers. Open another forum for the smaller circle."), field="sees"
        )
    if kind is not forum.kind and _holds_topics(forum):
        raise Refusal(
            _("There are topics of the present kind. Open another forum for the new one."), field="kind"
        )
    if sees is not forum.sees:
        outbox.put(REINDEX, {"forum_id": forum.id}, now=now)
    forum.name, forum.about, forum.kind, forum.sees, forum.posts = name, about, kind, sees, posts
    forum.category_id = _category(category).id
    session.flush()
    audit.log(
        "forum.changed",
        by=by,
        subject=("forum", forum.id),
        detail={"name": name, "sees": sees.value},
        now=now,
    )


def count_topic(forum: Forum, by: int) -> None:
    """Keep the number of topics that are not hidden."""
    changed(sa.update(Forum).where(Forum.id == forum.id).values(topic_count=Forum.topic_count + by))
    session.expire(forum, ["topic_count"])


def _holds_topics(forum: Forum) -> bool:
    """Whether anything was started in a forum, even what is hidden now: it may be shown again."""
    topics = Model.metadata.tables["topics"]  # their module builds on this one
    found = session.scalar(sa.select(sa.exists().where(topics.c.forum_id == forum.id)))
    return forum.topic_count > 0 or bool(found)


def _check(name: str, sees: Circle, posts: Circle) -> None:
    if not slug(name):
        raise Refusal(_("A forum needs a name with letters in it."), field="name")
    if slug(name) in RESERVED:
        raise Refusal(_("This word is taken by the hub itself. Add another one."), field="name")
    if ORDER.index(posts) < ORDER.index(sees):
        raise Refusal(_("Who cannot read here cannot write here."), field="posts")


def _category(name: str) -> Category:
    found = session.scalar(sa.select(Category).where(Category.name == name))
    if found is None:
        last = session.scalar(sa.select(sa.func.coalesce(sa.func.max(Category.position), 0))) or 0
        found = Category(name=name, position=last + 1)
        session.add(found)
        session.flush()
    return found
