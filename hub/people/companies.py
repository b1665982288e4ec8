"""Companies: customers, partners, prospects and the vendor, with the facts that a score is made of."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, session
from hub.errors import NotFound


class CompanyKind(StrEnum):
    """What a company is to us."""

    CUSTOMER = "customer"
    PARTNER = "partner"
    PROSPECT = "prospect"
    VENDOR = "vendor"


SIZES = (
    (0, 49, "1–49"),
    (50, 249, "50–249"),
    (250, 999, "250–999"),
    (1000, 4999, "1,000–4,999"),
    (5000, None, "5,000+"),
)
"""Size bands by employees, the first and last included."""


class Company(Model):
    """A company. A fact that is None is unknown, which is not the same as bad."""

    __tablename__ = "companies"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CompanyKind] = mapped_column(default=CompanyKind.CUSTOMER, index=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    website: Mapped[str | None]
    industry: Mapped[str | None]
    employees: Mapped[int | None]
    country: Mapped[str | None]
    region: Mapped[str | None]
    product: Mapped[str | None]
    use_case: Mapped[str | None]
    nps: Mapped[float | None]
    usage_percentile: Mapped[float | None]
    health: Mapped[float | None]
    customer_since: Mapped[date | None]
    last_renewal: Mapped[date | None]
    last_expansion: Mapped[date | None]
    next_renewal: Mapped[date | None]
    executive_sponsor: Mapped[str | None]
    strategic: Mapped[bool | None]
    csm_name: Mapped[str | None]
    forbids_gifts: Mapped[bool] = mapped_column(default=False)
    escalated_at: Mapped[datetime | None]
    churned_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def size(self) -> str | None:
        """The size band, or None when the number of employees is unknown."""
        return size_band(self.employees)


def size_band(employees: int | None) -> str | None:
    """Return the size band of a number of employees."""
    if employees is None:
        return None
    return next(
        label for low, high, label in SIZES if low <= employees and (high is None or employees <= high)
    )


def key_of(name: str) -> str:
    """Return what makes two spellings of a name the same company: case and spacing do not count."""
    return " ".join(name.casefold().split())


def find_by_name(name: str) -> Company | None:
    """Return the company of that name, however it is cased or spaced."""
    return session.scalar(sa.select(Company).where(Company.name_key == key_of(name)))


def get(company_id: int) -> Company:
    """Return a company; raise `NotFound`."""
    company = session.get(Company, company_id)
    if company is None:
        raise NotFound
    return company


def add(name: str, kind: CompanyKind, *, now: datetime) -> Company:
    """Return the company of that name, made when there is none."""
    company = find_by_name(name)
    if company is None:
        company = Company(name=" ".join(name.split()), name_key=key_of(name), kind=kind, created_at=now)
        session.add(company)
        session.flush()
    return company
