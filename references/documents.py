"""What search knows of stories: members, buyers and staff may find the published ones."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from hub.database import session
from hub.people.persons import Person
from hub.search import Document
from references import stories
from references.stories import Story

AUDIENCE = "stories"
"""The token of everybody who has joined: stories are published, to buyers too."""


def find(ids: Sequence[int]) -> list[Document]:
    """Return these stories as search sees them: those that may be read."""
    found = session.scalars(stories.published().where(Story.id.in_(ids)))
    return [_document(story, story.published_at) for story in found if story.published_at is not None]


def ids() -> Iterator[int]:
    """Return the ids of the stories that may be read."""
    return iter([story.id for story in session.scalars(stories.published())])


def tokens(person: Person) -> set[str]:
    """Return the token by which members find stories."""
    return {AUDIENCE} if person.active else set()


def _document(story: Story, published_at: datetime) -> Document:
    words = [story.summary, story.body, story.industry or "", story.use_case or ""]
    return Document(
        kind="story",
        id=story.id,
        title=story.title,
        text=" ".join(words),
        url=story.url,
        author=story.company.name if story.company else "",
        tags=tuple(story.topics),
        place="",
        created_at=published_at,
        audience=frozenset({AUDIENCE}),
    )
