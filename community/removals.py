"""Removals: a post that was taken away, by whom and when; it leaves its place in the topic, and can come
back.

Removing takes back what the post had earned and whether it was the accepted answer; restoring gives both
back.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community import acceptances, deeds, questions, writing
from community.posts import Post
from community.topics import refuse_hidden
from hub.database import Model, changed, session
from hub.errors import Refusal
from hub.facts import audit
from hub.i18n import _
from hub.people.persons import Person
from hub.search import touch


class Removal(Model):
    """That a post was removed; `restored_at` when it came back.

    `acceptance_id` is the acceptance that was taken back with it, when it was the accepted answer.
    """

    __tablename__ = "post_removals"
    __table_args__ = (
        sa.Index(
            "uq_post_removals_standing",
            "post_id",
            unique=True,
            sqlite_where=sa.text("restored_at IS NULL"),
            postgresql_where=sa.text("restored_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id"))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    acceptance_id: Mapped[int | None] = mapped_column(sa.ForeignKey("acceptances.id"))
    at: Mapped[datetime]
    restored_at: Mapped[datetime | None]


def standing(post_id: int) -> Removal | None:
    """Return the removal that holds for a post."""
    return session.scalar(sa.select(Removal).where(Removal.post_id == post_id, Removal.restored_at.is_(None)))


def remove(post: Post, *, by: Person, now: datetime) -> None:
    """Take a post away, with what it earned.

    Doing it twice does nothing; the first post goes only with its topic.
    """
    if post.is_first:
        raise Refusal(_("The topic begins with this. Hide the topic instead."))
    refuse_hidden(post.topic)
    if not _turn(post, removed=True):
        return
    accepted = acceptances.standing(post.topic_id)
    if accepted is not None and accepted.post_id == post.id:
        acceptances.withdraw(post.topic, by=by, now=now)
    else:
        accepted = None
    session.add(
        Removal(post_id=post.id, by_id=by.id, acceptance_id=accepted.id if accepted else None, at=now)
    )
    deeds.take_back(deeds.of_post(post.id), by=by, reason=str(_("The post was removed.")), now=now)
    _settle(post)
    if by.id != post.author_id:
        audit.log("post.removed", by=by, subject=post.subject, detail={"topic": post.topic_id}, now=now)


def restore(post: Post, *, by: Person, now: datetime) -> None:
    """Bring a removed post back, with what it had earned; doing it twice does nothing."""
    refuse_hidden(post.topic)
    removal = standing(post.id)
    if removal is None or not _turn(post, removed=False):
        return
    removal.restored_at = now
    deeds.give_back(deeds.of_post(post.id), at=removal.at, mark=f"r{removal.id}", now=now)
    _settle(post)
    acceptances.renew(removal.acceptance_id, now=now)
    if by.id != post.author_id:
        audit.log("post.restored", by=by, subject=post.subject, detail={"topic": post.topic_id}, now=now)


def _turn(post: Post, *, removed: bool) -> bool:
    """Set the mark beside the record; false when it was set before, however many try at once."""
    own = sa.update(Post).where(Post.id == post.id, Post.removed.is_(not removed))
    new = changed(own.values(removed=removed, version=Post.version + 1)) == 1
    session.expire(post, ["removed", "version"])
    return new


def _settle(post: Post) -> None:
    session.flush()
    writing.count_standing(post.topic)
    questions.note_answers(post.topic)
    touch("post", post.id)
