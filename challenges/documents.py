"""What search knows of challenges, and who may find them: exactly those who may open them."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from challenges.challenges import CATEGORIES, Challenge, State
from hub.clock import now
from hub.content import text
from hub.database import session
from hub.people.persons import Person
from hub.search import Document

TAKERS = "challenge-takers"


def find(ids: Sequence[int]) -> list[Document]:
    """Return these challenges as search sees them: those that members can take now."""
    whole = (sa.orm.undefer(Challenge.body_html), sa.orm.joinedload(Challenge.author))
    found = session.scalars(sa.select(Challenge).where(Challenge.id.in_(ids)).options(*whole))
    return [_document(challenge) for challenge in found if challenge.open_at(now())]


def ids() -> Iterator[int]:
    """Return the ids of all live challenges."""
    return iter(session.scalars(sa.select(Challenge.id).where(Challenge.state == State.LIVE)).all())


def tokens(person: Person) -> set[str]:
    """Return the token of those who may take challenges."""
    return {TAKERS} if person.can("challenge.take") else set()


def _document(challenge: Challenge) -> Document:
    return Document(
        kind="challenge",
        id=challenge.id,
        title=challenge.title,
        text=f"{challenge.summary}\n{text.plain(challenge.body_html)}",
        url=f"/challenges/{challenge.id}",
        author=challenge.author.name,
        tags=tuple(challenge.tags),
        place=str(CATEGORIES[challenge.category]),
        created_at=challenge.published_at or challenge.created_at,
        audience=frozenset({TAKERS}),
    )
