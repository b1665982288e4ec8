"""Reactions: that a post was useful to somebody. One per person and post; a second press takes it back."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.posts import Post
from hub.database import Model, changed, insert_once, session
from hub.errors import Refusal
from hub.i18n import _
from hub.people.persons import Person


class Reaction(Model):
    """That a post was useful to a person."""

    __tablename__ = "reactions"

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True, index=True)


def toggle(post: Post, *, by: Person) -> bool:
    """Say that a post was useful, or take that back; returns whether it now stands.

    Not about one's own posts.
    """
    if post.author_id == by.id:
        raise Refusal(_("Others say whether your post was useful."))
    if insert_once(Reaction, post_id=post.id, person_id=by.id):
        _count(post, 1)
        return True
    own = sa.delete(Reaction).where(Reaction.post_id == post.id, Reaction.person_id == by.id)
    if changed(own) == 1:
        _count(post, -1)
    return False


def _count(post: Post, by: int) -> None:
    changed(sa.update(Post).where(Post.id == post.id).values(useful_count=Post.useful_count + by))
    session.expire(post, ["useful_count"])
