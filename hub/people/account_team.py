"""The vendor's people who look after a customer: its customer-success manager is told before the customer is contacted."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, session
from hub.people.companies import Company
from hub.people.persons import Person


class CsmAssignment(Model):
    """That a person is the customer-success manager of a company; each company has at most one."""

    __tablename__ = "csm_assignments"

    company_id: Mapped[int] = mapped_column(sa.ForeignKey("companies.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)

    person: Mapped[Person] = relationship()


def csm_of(company_id: int | None) -> Person | None:
    """Return who looks after a company, when that person is in the hub."""
    assignment = session.get(CsmAssignment, company_id) if company_id is not None else None
    return assignment.person if assignment else None


def assign_csm(company: Company, person: Person) -> None:
    """Make a person the customer-success manager of a company, instead of who was it before."""
    session.merge(CsmAssignment(company_id=company.id, person_id=person.id))


def companies_of(person: Person) -> sa.Select[tuple[int]]:
    """Return the statement for the ids of the companies that a person looks after."""
    return sa.select(CsmAssignment.company_id).where(CsmAssignment.person_id == person.id)
