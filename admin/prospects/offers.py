"""Offers of a talk: what a buyer gets whose question found no customer in time. One per question, said yes
to once.

The buyer who ticked "a talk is welcome" while asking needs no second question: their request is filed at
once. An offer falls away when an answer is accepted before they said anything.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from admin.prospects import talks
from admin.prospects.talks import Wish
from community import posts
from community.topics import Topic
from hub.database import Model, changed, insert_new, session
from hub.errors import NotFound, Refusal
from hub.facts import notifications
from hub.facts.activity import Activity
from hub.i18n import _
from hub.people import buyers
from hub.people.persons import Person

NOTICE = "talk.offered"


class OfferState(StrEnum):
    """How an offer stands; each of the others ends it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class TalkOffer(Model):
    """That a buyer was offered a talk because of a question; `settled_at` is when it was answered or fell
    away.
    """

    __tablename__ = "talk_offers"
    __table_args__ = (sa.Index("ix_talk_offers_person", "person_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str]
    url: Mapped[str]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    state: Mapped[OfferState] = mapped_column(default=OfferState.OPEN)
    offered_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    request_id: Mapped[int | None] = mapped_column(unique=True)


def of(person: Person) -> list[TalkOffer]:
    """Return the offers that wait for a person's yes or no, the latest first."""
    open_ones = sa.select(TalkOffer).where(
        TalkOffer.person_id == person.id, TalkOffer.state == OfferState.OPEN
    )
    return list(session.scalars(open_ones.order_by(TalkOffer.offered_at.desc())))


def find_for(topic_id: int, person: Person) -> TalkOffer | None:
    """Return the offer that a person got for a question, however it stands."""
    return session.scalar(
        sa.select(TalkOffer).where(TalkOffer.topic_id == topic_id, TalkOffer.person_id == person.id)
    )


def get(offer_id: int, *, to: Person) -> TalkOffer:
    """Return a person's own offer; raise `NotFound`."""
    offer = session.get(TalkOffer, offer_id, populate_existing=True)
    if offer is None or offer.person_id != to.id:
        raise NotFound
    return offer


def follow_unanswered(activity: Activity, *, now: datetime) -> None:
    """Offer a talk to the buyer whose question waited in vain; who welcomed one beforehand has it requested
    now.

    Members get none here: they are introduced to each other, not matched for a deal.
    """
    person = activity.person
    if not person.active or buyers.opportunity_of(person) is None:
        return
    offer_id = insert_new(
        TalkOffer,
        topic_id=activity.subject_id,
        title=activity.title,
        url=activity.url,
        person_id=person.id,
        state=OfferState.OPEN,
        offered_at=now,
    )
    if offer_id is None:
        return
    offer = session.get_one(TalkOffer, offer_id)
    if not (activity.data.get("talk_welcome") and _requested(offer, person, now)):
        _tell(offer, person, now)


def accept(offer: TalkOffer, *, by: Person, now: datetime, besides: bool = True) -> int:
    """Say yes: file the request and return its id. Saying yes again returns the same one.

    Raises `Refusal` when the offer fell away meanwhile, or when no request can be filed; the offer then
    stays open. A yes counts `besides` another open request of the buyer; what is filed without a click does
    not.
    """
    with session.begin_nested():
        if _settle(offer.id, OfferState.ACCEPTED, now):
            offer.request_id = talks.ask(by, replace(_wish(offer), besides=besides), now=now)
            session.flush()
    session.refresh(offer)
    if offer.request_id is None:
        raise Refusal(_("This offer is not open any more. You can still ask for a talk."))
    return offer.request_id


def decline(offer: TalkOffer, *, now: datetime) -> bool:
    """Say no thanks; false when the offer was not open any more."""
    return _settle(offer.id, OfferState.DECLINED, now)


def reopen(offer: TalkOffer) -> bool:
    """Take a "no thanks" back."""
    declined = sa.and_(TalkOffer.id == offer.id, TalkOffer.state == OfferState.DECLINED)
    return changed(sa.update(TalkOffer).where(declined).values(state=OfferState.OPEN, settled_at=None)) == 1


def withdraw_answered(activity: Activity, *, now: datetime) -> None:
    """Let the offer of a question fall away when an answer to it was accepted before the buyer said yes."""
    topic_id = activity.data.get("topic_id")
    answered = sa.and_(TalkOffer.topic_id == topic_id, TalkOffer.state == OfferState.OPEN)
    changed(sa.update(TalkOffer).where(answered).values(state=OfferState.WITHDRAWN, settled_at=now))


def _settle(offer_id: int, state: OfferState, now: datetime) -> bool:
    """End an open offer; of any number of simultaneous clicks exactly one does."""
    open_one = sa.and_(TalkOffer.id == offer_id, TalkOffer.state == OfferState.OPEN)
    return changed(sa.update(TalkOffer).where(open_one).values(state=state, settled_at=now)) == 1


def _requested(offer: TalkOffer, person: Person, now: datetime) -> bool:
    """File what was welcomed beforehand. Where that cannot be done now, the buyer is asked instead."""
    try:
        request_id = accept(offer, by=person, now=now, besides=False)
    except Refusal:
        return False
    notifications.tell(
        person,
        NOTICE,
        title=_(
            "Nobody answered “%(title)s” yet, so we are looking for somebody you can talk to",
            title=offer.title,
        ),
        url=f"/references/requests/{request_id}",
        key=f"talk-offer:{offer.id}",
        now=now,
    )
    return True


def _tell(offer: TalkOffer, person: Person, now: datetime) -> None:
    notifications.tell(
        person,
        NOTICE,
        title=_(
            "Nobody answered “%(title)s” yet. Would you like to talk to somebody like you?", title=offer.title
        ),
        url="/ask",
        key=f"talk-offer:{offer.id}",
        now=now,
    )


def _wish(offer: TalkOffer) -> Wish:
    """Return the wish that the question stands for: its title, and what the buyer wrote below it."""
    topic = session.get(Topic, offer.topic_id)
    body = posts.first_of(topic).body if topic is not None else ""
    return Wish(
        key=f"offer:{offer.id}",
        question=f"{offer.title}\n\n{body}".strip(),
        topic_id=offer.topic_id,
        url=offer.url,
    )
