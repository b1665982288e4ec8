"""The pictures of badges, drawn once into the data folder:

drawing takes a moment, and no page should wait for it.
"""

import hashlib
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from hub.content import medals
from hub.content.disk import write_atomically
from hub.database import reading, session
from hub.house import house
from rewards.badges import Badge

DRAWING = "1"
"""Change it when the drawing changes: every picture is then drawn anew."""

GLYPHS = {
    "mark": "badge-check",
    "check": "check",
    "star": "star",
    "heart": "heart",
    "speech": "message-circle",
    "people": "users",
    "flag": "flag",
}
"""The icon that stands for each sign of hub.content.medals where a small drawing does."""


def digest(badge: Badge) -> str:
    """Return what names a badge's picture: the same for the same look."""
    look = "\0".join((DRAWING, badge.name, badge.tone, badge.sign))
    return hashlib.sha256(look.encode()).hexdigest()[:24]


def picture(badge: Badge) -> Path:
    """Return the PNG of a badge, drawn now if nobody has drawn it yet."""
    path = house().settings.data / "medals" / f"{digest(badge)}.png"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, medals.medal(badge.name, tone=badge.tone, icon=badge.sign))
    return path


def draw_missing(*, now: datetime) -> None:
    """Draw what new badges lack, before anybody asks."""
    with reading():
        badges = session.scalars(sa.select(Badge).where(Badge.retired_at.is_(None))).all()
    for badge in badges:
        picture(badge)
