"""What search knows of rewards: those in the shop, for members."""

from collections.abc import Iterator

import sqlalchemy as sa

from hub.content import text
from hub.database import session
from hub.search import Document
from rewards.catalogue import Reward


def find(reward_id: int) -> Document | None:
    """Return a reward as search sees it; None when it is not in the shop."""
    reward = session.get(Reward, reward_id)
    if reward is None or reward.archived_at is not None:
        return None
    return Document(
        kind="reward",
        id=reward.id,
        title=reward.name,
        text=text.plain(reward.description_html),
        url=reward.url,
        author="",
        tags=(reward.kind_name,),
        place="",
        created_at=reward.created_at,
        audience=frozenset({"members"}),
    )


def ids() -> Iterator[int]:
    """Return the ids of all rewards in the shop."""
    return iter(session.scalars(sa.select(Reward.id).where(Reward.archived_at.is_(None))).all())
