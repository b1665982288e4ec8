"""What search knows of stories: members, buyers and staff may find the published ones."""

from collections.abc import Iterator

from hub.database import session
from hub.people.persons import Person
from hub.search import Document
from references import stories
from references.stories import Story

AUDIENCE = "stories"
"""The token of everybody who has joined: stories are published, to buyers too."""


def find(story_id: int) -> Document | None:
    """Return a story as search sees it; None when it may not be read (any more)."""
    story = session.scalar(stories.published().where(Story.id == story_id))
    if story is None or story.published_at is None:
        return None
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
        created_at=story.published_at,
        audience=frozenset({AUDIENCE}),
    )


def ids() -> Iterator[int]:
    """Return the ids of the stories that may be read."""
    return iter([story.id for story in session.scalars(stories.published())])


def tokens(person: Person) -> set[str]:
    """Return the token by which members find stories."""
    return {AUDIENCE} if person.active else set()
