"""Talks: a buyer's wish to speak with a customer becomes a reference request, with every guardrail, and
once.

What led to it (a question without an answer, an answer that helped, or nothing but the wish) is kept beside
the request, so that routes can be compared later.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, insert_new, session
from hub.errors import Refusal
from hub.i18n import _, gettext
from hub.people import buyers
from hub.people.opportunities import Opportunity
from hub.people.persons import Person
from references import requests, working_days
from references.formats import Format
from references.requests import Request
from references.states import OPEN

FORMATS = (Format.VIDEO, Format.PHONE, Format.EMAIL, Format.IN_PERSON)
"""What a buyer may ask for; the others are for analysts, press and stages."""

MINUTES = 30
MOST_WORDS = 2_000


class Soon(StrEnum):
    """By when a buyer would like to talk."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


WORKING_DAYS = {Soon.WEEK: 5, Soon.FORTNIGHT: 10, Soon.MONTH: 20}
SOON_WORDS = {
    Soon.WEEK: _("Within a week"),
    Soon.FORTNIGHT: _("Within two weeks"),
    Soon.MONTH: _("Some time in the next month"),
}


@dataclass(frozen=True)
class Wish:
    """What a buyer would like to talk about. `key` names the wish: told twice, it is filed once."""

    key: str
    question: str
    topics: list[str] = field(default_factory=list)
    format: Format = Format.VIDEO
    soon: Soon = Soon.FORTNIGHT
    topic_id: int | None = None
    url: str | None = None
    besides: bool = False
    """Said yes to on its own: it is filed although another request of the buyer is open."""


class Talk(Model):
    """That a buyer wished for a talk, and the request that came of it."""

    __tablename__ = "talks"
    __table_args__ = (sa.UniqueConstraint("person_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    key: Mapped[str]
    topic_id: Mapped[int | None] = mapped_column(index=True)
    request_id: Mapped[int | None] = mapped_column(unique=True)
    at: Mapped[datetime]


class AlreadyAsked(Refusal):
    """Somebody is being looked for already: `request`."""

    def __init__(self, request: Request) -> None:
        super().__init__(
            _("We are already looking for somebody who can talk to you. Your page shows how far it is.")
        )
        self.request = request


def ask(by: Person, wish: Wish, *, now: datetime) -> int:
    """File the request that a wish stands for and return its id; the same wish again returns the same
    request.

    Raises `Refusal` beside the field, for who evaluates nothing, or while an earlier request of theirs is
    open.
    """
    opportunity = buyers.opportunity_of(by)
    if opportunity is None:
        raise Refusal(_("We do not know yet what you are evaluating. Ask who invited you for a new link."))
    if not wish.question.strip():
        raise Refusal(
            _("A sentence about what you would like to know helps to find the right person."),
            field="question",
        )
    with session.begin_nested():
        talk_id = insert_new(Talk, person_id=by.id, key=wish.key, topic_id=wish.topic_id, at=now)
        if talk_id is not None:
            talk = session.get_one(Talk, talk_id)
            talk.request_id = _file(by, wish, opportunity, now).id
            session.flush()
            return talk.request_id
    known = session.scalar(sa.select(Talk.request_id).where(Talk.person_id == by.id, Talk.key == wish.key))
    assert known is not None, "a talk is kept only with its request"
    return known


def waiting_for(person: Person) -> Request | None:
    """Return the request of a buyer for which somebody is being looked for, or about to talk."""
    own = sa.select(Request).where(Request.buyer_id == person.id, Request.state.in_(OPEN))
    return session.scalar(own.order_by(Request.filed_at.desc()).limit(1))


def with_wished_for(question: str, person: Person | None) -> str:
    """Return a question with the wish to talk with the very person whose answer helped."""
    if person is None:
        return question
    who = gettext("I would most like to talk with %(name)s, whose answer helped.", name=person.name)
    return f"{question.strip()}\n\n{who}"


def _file(by: Person, wish: Wish, opportunity: Opportunity, now: datetime) -> Request:
    """File it. Only the buyer's own open request is in the way; that sales asked for the same deal is not.

    The deal's row is locked meanwhile, so that two wishes of one moment do not both pass.
    """
    session.execute(sa.select(Opportunity.id).where(Opportunity.id == opportunity.id).with_for_update())
    waiting = waiting_for(by)
    if waiting is not None and not wish.besides:
        raise AlreadyAsked(waiting)
    needed_by = working_days.add(now, WORKING_DAYS[wish.soon]).date()
    filled = replace(
        requests.of_opportunity(opportunity),
        format=wish.format,
        minutes=MINUTES,
        topics=wish.topics,
        concerns=wish.question.strip()[:MOST_WORDS],
        needed_by=needed_by,
        timezone=by.timezone,
        buyer_title=by.title or "",
        topic_url=wish.url,
        again=True,
    )
    return requests.file(filled, by=by, buyer=by, now=now)
