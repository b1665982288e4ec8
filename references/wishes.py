"""Between the request form and a wish: what the fields mean, what a deal fills in, what an unfinished form
already wants.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision

from hub.people import companies, opportunities
from hub.people.opportunities import Opportunity
from references import requests, working_days
from references.formats import Format
from references.matching.wanted import SIMILARITIES, Need, Wanted
from references.requests import Recording, Wish

_WORDS = ("industry", "size", "use_case", "region", "product", "competitor", "language")

_TEXTS = (
    "company_name",
    "concerns",
    "buyer_name",
    "buyer_email",
    "buyer_title",
    "stage",
    "last_reference",
)
_DIRECT = ("minutes", "needed_by", "topics", "timezone", "expected_close", "again")


def fields_of(opportunity: Opportunity, *, now: datetime) -> dict[str, Any]:
    """Return the fields of the form as a deal fills them."""
    wish = requests.of_opportunity(opportunity)
    fields = {
        name: value for name, value in vars(wish).items() if name not in ("opportunity", "needs", "format")
    }
    amount = None
    if wish.amount_minor is not None and wish.currency:
        amount = Decimal(wish.amount_minor).scaleb(-get_currency_precision(wish.currency))
    return {
        **fields,
        "opportunity_id": opportunity.id,
        "amount": amount,
        "needed_by": default_needed_by(now),
        "format": wish.format.value,
        "recording": wish.recording.value,
    }


def from_fields(values: Mapping[str, Any]) -> Wish:
    """Return what a filled form asks for."""
    deal = opportunities.get(values["opportunity_id"]) if values["opportunity_id"] else None
    currency = (values["currency"] or "").upper() or None
    plain: dict[str, Any] = {name: values[name] for name in _DIRECT}
    plain |= {name: values[name] or "" for name in _TEXTS}
    plain |= {name: values[name] or None for name in _WORDS}
    return Wish(
        **plain,
        opportunity=deal,
        format=Format(values["format"]),
        recording=Recording(values["recording"]),
        needs=_needs(values),
        amount_minor=minor(values["amount"], currency),
        currency=currency,
    )


def wanted(values: Mapping[str, Any]) -> Wanted:
    """Return what a form that is still being filled already wants."""
    known = {name: values.get(name) or None for name in _WORDS if name != "competitor"}
    name = values.get("company_name") or ""
    return Wanted(
        **known,
        format=_known_format(values.get("format")),
        minutes=values.get("minutes") or 30,
        topics=frozenset(values.get("topics") or ()),
        timezone=values.get("timezone"),
        company_key=companies.key_of(name) if name else None,
        needs={key: Need(value) for key, value in _needs(values).items()},
    )


def default_needed_by(now: datetime) -> date:
    """Return the day that is offered for "by when": ten working days from now."""
    return working_days.add(now, 10).date()


def _needs(values: Mapping[str, Any]) -> dict[str, str]:
    known = {need.value for need in Need}
    chosen = {name: values.get(f"need_{name}") for name in SIMILARITIES}
    return {name: value if value in known else Need.PREFERRED.value for name, value in chosen.items()}


def _known_format(value: object) -> str:
    return str(value) if value in set(Format) else Format.VIDEO.value


def minor(amount: Decimal | None, currency: str | None) -> int | None:
    """Return an amount in minor units of its currency; None when either is unknown."""
    return (
        None if amount is None or currency is None else int(amount.scaleb(get_currency_precision(currency)))
    )
