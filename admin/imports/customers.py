"""What a file of customers says: companies with their facts, and the contacts who work there.

A row is a contact with their company's facts, or a company alone. Rows of one company complete each other;
where they differ, the later one counts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from admin.imports.reading import Problem, Record
from hub.i18n import _
from hub.people.companies import key_of

FACTS = (
    "website",
    "industry",
    "employees",
    "country",
    "region",
    "product",
    "use_case",
    "usage_percentile",
    "health",
    "customer_since",
    "last_renewal",
    "last_expansion",
    "next_renewal",
    "executive_sponsor",
    "strategic",
)
"""Fields that are columns of a company under the same name."""

_CONTACT = ("first_name", "last_name", "full_name", "title")


@dataclass(eq=False)
class Employer:
    """A company of the file: all rows that name it, and what they say together."""

    name: str | None
    external_id: str | None
    lines: list[int] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    csm: str | None = None
    id: int | None = None


@dataclass(eq=False)
class Contact:
    """Somebody of the file. `says` holds what its row says: first and last name, title, NPS."""

    line: int
    email: str
    employer: Employer
    says: dict[str, Any]


@dataclass
class Gathered:
    """Everything that a file says about customers."""

    employers: list[Employer] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def check(record: Record) -> Problem | None:
    """Return what is wrong with a row as a whole."""
    if not record.get("account_name") and not record.get("account_id"):
        return Problem(record.line, None, _("This row names no company."))
    if not record.get("email") and any(record.get(name) for name in _CONTACT):
        return Problem(
            record.line, None, _("There is a person but no e-mail address. Add one, or leave the person out.")
        )
    return None


def gather(records: Iterable[Record]) -> Gathered:
    """Put together what the rows say about each company and contact."""
    gathered, index = Gathered(), _Index()
    for record in records:
        employer = index.employer(record, gathered)
        if employer is None:
            continue
        if record.get("email") and not index.contact(record, employer, gathered):
            continue
        employer.lines.append(record.line)
        _add_facts(employer, record)
    gathered.employers = [employer for employer in gathered.employers if employer.lines]
    return gathered


class _Index:
    """Companies by id and name, contacts by address, as far as the file was read."""

    def __init__(self) -> None:
        self.by_id: dict[str, Employer] = {}
        self.by_name: dict[str, Employer] = {}
        self.by_email: dict[str, Contact] = {}

    def employer(self, record: Record, gathered: Gathered) -> Employer | None:
        """Return the company of a row, new when no row before named it; None when its id and name
        contradict.
        """
        external_id, name = record.get("account_id"), record.get("account_name")
        named = self.by_name.get(key_of(name)) if name else None
        known = self.by_id.get(external_id) if external_id else named
        if known is None and named is not None and named.external_id is None:
            known = named
        if named is not None and named is not known:
            gathered.problems.append(
                Problem(
                    record.line, None, _("“%(name)s” stands in this file with two company ids.", name=name)
                )
            )
            return None
        if known is None:
            known = Employer(name, external_id)
            gathered.employers.append(known)
        known.name, known.external_id = known.name or name, known.external_id or external_id
        self.by_id.update({external_id: known} if external_id else {})
        self.by_name.update({key_of(name): known} if name else {})
        return known

    def contact(self, record: Record, employer: Employer, gathered: Gathered) -> bool:
        """Add the contact of a row, or complete the one that an earlier row named; False when that is
        elsewhere.
        """
        email = record.get("email")
        known = self.by_email.get(email)
        if known is not None and known.employer is not employer:
            words = _("%(email)s stands at another company in line %(line)s.", email=email, line=known.line)
            gathered.problems.append(Problem(record.line, None, words))
            return False
        says = _said_of_contact(record)
        if known is None:
            known = self.by_email[email] = Contact(record.line, email, employer, says)
            gathered.contacts.append(known)
        else:
            known.says.update({name: value for name, value in says.items() if value is not None})
        return True


def _add_facts(employer: Employer, record: Record) -> None:
    """Add what a row says about its company. Its NPS is the company's only when the row has no contact."""
    said = {name: record.values[name] for name in FACTS if name in record.values}
    for name in ("company_nps",) if record.get("email") else ("nps", "company_nps"):
        if name in record.values:
            said["nps"] = record.values[name] if record.values[name] is not None else said.get("nps")
    for name, value in said.items():
        if value is not None or name not in employer.facts:
            employer.facts[name] = value
    employer.csm = record.get("csm") or employer.csm


def _said_of_contact(record: Record) -> dict[str, Any]:
    """Return name, title and NPS as a row gives them; a missing name is taken from the whole name or the
    address.
    """
    first, last, whole = record.get("first_name"), record.get("last_name"), record.get("full_name")
    if whole and not first and not last:
        first, _space, last = whole.rpartition(" ") if " " in whole else (whole, "", "")
    says: dict[str, Any] = {name: record.values[name] for name in ("title", "nps") if name in record.values}
    return {"first_name": first, "last_name": last, **says} if first or last else says


def name_from(email: str) -> tuple[str, str]:
    """Return a first and last name that an address suggests: amara.obi@… is Amara Obi. For who has no other
    name.
    """
    parts = [part.capitalize() for part in re.split(r"[._\-+\d]+", email.partition("@")[0]) if part]
    return (parts[0] if parts else email.partition("@")[0], " ".join(parts[1:]))
