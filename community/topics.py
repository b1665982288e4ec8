"""Topics: what a conversation is about, where it stands and how far it went.

Counts are kept beside the posts.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.circles import MODERATES, rights_of
from community.forums import VISIBLE as FORUM_VISIBLE
from community.forums import Forum, ForumKind
from hub.database import Model, session
from hub.errors import NotFound, Refusal
from hub.i18n import _
from hub.people.persons import Person
from hub.search.words import slug

MOST_TAGS = 5


class TopicKind(StrEnum):
    """What a topic is: talk among many, or a question that wants an answer."""

    DISCUSSION = "discussion"
    QUESTION = "question"


class TopicState(StrEnum):
    """How a question stands: an answer was accepted, or not yet. Discussions stay open."""

    OPEN = "open"
    ANSWERED = "answered"


class Topic(Model):
    """A topic. `post_count` is the last number given to a post, `reply_count` how many replies can be read.

    `pinned` and `hidden` repeat what the records of `community.moderation` say, so that a list is one walk
    along an index.
    """

    __tablename__ = "topics"
    __table_args__ = (
        sa.Index("ix_topics_list", "forum_id", "hidden", "pinned", "last_post_at", "id"),
        sa.Index("ix_topics_fresh", "forum_id", "hidden", "last_post_at"),
        sa.Index("ix_topics_questions", "kind", "hidden", "last_post_at", "id"),
        sa.Index("ix_topics_author", "author_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forums.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    title: Mapped[str]
    pseudonym: Mapped[str | None]
    kind: Mapped[TopicKind]
    state: Mapped[TopicState] = mapped_column(default=TopicState.OPEN)
    tags: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    post_count: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    pinned: Mapped[bool] = mapped_column(default=False)
    hidden: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_post_at: Mapped[datetime] = mapped_column(index=True)
    last_author_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    last_pseudonym: Mapped[str | None]

    forum: Mapped[Forum] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])

    @property
    def is_question(self) -> bool:
        """Whether an answer can be accepted here."""
        return self.kind is TopicKind.QUESTION

    @property
    def url(self) -> str:
        """Where the topic is read."""
        return url_of(self.id)


def url_of(topic_id: int) -> str:
    """Return where a topic is read."""
    return f"/community/topics/{topic_id}"


VISIBLE = sa.and_(FORUM_VISIBLE, sa.or_(Topic.hidden.is_(False), MODERATES))
"""The condition under which a topic may be seen, joined with its forum; executed with `rights_of(reader)`."""


def find_visible(topic_id: int, *, to: Person) -> Topic | None:
    """Return a topic with its forum, or None when this person may not see it."""
    found = sa.select(Topic).join(Topic.forum).where(Topic.id == topic_id, VISIBLE)
    return session.scalar(found.options(sa.orm.contains_eager(Topic.forum)), rights_of(to))


def get_visible(topic_id: int, *, to: Person) -> Topic:
    """Return a topic with its forum; raise `NotFound` when there is none that this person may see."""
    topic = find_visible(topic_id, to=to)
    if topic is None:
        raise NotFound
    return topic


def get_to_reveal(topic_id: int, *, by: Person) -> Topic:
    """Return a topic, hidden or not, to a moderator or who started it; raise `NotFound` for others."""
    own = sa.or_(Topic.author_id == by.id, MODERATES)
    found = sa.select(Topic).join(Topic.forum).where(Topic.id == topic_id, FORUM_VISIBLE, own)
    topic = session.scalar(found.options(sa.orm.contains_eager(Topic.forum)), rights_of(by))
    if topic is None:
        raise NotFound
    return topic


def refuse_hidden(topic: Topic) -> None:
    """Raise `Refusal` for a hidden topic: nothing is earned or lost in it until it is shown again."""
    if topic.hidden:
        raise Refusal(_("This topic is hidden. Show it again first."))


def kind_in(forum: Forum) -> TopicKind:
    """Return what a topic started in a forum is."""
    return TopicKind.QUESTION if forum.kind is ForumKind.QUESTION else TopicKind.DISCUSSION


def checked_title(title: str) -> str:
    """Return a title as it is kept; raises `Refusal` when it says too little or too much."""
    title = " ".join(title.split())
    if len(title) < 8:
        raise Refusal(
            _("Say in a few words what it is about, so that the right people look in."), field="title"
        )
    if len(title) > 160:
        raise Refusal(_("Keep the title under 160 characters; the rest fits below."), field="title")
    return title


def tags_of(words: str | None) -> list[str]:
    """Return the tags of a text with commas: lower case, words joined by hyphens, at most five."""
    tags = (slug(part)[:30].strip("-") for part in (words or "").split(","))
    return list(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS]
