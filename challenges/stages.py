"""Stages: the steps of a challenge, each of a kind, in an order.

A removed stage stays in the table with its answers.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from challenges import kinds
from challenges.challenges import Challenge, State
from challenges.kinds import Kind
from hub.database import Model, session
from hub.errors import NotFound, Refusal
from hub.i18n import _

MOST = 20
MOST_POINTS = 1000


class Stage(Model):
    """A step of a challenge.

    `settings` belong to its kind; with `auto_approve` nobody needs to look at the answer.
    """

    __tablename__ = "challenge_stages"
    __table_args__ = (sa.Index("ix_challenge_stages_order", "challenge_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    position: Mapped[int]
    kind_name: Mapped[str]
    title: Mapped[str]
    prompt: Mapped[str]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    points: Mapped[int]
    auto_approve: Mapped[bool]
    removed_at: Mapped[datetime | None]

    @property
    def kind(self) -> Kind:
        """What kind of step it is."""
        return kinds.get(self.kind_name)


def of(challenge: Challenge) -> list[Stage]:
    """Return the stages of a challenge in their order, as they are now."""
    standing = sa.select(Stage).where(Stage.challenge_id == challenge.id, Stage.removed_at.is_(None))
    return list(session.scalars(standing.order_by(Stage.position, Stage.id)))


def get(challenge: Challenge, stage_id: int, *, removed: bool = False) -> Stage:
    """Return a stage of this challenge (a removed one when asked for); raise `NotFound`."""
    stage = session.get(Stage, stage_id)
    if stage is None or stage.challenge_id != challenge.id or (stage.removed_at is not None) != removed:
        raise NotFound
    return stage


def add(
    challenge: Challenge,
    kind_name: str,
    *,
    title: str = "",
    prompt: str = "",
    points: int | None = None,
    settings: Mapping[str, Any] | None = None,
    auto_approve: bool | None = None,
) -> Stage:
    """Add a stage at the end, with the kind's own beginnings where nothing is said."""
    kind, before = kinds.get(kind_name), of(challenge)
    if len(before) >= MOST:
        raise Refusal(_("%(most)s steps are enough for one challenge.", most=MOST))
    stage = Stage(
        challenge_id=challenge.id,
        position=before[-1].position + 1 if before else 1,
        kind_name=kind.name,
        title=title or str(kind.label),
        prompt=prompt,
        settings=kind.settings_from(settings or {}),
        points=kind.usual_points if points is None else points,
        auto_approve=not kind.reviewed if auto_approve is None else auto_approve,
    )
    session.add(stage)
    _total(challenge)
    return stage


def change(
    stage: Stage, *, title: str, prompt: str, points: int, auto_approve: bool, settings: Mapping[str, Any]
) -> None:
    """Change what a stage asks and what it brings."""
    if not 0 <= points <= MOST_POINTS:
        raise Refusal(_("Between 0 and %(most)s points.", most=MOST_POINTS))
    stage.title, stage.prompt, stage.points, stage.auto_approve = title, prompt, points, auto_approve
    stage.settings = stage.kind.settings_from(settings)
    _total(session.get_one(Challenge, stage.challenge_id))


def shift(challenge: Challenge, stage: Stage, steps: int) -> None:
    """Move a stage up (-1) or down (1); at the ends it stays."""
    order = of(challenge)
    at = order.index(stage)
    order.insert(min(max(at + steps, 0), len(order) - 1), order.pop(at))
    for position, one in enumerate(order, start=1):
        one.position = position
    session.flush()


def remove(challenge: Challenge, stage: Stage, *, now: datetime) -> None:
    """Take a stage away; what people answered is kept. The last one of a live challenge stays."""
    if challenge.state is State.LIVE and len(of(challenge)) == 1:
        raise Refusal(_("A live challenge needs at least one step. Pause it first, or add another one."))
    stage.removed_at = now
    _total(challenge)


def restore(challenge: Challenge, stage: Stage) -> None:
    """Bring a removed stage back to its place."""
    stage.removed_at = None
    _total(challenge)


def _total(challenge: Challenge) -> None:
    """Keep the sum of the points beside the challenge, so that lists need not add up."""
    session.flush()
    challenge.points = sum(stage.points for stage in of(challenge))
    session.flush()
    session.expire(challenge, ["stages"])
