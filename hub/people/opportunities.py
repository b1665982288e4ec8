"""Opportunities: the deals that a reference or an answer may help, as the CRM knows them."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, session
from hub.errors import NotFound
from hub.people.companies import Company


class Result(StrEnum):
    """How a deal stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Opportunity(Model):
    """A deal. Its amount is in minor units of `currency`."""

    __tablename__ = "opportunities"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    company_id: Mapped[int] = mapped_column(sa.ForeignKey("companies.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    owner_name: Mapped[str | None]
    stage: Mapped[str]
    result: Mapped[Result] = mapped_column(default=Result.OPEN, index=True)
    amount_minor: Mapped[int | None] = mapped_column(sa.BigInteger)
    currency: Mapped[str | None]
    opened_on: Mapped[date | None]
    expected_close: Mapped[date | None]
    closed_on: Mapped[date | None]
    competitor: Mapped[str | None]
    created_at: Mapped[datetime]

    company: Mapped[Company] = relationship(lazy="joined")


def find_by_external_id(external_id: str) -> Opportunity | None:
    """Return the deal that the CRM knows by that id."""
    return session.scalar(sa.select(Opportunity).where(Opportunity.external_id == external_id))


def get(opportunity_id: int) -> Opportunity:
    """Return a deal; raise `NotFound`."""
    opportunity = session.get(Opportunity, opportunity_id)
    if opportunity is None:
        raise NotFound
    return opportunity


def still_open() -> list[Opportunity]:
    """Return the open deals by name of the company."""
    return list(
        session.scalars(
            sa.select(Opportunity)
            .join(Opportunity.company)
            .where(Opportunity.result == Result.OPEN)
            .order_by(Company.name, Opportunity.name)
        )
    )
