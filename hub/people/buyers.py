"""Buyers: a prospect is bound to the deal that they evaluate for, by the link they came in with."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, insert_once, session
from hub.people.opportunities import Opportunity
from hub.people.persons import Person


class Buyer(Model):
    """That a person evaluates for a deal."""

    __tablename__ = "buyers"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(sa.ForeignKey("opportunities.id"), index=True)
    since: Mapped[datetime]

    opportunity: Mapped[Opportunity] = relationship(lazy="joined")
    person: Mapped[Person] = relationship()


def opportunity_of(person: Person) -> Opportunity | None:
    """Return the deal a person evaluates for, None for who is no buyer."""
    buyer = session.get(Buyer, person.id)
    return buyer.opportunity if buyer else None


def bind(person: Person, opportunity: Opportunity, *, now: datetime) -> None:
    """Bind a person to a deal and to its company; who is bound stays bound to the first."""
    insert_once(Buyer, person_id=person.id, opportunity_id=opportunity.id, since=now)
    person.company_id = person.company_id or opportunity.company_id
    session.flush()
