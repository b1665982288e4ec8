"""Posts: what people say in a topic, as Markdown and as the HTML it was rendered to when saved, with every
earlier wording.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.circles import rights_of
from community.topics import VISIBLE, Topic
from community.voices import Voice
from hub.content import text
from hub.database import Model, session
from hub.errors import NotFound, Refusal
from hub.i18n import _
from hub.people.persons import Person

PER_PAGE = 20


class Post(Model):
    """A post. `number` counts from 1 (what the topic begins with) and stays, so a page is a range of numbers.

    `pseudonym` is what a buyer writes under; `voice` is from where the author spoke then; `version` grows
    with each edit.
    `removed` repeats what the record of `community.removals` says.
    """

    __tablename__ = "posts"
    __table_args__ = (
        sa.UniqueConstraint("topic_id", "number"),
        sa.Index("ix_posts_author", "author_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    pseudonym: Mapped[str | None]
    voice: Mapped[Voice]
    body: Mapped[str]
    html: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    useful_count: Mapped[int] = mapped_column(default=0)
    removed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]

    topic: Mapped[Topic] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])

    @property
    def is_first(self) -> bool:
        """Whether the topic begins with this post."""
        return self.number == 1

    @property
    def url(self) -> str:
        """The permanent address, whichever page the post stands on."""
        return f"/community/posts/{self.id}"

    @property
    def subject(self) -> tuple[str, int]:
        """What activities about this post name as their subject."""
        return ("post", self.id)


class PostEdit(Model):
    """An earlier wording of a post: what it said until `at`, when `by` changed it."""

    __tablename__ = "post_edits"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    body: Mapped[str]
    at: Mapped[datetime]

    by: Mapped[Person] = relationship()


def get_visible(post_id: int, *, to: Person) -> Post:
    """Return a post with its topic and forum; raise `NotFound` when this person may not see the topic."""
    found = sa.select(Post).join(Post.topic).join(Topic.forum).where(Post.id == post_id, VISIBLE)
    whole = sa.orm.contains_eager(Post.topic).contains_eager(Topic.forum)
    post = session.scalar(found.options(whole), rights_of(to))
    if post is None:
        raise NotFound
    return post


def get_standing(post_id: int, *, to: Person) -> Post:
    """Return a post that was not removed; raise `NotFound`."""
    post = get_visible(post_id, to=to)
    if post.removed:
        raise NotFound
    return post


def first_of(topic: Topic) -> Post:
    """Return the post that a topic begins with."""
    return session.scalars(sa.select(Post).where(Post.topic_id == topic.id, Post.number == 1)).one()


def page_of(number: int) -> int:
    """Return the page on which the post of this number stands, from 1."""
    return (number - 1) // PER_PAGE + 1


def wordings(post: Post) -> list[PostEdit]:
    """Return the earlier wordings of a post, the latest first."""
    found = sa.select(PostEdit).where(PostEdit.post_id == post.id).options(sa.orm.joinedload(PostEdit.by))
    return list(session.scalars(found.order_by(PostEdit.id.desc())))


def checked_body(body: str) -> str:
    """Return a text as it is kept; raises `Refusal` beside the field when it is empty or too long."""
    body = text.checked(body, field="body").strip()
    if not body:
        raise Refusal(_("There is nothing to post yet."), field="body")
    return body


def quoted(post: Post, name: str) -> str:
    """Return a post as the beginning of a reply to it: every line behind a sign of quotation."""
    lines = post.body.splitlines()[:40]
    return f"**{name}:**\n\n" + "\n".join(f"> {line}" for line in lines) + "\n\n"
