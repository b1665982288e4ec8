"""What search knows of rewards: those in the shop, for members."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from hub.content import text
from hub.database import session
from hub.search import Document
from rewards.catalogue import Reward


def find(ids: Sequence[int]) -> list[Document]:
    """Return these rewards as search sees them: those in the shop."""
    found = sa.select(Reward).where(Reward.id.in_(ids), Reward.archived_at.is_(None))
    return [_document(reward) for reward in session.scalars(found)]


def ids() -> Iterator[int]:
    """Return the ids of all rewards in the shop."""
    return iter(session.scalars(sa.select(Reward.id).where(Reward.archived_at.is_(None))).all())


def _document(reward: Reward) -> Document:
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
