"""Challenges: small things worth doing. What one is, where it stands in its life, and who may see it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from challenges.moves import Transitions, move
from hub.content import text
from hub.database import Model, session
from hub.errors import NotFound, Refusal, Words
from hub.facts import audit
from hub.i18n import _
from hub.people.persons import Person
from hub.search import touch

if TYPE_CHECKING:
    from challenges.stages import Stage


class State(StrEnum):
    """Where a challenge stands in its life."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"
    ARCHIVED = "archived"

    @property
    def label(self) -> Words:
        """The state in words."""
        return STATES[self]


TRANSITIONS: Transitions = {
    "publish": (frozenset({State.DRAFT, State.PAUSED, State.ENDED}), State.LIVE),
    "pause": (frozenset({State.LIVE}), State.PAUSED),
    "end": (frozenset({State.LIVE, State.PAUSED}), State.ENDED),
    "archive": (frozenset({State.DRAFT, State.PAUSED, State.ENDED}), State.ARCHIVED),
    "restore": (frozenset({State.ARCHIVED}), State.DRAFT),
}

STATES: dict[State, Words] = {
    State.DRAFT: _("Draft"),
    State.LIVE: _("Live"),
    State.PAUSED: _("Paused"),
    State.ENDED: _("Ended"),
    State.ARCHIVED: _("Archived"),
}


class Category(StrEnum):
    """What a challenge is good for."""

    ONBOARDING = "onboarding"
    FUN = "fun"
    LEARNING = "learning"
    FEEDBACK = "feedback"
    COMMUNITY = "community"
    ADVOCACY = "advocacy"
    REFERRAL = "referral"

    @property
    def label(self) -> Words:
        """The category in words."""
        return CATEGORIES[self]


CATEGORIES: dict[Category, Words] = {
    Category.ONBOARDING: _("Getting started"),
    Category.FUN: _("For fun"),
    Category.LEARNING: _("Learning"),
    Category.FEEDBACK: _("Feedback"),
    Category.COMMUNITY: _("Meeting peers"),
    Category.ADVOCACY: _("Speaking up"),
    Category.REFERRAL: _("Bringing others"),
}


class Challenge(Model):
    """A challenge.

    `points` is the sum over its stages, `minutes` what it takes, `starter` names a built-in one.
    """

    __tablename__ = "challenges"
    __table_args__ = (sa.Index("ix_challenges_state", "state", "deadline"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    summary: Mapped[str]
    body: Mapped[str] = mapped_column(deferred=True)
    body_html: Mapped[str] = mapped_column(deferred=True)
    image_key: Mapped[str | None]
    category: Mapped[Category]
    tags: Mapped[list[str]] = mapped_column(default=list)
    minutes: Mapped[int]
    points: Mapped[int] = mapped_column(default=0)
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    starter: Mapped[str | None] = mapped_column(unique=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    created_at: Mapped[datetime]
    starts_at: Mapped[datetime | None]
    deadline: Mapped[datetime | None]
    published_at: Mapped[datetime | None]

    author: Mapped[Person] = relationship()
    stages: Mapped[list["Stage"]] = relationship(
        primaryjoin="and_(Challenge.id == Stage.challenge_id, Stage.removed_at.is_(None))",
        order_by="Stage.position, Stage.id",
        viewonly=True,
    )

    @property
    def image_url(self) -> str | None:
        """Where the picture is, when there is one."""
        return image_url(self.image_key)

    @property
    def last_moment(self) -> datetime | None:
        """The last moment of its last day: `deadline` is the midnight that follows."""
        return last_moment(self.deadline)

    def open_at(self, moment: datetime) -> bool:
        """Whether members can take it at a moment."""
        begun = self.starts_at is None or self.starts_at <= moment
        return self.state is State.LIVE and begun and (self.deadline is None or self.deadline > moment)


def image_url(key: str | None) -> str | None:
    """Return where a picture is, when there is one."""
    return f"/files/{key}" if key else None


def last_moment(deadline: datetime | None) -> datetime | None:
    """Return the last moment of the day that a deadline ends."""
    return deadline - timedelta(seconds=1) if deadline else None


def get(challenge_id: int) -> Challenge:
    """Return a challenge; raise `NotFound`."""
    challenge = session.get(Challenge, challenge_id)
    if challenge is None:
        raise NotFound
    return challenge


def open_now(now: datetime | sa.BindParameter[datetime]) -> sa.ColumnElement[bool]:
    """The condition that members can take a challenge: `Challenge.open_at` for queries."""
    return sa.and_(
        Challenge.state == State.LIVE,
        sa.or_(Challenge.starts_at.is_(None), Challenge.starts_at <= now),
        sa.or_(Challenge.deadline.is_(None), Challenge.deadline > now),
    )


def listed(*, wanted: str = "", state: State | None = None) -> sa.Select[tuple[Challenge]]:
    """Return the statement for a manager's list: the newest first; archived ones only when asked for."""
    statement = sa.select(Challenge).order_by(Challenge.created_at.desc(), Challenge.id.desc())
    statement = statement.where(Challenge.state == state if state else Challenge.state != State.ARCHIVED)
    if wanted:
        fields = (Challenge.title, Challenge.summary, sa.cast(Challenge.tags, sa.Text))
        statement = statement.where(sa.or_(*(field.icontains(wanted, autoescape=True) for field in fields)))
    return statement


def create(
    *,
    title: str,
    summary: str,
    category: Category,
    minutes: int,
    by: Person,
    now: datetime,
    body: str = "",
    tags: Iterable[str] = (),
) -> Challenge:
    """Begin a challenge as a draft. Raises `Refusal` beside the field that does not fit."""
    challenge = Challenge(author_id=by.id, created_at=now)
    _write(challenge, title=title, summary=summary, category=category, minutes=minutes, body=body, tags=tags)
    session.add(challenge)
    session.flush()
    audit.log(
        "challenge.created", by=by, subject=("challenge", challenge.id), detail={"title": title}, now=now
    )
    return challenge


def change(
    challenge: Challenge,
    *,
    title: str,
    summary: str,
    category: Category,
    minutes: int,
    body: str,
    tags: Iterable[str],
    starts_at: datetime | None,
    deadline: datetime | None,
) -> None:
    """Change what a challenge says. Raises `Refusal` beside the field that does not fit."""
    if starts_at and deadline and deadline <= starts_at:
        raise Refusal(_("It would end before it starts."), field="deadline")
    _write(challenge, title=title, summary=summary, category=category, minutes=minutes, body=body, tags=tags)
    challenge.starts_at, challenge.deadline = starts_at, deadline
    session.flush()
    touch("challenge", challenge.id)


def pause(challenge: Challenge, *, by: Person, now: datetime) -> bool:
    """Take a live challenge out of sight for a while; who is on the way keeps what they wrote."""
    return advance(challenge, "pause", by=by, now=now)


def end(challenge: Challenge, *, by: Person | None, now: datetime) -> bool:
    """End a challenge: nobody starts or hands in any more, what waits is still reviewed."""
    return advance(challenge, "end", by=by, now=now)


def archive(challenge: Challenge, *, by: Person, now: datetime) -> bool:
    """Put a challenge away; it leaves every list but its own."""
    return advance(challenge, "archive", by=by, now=now)


def restore(challenge: Challenge, *, by: Person, now: datetime) -> bool:
    """Bring an archived challenge back as a draft."""
    return advance(challenge, "restore", by=by, now=now)


def advance(challenge: Challenge, verb: str, *, by: Person | None, now: datetime, **values: Any) -> bool:
    """Move a challenge through its life.

    False when it was there already; raises `Refusal` when it cannot go there.
    """
    refusal = _(
        "“%(title)s” is not where this would lead on from. Have another look at it.", title=challenge.title
    )
    moved = move(challenge, verb, TRANSITIONS, refusal=refusal, **values)
    if moved:
        touch("challenge", challenge.id)
        audit.log(f"challenge.{verb}", by=by, subject=("challenge", challenge.id), now=now)
    return moved


def _write(
    challenge: Challenge,
    *,
    title: str,
    summary: str,
    category: Category,
    minutes: int,
    body: str,
    tags: Iterable[str],
) -> None:
    if not title.strip():
        raise Refusal(_("Give it a title that says what one does."), field="title")
    if not 1 <= minutes <= 240:
        raise Refusal(_("Between 1 and 240 minutes."), field="minutes")
    challenge.title, challenge.summary, challenge.category, challenge.minutes = (
        title.strip(),
        summary,
        category,
        minutes,
    )
    challenge.body, challenge.body_html = text.checked(body, "body"), text.render(body)
    challenge.tags = list(dict.fromkeys(tags))
