"""The catalogue:

what points can become, filled by managers. Changing it never touches what was taken before.
"""

from datetime import date, datetime
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.content import files, text
from hub.content.files import Accept
from hub.database import Model, session
from hub.errors import NotFound, Refusal
from hub.facts import audit
from hub.i18n import _
from hub.people.persons import Person
from hub.search import touch
from rewards.levels import Level
from rewards.reward_kinds import GLYPHS, NAMES, NOT_GIFTS, RewardKind

MOST_POINTS = 1_000_000


class Reward(Model):
    """A reward on its shelf.

    `cost` in points; `stock` is how many are left and `per_member` how many one may take, None for any
    number; `starts_on` and `ends_on` are the first and last day (UTC) on which it can be taken; `value_minor`
    is what one costs the programme, in minor units of `currency`. `instant` ones need no approval.
    """

    __tablename__ = "rewards"
    __table_args__ = (
        sa.CheckConstraint("stock >= 0", name="stock_not_negative"),
        sa.CheckConstraint("cost > 0", name="cost_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    description_md: Mapped[str]
    description_html: Mapped[str]
    kind: Mapped[RewardKind]
    cost: Mapped[int]
    stock: Mapped[int | None]
    per_member: Mapped[int | None]
    level_id: Mapped[int | None] = mapped_column(sa.ForeignKey("levels.id"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    picture_key: Mapped[str | None]
    instant: Mapped[bool]
    value_minor: Mapped[int | None]
    currency: Mapped[str | None]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]

    level: Mapped[Level | None] = relationship(lazy="joined")

    @property
    def url(self) -> str:
        """Where members see it."""
        return f"/rewards/{self.id}"

    @property
    def kind_name(self) -> str:
        """What kind of reward it is, in words."""
        return str(NAMES[self.kind])

    @property
    def glyph(self) -> str:
        """The icon that stands in for a picture."""
        return GLYPHS[self.kind]

    @property
    def picture_url(self) -> str | None:
        """Where the picture is, when there is one."""
        return f"/files/{self.picture_key}" if self.picture_key else None

    @property
    def is_gift(self) -> bool:
        """Whether a company that forbids gifts forbids this."""
        return self.kind not in NOT_GIFTS


def get(reward_id: int) -> Reward:
    """Return a reward, archived or not; raise `NotFound`."""
    reward = session.get(Reward, reward_id)
    if reward is None:
        raise NotFound
    return reward


def get_offered(reward_id: int) -> Reward:
    """Return a reward that stands in the shop; raise `NotFound`."""
    reward = get(reward_id)
    if reward.archived_at is not None:
        raise NotFound
    return reward


def shelf(*, balance: int, gifts: bool, today: date) -> sa.Select[tuple[Reward]]:
    """Return the statement for what the shop offers today, what `balance` affords first, then by cost."""
    begun = sa.or_(Reward.starts_on.is_(None), Reward.starts_on <= today)
    lasting = sa.or_(Reward.ends_on.is_(None), Reward.ends_on >= today)
    offered = sa.select(Reward).where(Reward.archived_at.is_(None), begun, lasting)
    if not gifts:
        offered = offered.where(Reward.kind.in_(sorted(NOT_GIFTS)))
    return offered.order_by(sa.case((Reward.cost <= balance, 0), else_=1), Reward.cost, Reward.id)


def listed(*, archived: bool = False) -> sa.Select[tuple[Reward]]:
    """Return the statement for the managers' list, by name."""
    kept = Reward.archived_at.is_not(None) if archived else Reward.archived_at.is_(None)
    return sa.select(Reward).where(kept).order_by(Reward.name, Reward.id)


def create(*, by: Person, now: datetime, picture: tuple[BinaryIO, str] | None = None, **facts: Any) -> Reward:
    """Put a new reward on the shelf; `facts` are the columns that a manager fills in, `description_md` among
    them.
    """
    reward = Reward(created_at=now, description_html="", **_checked(facts))
    session.add(reward)
    _settle(reward, picture, by, now)
    audit.log(
        "reward.created",
        by=by,
        subject=("reward", reward.id),
        detail={"name": reward.name, "cost": reward.cost},
        now=now,
    )
    return reward


def change(
    reward: Reward, *, by: Person, now: datetime, picture: tuple[BinaryIO, str] | None = None, **facts: Any
) -> None:
    """Change a reward. What members took before keeps its name and cost."""
    before = {name: getattr(reward, name) for name in facts}
    for name, value in _checked(facts).items():
        setattr(reward, name, value)
    _settle(reward, picture, by, now)
    changed = sorted(name for name, value in before.items() if getattr(reward, name) != value)
    audit.log("reward.changed", by=by, subject=("reward", reward.id), detail={"changed": changed}, now=now)


def archive(reward: Reward, *, by: Person, now: datetime) -> None:
    """Take a reward off the shelf; what was taken of it stays to be fulfilled."""
    if reward.archived_at is None:
        reward.archived_at = now
        _log_shelving("reward.archived", reward, by, now)


def restore(reward: Reward, *, by: Person, now: datetime) -> None:
    """Put an archived reward back on the shelf."""
    if reward.archived_at is not None:
        reward.archived_at = None
        _log_shelving("reward.restored", reward, by, now)


def may_see_picture(viewer: Person | None, reward_id: int) -> bool:
    """Whether somebody may fetch the picture of a reward: who may take one, or fills the shop."""
    return viewer is not None and (viewer.can("reward.redeem") or viewer.can("reward.manage"))


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts when they fit together; raise `Refusal` beside the field that does not."""
    if not 1 <= facts["cost"] <= MOST_POINTS:
        raise Refusal(_("A reward costs at least 1 point, and at most a million."), field="cost")
    if facts.get("stock") is not None and facts["stock"] < 0:
        raise Refusal(_("There cannot be fewer than none."), field="stock")
    if facts.get("starts_on") and facts.get("ends_on") and facts["ends_on"] < facts["starts_on"]:
        raise Refusal(_("It would end before it begins."), field="ends_on")
    if facts.get("value_minor") is not None and not facts.get("currency"):
        raise Refusal(_("In which currency?"), field="currency")
    return facts


def _settle(reward: Reward, picture: tuple[BinaryIO, str] | None, by: Person, now: datetime) -> None:
    reward.description_html = text.render(reward.description_md)
    session.flush()
    session.refresh(reward, ["level"])
    if picture is not None:
        stream, name = picture
        file = files.store(
            stream, name=name, holder=("reward", reward.id), owner=by, accept=Accept.IMAGE, now=now
        )
        reward.picture_key = file.public_key
        session.flush()
    touch("reward", reward.id)


def _log_shelving(action: str, reward: Reward, by: Person, now: datetime) -> None:
    session.flush()
    touch("reward", reward.id)
    audit.log(action, by=by, subject=("reward", reward.id), detail={"name": reward.name}, now=now)
