"""Offers: what exists already (a story, an answer in the community) is offered before somebody is asked for
a call.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, insert_once, session
from hub.errors import Refusal
from hub.facts import audit
from hub.i18n import _
from hub.people.persons import Person
from references import lifecycle, responses
from references.requests import Request
from references.states import Verb, allows


class Offer(Model):
    """That something was offered for a request: its title, where it is, by whom and when."""

    __tablename__ = "reference_offers"
    __table_args__ = (sa.UniqueConstraint("request_id", "url"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(sa.ForeignKey("reference_requests.id"))
    title: Mapped[str]
    url: Mapped[str]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]


def of(request_id: int) -> list[Offer]:
    """Return what was offered for a request."""
    return list(session.scalars(sa.select(Offer).where(Offer.request_id == request_id).order_by(Offer.id)))


def offer(request: Request, things: list[tuple[str, str]], *, by: Person, now: datetime) -> None:
    """Offer `things` (title, address within the hub). It answers who asked; they may say that they need a
    call after all.
    """
    things = [(title, url) for title, url in things if url.startswith("/") and not url.startswith("//")]
    if not things:
        raise Refusal(_("Choose what to offer."))
    if allows(request.state, Verb.OFFER):
        lifecycle.move(request, Verb.OFFER, by=by, now=now, note=", ".join(title for title, _url in things))
    for title, url in things:
        insert_once(Offer, request_id=request.id, title=title, url=url, by_id=by.id, at=now)
    titles = ", ".join(f"“{title}”" for title, _url in things)
    responses.answer(
        request, _("have a look at %(titles)s", titles=titles), key=f"offered:{things[0][1]}", now=now
    )
    audit.log("content.offered", by=by, subject=("request", request.id), detail={"what": titles}, now=now)
