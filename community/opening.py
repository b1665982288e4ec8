"""The forums that a new programme begins with: somewhere to ask, somewhere to talk, somewhere for buyers."""

from datetime import datetime

import sqlalchemy as sa

from community.circles import Circle
from community.forums import Forum, ForumKind, open_forum
from hub.database import session
from hub.errors import Words
from hub.i18n import _
from hub.people.persons import Person

_FORUMS: tuple[tuple[Words, Words, Words, ForumKind, Circle, Circle], ...] = (
    (
        _("Questions and answers"),
        _("Ask each other"),
        _("Ask people who do the same work. What helped is marked as the answer."),
        ForumKind.QUESTION,
        Circle.PROSPECTS,
        Circle.MEMBERS,
    ),
    (
        _("Before you decide"),
        _("Ask each other"),
        _("Evaluating? Ask people who sat where you sit now. Nobody from sales answers here."),
        ForumKind.QUESTION,
        Circle.PROSPECTS,
        Circle.PROSPECTS,
    ),
    (
        _("The lounge"),
        _("Among ourselves"),
        _("Say hello, tell what you are at, and talk about whatever does not fit elsewhere."),
        ForumKind.DISCUSSION,
        Circle.MEMBERS,
        Circle.MEMBERS,
    ),
)


def ensure(by: Person, now: datetime) -> list[Forum]:
    """Open the first forums where there is none at all; returns them. What a programme made of its own stays."""
    if session.scalar(sa.select(sa.exists().where(Forum.id.is_not(None)))):
        return []
    return [
        open_forum(
            str(name),
            category=str(category),
            about=str(about),
            kind=kind,
            sees=sees,
            posts=posts,
            by=by,
            now=now,
        )
        for name, category, about, kind, sees, posts in _FORUMS
    ]
