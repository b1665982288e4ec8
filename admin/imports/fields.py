"""The fields that a file can bring, by kind: what they are called here, how their cells are read, and the
headings of usual exports.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from admin.imports import cells
from admin.imports.cells import Parser
from hub.errors import Words
from hub.i18n import _


class Kind(StrEnum):
    """What a file holds."""

    CUSTOMERS = "customers"
    OPPORTUNITIES = "opportunities"


NAMES = {Kind.CUSTOMERS: _("Customers and contacts"), Kind.OPPORTUNITIES: _("Opportunities")}


@dataclass(frozen=True)
class Field:
    """A field: its name in our records, its label, how a cell is read, and the headings it is known by."""

    name: str
    label: Words
    parse: Parser
    headings: tuple[str, ...]


CUSTOMERS = (
    Field(
        "account_name",
        _("Company name"),
        cells.text,
        (
            "Account Name",
            "Account",
            "Company",
            "Company Name",
            "Customer",
            "Customer Name",
            "Organisation",
            "Organization",
        ),
    ),
    Field(
        "account_id",
        _("Company id"),
        cells.text,
        ("Account ID", "Company ID", "Customer ID", "Account Number", "External ID"),
    ),
    Field(
        "website", _("Website"), cells.text, ("Website", "Web Site", "Domain", "Company Domain Name", "URL")
    ),
    Field("industry", _("Industry"), cells.text, ("Industry", "Sector", "Vertical")),
    Field(
        "employees",
        _("Employees"),
        cells.count,
        ("Employees", "Number of Employees", "No of Employees", "Employee Count", "Headcount"),
    ),
    Field(
        "country",
        _("Country"),
        cells.text,
        ("Billing Country", "Country", "Billing Country/Region", "Country/Region"),
    ),
    Field("region", _("Region"), cells.text, ("Region", "Sales Region", "Territory")),
    Field("product", _("Product"), cells.text, ("Product", "Products", "Product Name")),
    Field("use_case", _("Use case"), cells.text, ("Use Case", "Primary Use Case")),
    Field(
        "nps",
        _("NPS"),
        cells.nps,
        ("NPS", "NPS Score", "Contact NPS", "Net Promoter Score"),
    ),
    Field("company_nps", _("NPS of the company"), cells.nps, ("Account NPS", "Company NPS")),
    Field(
        "usage_percentile",
        _("Usage percentile"),
        cells.percentage,
        ("Usage Percentile", "Usage", "Product Usage", "Usage Pct"),
    ),
    Field(
        "health",
        _("Health score"),
        cells.percentage,
        ("Health Score", "Health", "Customer Health", "Customer Health Score"),
    ),
    Field(
        "customer_since", _("Customer since"), cells.day, ("Customer Since", "Customer Since Date", "Since")
    ),
    Field("last_renewal", _("Last renewal"), cells.day, ("Last Renewal Date", "Last Renewal", "Renewed On")),
    Field(
        "last_expansion",
        _("Last expansion"),
        cells.day,
        ("Last Expansion Date", "Last Expansion", "Expanded On"),
    ),
    Field(
        "next_renewal",
        _("Next renewal"),
        cells.day,
        ("Next Renewal Date", "Next Renewal", "Contract End Date"),
    ),
    Field(
        "executive_sponsor",
        _("Executive sponsor"),
        cells.text,
        ("Executive Sponsor", "Exec Sponsor", "Sponsor"),
    ),
    Field(
        "strategic",
        _("Strategic priority"),
        cells.yes_or_no,
        ("Strategic", "Strategic Account", "Strategic Priority"),
    ),
    Field(
        "csm",
        _("Customer success manager"),
        cells.text,
        ("CSM", "Customer Success Manager", "CSM Name", "CSM Email"),
    ),
    Field("first_name", _("First name"), cells.text, ("First Name", "Given Name", "Contact First Name")),
    Field(
        "last_name", _("Last name"), cells.text, ("Last Name", "Surname", "Family Name", "Contact Last Name")
    ),
    Field("full_name", _("Whole name"), cells.text, ("Contact Name", "Full Name", "Contact")),
    Field(
        "email",
        _("E-mail"),
        cells.email,
        ("Email", "E-mail", "Email Address", "Contact Email", "Work Email", "Business Email"),
    ),
    Field("title", _("Job title"), cells.text, ("Title", "Job Title", "Position", "Contact Title")),
)

OPPORTUNITIES = (
    Field(
        "opportunity_id",
        _("Opportunity id"),
        cells.text,
        ("Opportunity ID", "Deal ID", "Opportunity Number", "Record ID", "ID"),
    ),
    Field(
        "name",
        _("Name of the deal"),
        cells.text,
        ("Opportunity Name", "Opportunity", "Deal Name", "Deal", "Name"),
    ),
    Field(
        "account_name",
        _("Company name"),
        cells.text,
        ("Account Name", "Account", "Company", "Company Name", "Prospect", "Customer"),
    ),
    Field("account_id", _("Company id"), cells.text, ("Account ID", "Company ID")),
    Field(
        "stage",
        _("Stage"),
        cells.text,
        ("Stage", "Stage Name", "Deal Stage", "Opportunity Stage", "Sales Stage"),
    ),
    Field("amount", _("Amount"), cells.money, ("Amount", "Deal Amount", "Deal Size", "Value", "ACV")),
    Field(
        "currency",
        _("Currency"),
        cells.currency,
        ("Currency", "Currency ISO Code", "Opportunity Currency", "Amount Currency"),
    ),
    Field(
        "opened_on",
        _("Created on"),
        cells.day,
        ("Created Date", "Create Date", "Created", "Created On", "Opened"),
    ),
    Field(
        "expected_close",
        _("Expected close"),
        cells.day,
        ("Expected Close Date", "Expected Close", "Close Date"),
    ),
    Field(
        "closed_on",
        _("Closed on"),
        cells.day,
        ("Closed Date", "Closed On", "Actual Close Date", "Actual Close", "Closed At"),
    ),
    Field(
        "result", _("Won or lost"), cells.text, ("Won/Lost", "Result", "Outcome", "Won", "Is Won", "Status")
    ),
    Field(
        "owner",
        _("Owner"),
        cells.text,
        ("Owner", "Opportunity Owner", "Deal Owner", "Owner Name", "Owner Email", "Account Executive"),
    ),
    Field(
        "competitor",
        _("Competitor"),
        cells.text,
        ("Competitor", "Main Competitor", "Primary Competitor", "Main Competitors", "Competitors"),
    ),
)

FIELDS = {Kind.CUSTOMERS: CUSTOMERS, Kind.OPPORTUNITIES: OPPORTUNITIES}

NEEDED = {
    Kind.CUSTOMERS: (("account_name", "account_id"),),
    Kind.OPPORTUNITIES: (("opportunity_id",), ("account_name", "account_id")),
}
"""Of each of these groups at least one field must be mapped."""


def by_name(kind: Kind) -> dict[str, Field]:
    """Return the fields of a kind by name."""
    return {field.name: field for field in FIELDS[kind]}


def heading_key(heading: str) -> str:
    """Return what makes two spellings the same heading: letters and digits, whatever their case; no custom-
    field tail.
    """
    return re.sub(r"[\W_]+", "", re.sub(r"__c$", "", heading.casefold()))


_KNOWN = {
    kind: {heading_key(heading): field.name for field in fields for heading in (*field.headings, field.name)}
    for kind, fields in FIELDS.items()
}


def recognised(kind: Kind, heading: str) -> str | None:
    """Return the field that a heading is known to name."""
    return _KNOWN[kind].get(heading_key(heading))


def missing(kind: Kind, mapped: Iterable[str]) -> list[Words]:
    """Return what must be mapped, too, before a file can be read: labels, alternatives joined."""
    have, known = set(mapped), by_name(kind)
    return [
        " / ".join(str(known[name].label) for name in group)
        for group in NEEDED[kind]
        if not have.intersection(group)
    ]
