"""A request: somebody asks for a customer to speak with a buyer. Filed by sales, by staff, or by the buyer
themselves.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, session
from hub.errors import NotFound, Refusal
from hub.facts import audit
from hub.i18n import _
from hub.people import companies, persons
from hub.people.companies import Company, CompanyKind
from hub.people.opportunities import Opportunity
from hub.people.persons import Person
from references.formats import Format
from references.matching.wanted import SIMILARITIES, Need, Wanted
from references.states import State

RESPONSE_WITHIN = timedelta(hours=48)
"""The promise to who asks: the grade, or a story instead, told within 48 elapsed hours."""

DUPLICATE_DAYS = 30


class Recording(StrEnum):
    """Whether the buyer wants to record the talk."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Request(Model):
    """One request. Facts of the buyer are kept as they were when it was filed; `amount_minor` is in minor
    units.
    """

    __tablename__ = "reference_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    requester_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    opportunity_id: Mapped[int | None] = mapped_column(sa.ForeignKey("opportunities.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(sa.ForeignKey("companies.id"), index=True)
    company_name: Mapped[str]
    buyer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    buyer_title: Mapped[str]
    industry: Mapped[str | None]
    size: Mapped[str | None]
    region: Mapped[str | None]
    use_case: Mapped[str | None]
    product: Mapped[str | None]
    needs: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    stage: Mapped[str]
    amount_minor: Mapped[int | None] = mapped_column(sa.BigInteger)
    currency: Mapped[str | None]
    expected_close: Mapped[date | None]
    needed_by: Mapped[date | None]
    topics: Mapped[list[str]]
    concerns: Mapped[str]
    competitor: Mapped[str | None]
    format: Mapped[Format]
    minutes: Mapped[int]
    recording: Mapped[Recording]
    language: Mapped[str | None]
    timezone: Mapped[str]
    buyer_times: Mapped[list[str]]
    last_reference: Mapped[str]
    topic_url: Mapped[str | None]
    state: Mapped[State] = mapped_column(default=State.REQUESTED, index=True)
    filed_at: Mapped[datetime] = mapped_column(index=True)
    responded_at: Mapped[datetime | None]
    response: Mapped[str | None]

    requester: Mapped[Person] = relationship(foreign_keys=[requester_id], lazy="joined")
    buyer: Mapped[Person | None] = relationship(foreign_keys=[buyer_id])
    opportunity: Mapped[Opportunity | None] = relationship()

    @property
    def response_due(self) -> datetime:
        """When the first response is due at the latest."""
        return self.filed_at + RESPONSE_WITHIN

    @property
    def first_response_hours(self) -> float | None:
        """Elapsed hours from filing to the first response; None while there is none."""
        return (self.responded_at - self.filed_at) / timedelta(hours=1) if self.responded_at else None

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"/references/requests/{self.id}"

    @property
    def field_of_work(self) -> str | None:
        """The buyer's industry within a sentence."""
        return within_sentence(self.industry)

    def need(self, similarity: str) -> Need:
        """Return how much a similarity matters to the buyer."""
        return Need(self.needs.get(similarity, Need.PREFERRED))

    def wanted(self) -> Wanted:
        """Return the request as matching sees it."""
        return Wanted(
            format=self.format.value,
            minutes=self.minutes,
            industry=self.industry,
            size=self.size,
            use_case=self.use_case,
            region=self.region,
            product=self.product,
            topics=frozenset(self.topics),
            language=self.language,
            timezone=self.timezone,
            company_id=self.company_id,
            company_key=companies.key_of(self.company_name),
            competitor_key=companies.key_of(self.competitor) if self.competitor else None,
            needs={name: self.need(name) for name in SIMILARITIES},
        )


@dataclass(frozen=True)
class Wish:
    """What one asks for. Only the company, the format and the minutes are needed; the rest helps to find
    who fits.
    """

    company_name: str
    format: Format = Format.VIDEO
    minutes: int = 30
    opportunity: Opportunity | None = None
    industry: str | None = None
    size: str | None = None
    region: str | None = None
    use_case: str | None = None
    product: str | None = None
    needs: dict[str, str] = field(default_factory=dict)
    stage: str = ""
    amount_minor: int | None = None
    currency: str | None = None
    expected_close: date | None = None
    needed_by: date | None = None
    topics: list[str] = field(default_factory=list)
    concerns: str = ""
    competitor: str | None = None
    recording: Recording = Recording.UNKNOWN
    language: str | None = None
    timezone: str = "UTC"
    buyer_name: str = ""
    buyer_email: str = ""
    buyer_title: str = ""
    buyer_times: list[str] = field(default_factory=list)
    last_reference: str = ""
    topic_url: str | None = None
    again: bool = False
    """File it although one for the same deal was filed within 30 days."""


class Duplicate(Refusal):
    """For this deal a request was filed a short time ago: `request`."""

    def __init__(self, request: Request) -> None:
        super().__init__(
            _("There is a request for this deal already. Tick below if you need another."), "again"
        )
        self.request = request


def within_sentence(industry: str | None) -> str | None:
    """Return an industry as one says it within a sentence: lower case, unless it is an abbreviation."""
    if industry is None or industry[1:2].isupper():
        return industry
    return industry[:1].lower() + industry[1:]


def of_opportunity(opportunity: Opportunity) -> Wish:
    """Return what a deal already says, so that filing takes less than a minute."""
    buyer = opportunity.company
    return Wish(
        company_name=buyer.name,
        opportunity=opportunity,
        industry=buyer.industry,
        size=buyer.size,
        region=buyer.region,
        use_case=buyer.use_case,
        product=buyer.product,
        stage=opportunity.stage,
        amount_minor=opportunity.amount_minor,
        currency=opportunity.currency,
        expected_close=opportunity.expected_close,
        competitor=opportunity.competitor,
    )


def file(wish: Wish, *, by: Person, now: datetime, buyer: Person | None = None) -> Request:
    """File a request for `by`, who may be staff or a buyer (`buyer` is then the same person).

    Raises `Duplicate` when the deal has a request of the last 30 days, `Refusal` beside the field for what
    is missing.
    """
    if not wish.company_name.strip():
        raise Refusal(_("Who is the buyer?"), field="company_name")
    if not 10 <= wish.minutes <= 480:
        raise Refusal(_("Choose between 10 and 480 minutes."), field="minutes")
    _refuse_duplicate(wish, now)
    company = _company_of(wish)
    buyer = buyer or _contact(wish, company, now)
    leave = {"opportunity", "buyer_name", "buyer_email", "again"}
    values = {name: value for name, value in vars(wish).items() if name not in leave}
    request = Request(
        **values,
        requester_id=by.id,
        opportunity_id=wish.opportunity.id if wish.opportunity else None,
        company_id=company.id if company else None,
        buyer_id=buyer.id if buyer else None,
        filed_at=now,
    )
    session.add(request)
    session.flush()
    audit.log(
        "request.filed", by=by, subject=("request", request.id), detail={"for": wish.company_name}, now=now
    )
    return request


def get(request_id: int) -> Request:
    """Return a request; raise `NotFound`."""
    request = session.get(Request, request_id)
    if request is None:
        raise NotFound
    return request


def recent_for(opportunity_id: int, *, now: datetime) -> Request | None:
    """Return the latest request for a deal within 30 days that was neither withdrawn nor turned down."""
    return session.scalar(
        sa.select(Request)
        .where(
            Request.opportunity_id == opportunity_id,
            Request.filed_at > now - timedelta(days=DUPLICATE_DAYS),
            Request.state.not_in((State.WITHDRAWN, State.DECLINED, State.NO_MATCH)),
        )
        .order_by(Request.filed_at.desc())
        .limit(1)
    )


def without_response(*, limit: int = 20) -> list[Request]:
    """Return the open requests whose requester was not told anything yet, the most urgent first."""
    waiting = sa.select(Request).where(
        Request.responded_at.is_(None), Request.state.in_((State.REQUESTED, State.IN_REVIEW))
    )
    return list(session.scalars(waiting.order_by(Request.filed_at).limit(limit)))


def _refuse_duplicate(wish: Wish, now: datetime) -> None:
    if wish.opportunity is None or wish.again:
        return
    session.execute(sa.select(Opportunity.id).where(Opportunity.id == wish.opportunity.id).with_for_update())
    known = recent_for(wish.opportunity.id, now=now)
    if known is not None:
        raise Duplicate(known)


def _company_of(wish: Wish) -> Company | None:
    return wish.opportunity.company if wish.opportunity else companies.find_by_name(wish.company_name)


def _contact(wish: Wish, company: Company | None, now: datetime) -> Person | None:
    """Return the buyer by their address, added as a contact when we do not know them."""
    if not wish.buyer_email:
        return None
    known = persons.find_by_email(wish.buyer_email)
    if known is not None:
        if known.company and known.company.kind in (CompanyKind.CUSTOMER, CompanyKind.VENDOR):
            raise Refusal(_("This does not look like the buyer's address."), field="buyer_email")
        return known
    if not wish.buyer_name.strip():
        raise Refusal(_("How is the buyer called?"), field="buyer_name")
    first, _space, last = wish.buyer_name.strip().partition(" ")
    return persons.add_contact(
        wish.buyer_email,
        first,
        last,
        now=now,
        title=wish.buyer_title or None,
        timezone=wish.timezone,
        company_id=company.id if company else None,
    )
