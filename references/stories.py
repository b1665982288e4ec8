"""Stories: what customers have said in writing, published, so that it can be offered instead of a call."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.content import text
from hub.database import Model, session
from hub.errors import NotFound, Refusal, Words
from hub.facts import audit
from hub.i18n import _
from hub.people.companies import Company
from hub.people.persons import Person, slug
from hub.search import touch
from references.requests import Request


class StoryKind(StrEnum):
    """What it is; in this order it is offered."""

    CASE_STUDY = "case_study"
    TESTIMONY = "testimony"
    REPORT = "report"

    @property
    def label(self) -> Words:
        """The kind in words."""
        return KINDS[self]


KINDS = {
    StoryKind.CASE_STUDY: _("Case study"),
    StoryKind.TESTIMONY: _("Recorded testimony"),
    StoryKind.REPORT: _("Analyst report"),
}


class Story(Model):
    """A story. It is seen while it is published; `verified_at` is when the customer last said that it still
    holds.
    """

    __tablename__ = "stories"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[StoryKind]
    title: Mapped[str]
    summary: Mapped[str]
    body: Mapped[str]
    body_html: Mapped[str]
    company_id: Mapped[int | None] = mapped_column(sa.ForeignKey("companies.id"), index=True)
    industry: Mapped[str | None]
    use_case: Mapped[str | None]
    topics: Mapped[list[str]]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    verified_at: Mapped[datetime | None]
    unpublished_at: Mapped[datetime | None]

    company: Mapped[Company | None] = relationship(lazy="joined")

    @property
    def url(self) -> str:
        """Where it is read."""
        return f"/stories/{self.slug}"


def published() -> sa.Select[tuple[Story]]:
    """Return the statement for the stories that may be read, the latest first. A customer who left has
    none.
    """
    return (
        sa.select(Story)
        .outerjoin(Story.company)
        .where(
            Story.published_at.is_not(None),
            Story.unpublished_at.is_(None),
            sa.or_(Story.company_id.is_(None), Company.churned_at.is_(None)),
        )
        .options(sa.orm.contains_eager(Story.company))
        .order_by(Story.published_at.desc(), Story.id.desc())
    )


def found(wanted: str) -> sa.Select[tuple[Story]]:
    """Return the statement for the published stories that contain `wanted`."""
    fields = (Story.title, Story.summary, Story.industry, Story.use_case, Company.name)
    return (
        published().where(sa.or_(*(field.icontains(wanted, autoescape=True) for field in fields)))
        if wanted
        else published()
    )


def get_published(wanted: str) -> Story:
    """Return a story that may be read; raise `NotFound`."""
    story = session.scalar(published().where(Story.slug == wanted))
    if story is None:
        raise NotFound
    return story


def publish(
    *,
    kind: StoryKind,
    title: str,
    summary: str,
    body: str,
    by: Person,
    now: datetime,
    company: Company | None = None,
    industry: str | None = None,
    use_case: str | None = None,
    topics: list[str] | None = None,
) -> Story:
    """Publish a story that its customer has approved."""
    if not title.strip() or not body.strip():
        raise Refusal(_("A story needs a title and its text."), field="body")
    story = Story(
        slug=_free_slug(title),
        kind=kind,
        title=title.strip(),
        summary=summary.strip(),
        body=body,
        body_html=text.render(body),
        company_id=company.id if company else None,
        industry=industry,
        use_case=use_case,
        topics=topics or [],
        by_id=by.id,
        published_at=now,
        verified_at=now,
    )
    session.add(story)
    session.flush()
    touch("story", story.id)
    audit.log("story.published", by=by, subject=("story", story.id), now=now)
    return story


def unpublish(story: Story, *, by: Person, now: datetime) -> None:
    """Take a story back at once."""
    story.unpublished_at = now
    session.flush()
    touch("story", story.id)
    audit.log("story.unpublished", by=by, subject=("story", story.id), now=now)


def fitting(request: Request, *, limit: int = 3) -> list[Story]:
    """Return the stories that answer part of a request, the best first: industry, use case, common topics."""
    likely = published().where(
        sa.or_(
            sa.func.lower(Story.industry) == (request.industry or "").lower(),
            sa.func.lower(Story.use_case) == (request.use_case or "").lower(),
        )
    )
    found = session.scalars(likely.limit(50)).all()
    return sorted(found, key=lambda story: (-_fit(story, request), list(StoryKind).index(story.kind)))[:limit]


def _fit(story: Story, request: Request) -> int:
    same_industry = (story.industry or "").lower() == (request.industry or "").lower()
    same_use = (story.use_case or "").lower() == (request.use_case or "").lower()
    return 2 * same_industry + 2 * same_use + len(set(story.topics) & set(request.topics))


def _free_slug(title: str) -> str:
    base = slug(title) or "story"
    taken = set(session.scalars(sa.select(Story.slug).where(Story.slug.startswith(base))))
    return next(
        name
        for number in range(1, len(taken) + 2)
        if (name := base if number == 1 else f"{base}-{number}") not in taken
    )
