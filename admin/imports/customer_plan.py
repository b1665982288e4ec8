"""What a file of customers changes: compared with what is known, then stored in a few statements or not at
all.

Companies are the same by their CRM id, else by name; contacts by e-mail. Who has joined keeps their own
name and title.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from admin.imports import bulk
from admin.imports.customers import FACTS, Contact, Employer, Gathered, name_from
from admin.imports.reading import Problem
from admin.imports.staff import Team
from hub.database import dialect, session
from hub.errors import Words
from hub.i18n import _
from hub.people.account_team import CsmAssignment
from hub.people.companies import Company, CompanyKind, key_of
from hub.people.persons import Person, slug
from hub.search import touch

_COMPANY = (
    Company.id,
    Company.kind,
    Company.name,
    Company.name_key,
    Company.external_id,
    Company.csm_name,
    Company.nps,
    *(getattr(Company, name) for name in FACTS),
)
_PERSON = (
    Person.id,
    Person.email,
    Person.first_name,
    Person.last_name,
    Person.title,
    Person.nps,
    Person.company_id,
    Person.joined_at,
)
_WRITTEN = ("name", "name_key", "external_id", "kind", "csm_name", "nps", *FACTS)


@dataclass
class Plan:
    """What is to be done; `counts` says how many companies and contacts are new, changed or as they were."""

    new_companies: list[Employer] = field(default_factory=list)
    changed_companies: list[dict[str, Any]] = field(default_factory=list)
    new_contacts: list[Contact] = field(default_factory=list)
    changed_contacts: list[tuple[Any, Contact]] = field(default_factory=list)
    assigned: list[tuple[Employer, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(
        default_factory=lambda: {
            kind: {"created": 0, "updated": 0, "unchanged": 0} for kind in ("companies", "contacts")
        }
    )


def plan(gathered: Gathered) -> Plan:
    """Compare what a file says with what is known. Reads only."""
    found, team = Plan(problems=list(gathered.problems)), Team.load()
    _plan_companies(found, gathered.employers, team)
    _plan_contacts(found, gathered.contacts, team)
    return found


def store(planned: Plan, *, now: datetime) -> None:
    """Do what was planned, in the present transaction."""
    fresh = [_new_company(employer, now) for employer in planned.new_companies]
    bulk.insert(Company, fresh)
    ids = dict(_ids_of(row["name_key"] for row in fresh))
    for employer in planned.new_companies:
        employer.id = ids[key_of(employer.name or "")]
    bulk.update(Company, planned.changed_companies)
    bulk.insert(Person, _new_people(planned.new_contacts, now))
    bulk.update(Person, [_changed_person(person, contact) for person, contact in planned.changed_contacts])
    _assign(planned.assigned)
    for person, _contact in planned.changed_contacts:
        if person.joined_at is not None:
            touch("member", person.id)


def _plan_companies(found: Plan, employers: list[Employer], team: Team) -> None:
    by_id, by_key = _known_companies(employers)
    assigned = _assigned([company.id for company in {**by_id, **by_key}.values()])
    taken = set[int]()
    for employer in employers:
        company, problem = _match(employer, by_id, by_key, taken)
        if problem is not None:
            found.problems += [Problem(line, None, problem) for line in employer.lines]
            employer.lines = []
            continue
        csm_id = team.find(employer.csm)
        reassigned = csm_id is not None and (company is None or assigned.get(company.id) != csm_id)
        if csm_id is not None and reassigned:
            found.assigned.append((employer, csm_id))
        _plan_company(found, employer, company, reassigned)


def _plan_company(found: Plan, employer: Employer, company: Any, reassigned: bool) -> None:
    if company is None:
        found.new_companies.append(employer)
        found.counts["companies"]["created"] += 1
        return
    employer.id = company.id
    before = {name: getattr(company, name) for name in _WRITTEN}
    after = {**before, **employer.facts, **_identity(employer, company)}
    if after != before:
        found.changed_companies.append({"id": company.id, **after})
    found.counts["companies"]["updated" if after != before or reassigned else "unchanged"] += 1


def _match(
    employer: Employer, by_id: dict[str, Any], by_key: dict[str, Any], taken: set[int]
) -> tuple[Any, Words | None]:
    """Return the company that is meant, None for a new one, and what stands against it."""
    named = by_key.get(key_of(employer.name)) if employer.name else None
    company = by_id.get(employer.external_id or "") or named
    if company is None:
        return None, None if employer.name else _(
            "No company is known by the id %(id)s, and the row names none.", id=employer.external_id
        )
    if named is not None and named.id != company.id:
        return company, _("“%(name)s” is the name of another company here.", name=employer.name)
    if employer.external_id and company.external_id not in (None, employer.external_id):
        words = _(
            "“%(name)s” is known here by another company id, %(id)s.",
            name=employer.name,
            id=company.external_id,
        )
        return company, words
    if company.id in taken:
        return company, _("Two companies of this file are the same one here: “%(name)s”.", name=company.name)
    taken.add(company.id)
    return company, None


def _identity(employer: Employer, company: Any) -> dict[str, Any]:
    """Return what makes the company the one that the CRM means: its id, its name there, that it is a
    customer.
    """
    same = employer.name is None or key_of(employer.name) == company.name_key
    name: str = company.name if same else employer.name or ""
    return {
        "name": name,
        "name_key": key_of(name),
        "external_id": employer.external_id or company.external_id,
        "kind": CompanyKind.CUSTOMER if company.kind == CompanyKind.PROSPECT else company.kind,
        "csm_name": employer.csm or company.csm_name,
    }


def _plan_contacts(found: Plan, contacts: list[Contact], team: Team) -> None:
    known = {
        row.email: row for row in bulk.found(_PERSON, Person.email, {contact.email for contact in contacts})
    }
    for contact in contacts:
        if not contact.employer.lines:
            continue
        person = known.get(contact.email)
        if person is None:
            found.new_contacts.append(contact)
            found.counts["contacts"]["created"] += 1
        elif person.id in team.members:
            words = _("%(email)s belongs to the programme's own team.", email=contact.email)
            found.problems.append(Problem(contact.line, None, words))
        elif (
            _person_after(person, contact) != _person_before(person)
            or contact.employer.id != person.company_id
        ):
            found.changed_contacts.append((person, contact))
            found.counts["contacts"]["updated"] += 1
        else:
            found.counts["contacts"]["unchanged"] += 1


def _person_before(person: Any) -> dict[str, Any]:
    return {name: getattr(person, name) for name in ("first_name", "last_name", "title", "nps")}


def _person_after(person: Any, contact: Contact) -> dict[str, Any]:
    """Return a known person as the row says; who has joined speaks for themselves about name and title."""
    before = _person_before(person)
    if person.joined_at is None:
        names: dict[str, Any] = {
            name: contact.says[name] or "" for name in ("first_name", "last_name") if name in contact.says
        }
        rest = {name: value for name, value in contact.says.items() if name in ("title", "nps")}
        return {**before, **rest, **names}
    title = before["title"] or contact.says.get("title")
    return {**before, "title": title, "nps": contact.says.get("nps", before["nps"])}


def _changed_person(person: Any, contact: Contact) -> dict[str, Any]:
    return {"id": person.id, **_person_after(person, contact), "company_id": contact.employer.id}


def _new_company(employer: Employer, now: datetime) -> dict[str, Any]:
    name = employer.name or ""
    facts = {fact: employer.facts.get(fact) for fact in (*FACTS, "nps")}
    return {
        **facts,
        "name": name,
        "name_key": key_of(name),
        "external_id": employer.external_id,
        "kind": CompanyKind.CUSTOMER,
        "csm_name": employer.csm,
        "created_at": now,
    }


def _new_people(contacts: list[Contact], now: datetime) -> list[dict[str, Any]]:
    named = [(contact, *_names(contact)) for contact in contacts]
    bases = [slug(f"{first} {last}") or "member" for _contact, first, last in named]
    taken = {row.handle for row in bulk.found([Person.handle], Person.handle, set(bases))}
    people = []
    for (contact, first, last), base in zip(named, bases, strict=True):
        handle = f"{base}-{secrets.token_hex(4)}" if base in taken else base
        taken.add(handle)
        people.append(
            {
                "handle": handle,
                "email": contact.email,
                "first_name": first,
                "last_name": last,
                "title": contact.says.get("title"),
                "nps": contact.says.get("nps"),
                "company_id": contact.employer.id,
                "created_at": now,
            }
        )
    return people


def _names(contact: Contact) -> tuple[str, str]:
    first, last = contact.says.get("first_name") or "", contact.says.get("last_name") or ""
    return (first, last) if first or last else name_from(contact.email)


def _known_companies(employers: list[Employer]) -> tuple[dict[str, Any], dict[str, Any]]:
    ids = {employer.external_id for employer in employers if employer.external_id}
    keys = {key_of(employer.name) for employer in employers if employer.name}
    by_id = {row.external_id: row for row in bulk.found(_COMPANY, Company.external_id, ids)}
    return by_id, {row.name_key: row for row in bulk.found(_COMPANY, Company.name_key, keys)}


def _ids_of(keys: Iterable[str]) -> Iterable[tuple[str, int]]:
    return (
        (row.name_key, row.id)
        for row in bulk.found([Company.name_key, Company.id], Company.name_key, set(keys))
    )


def _assigned(company_ids: list[int]) -> dict[int, int]:
    columns = (CsmAssignment.company_id, CsmAssignment.person_id)
    return {
        row.company_id: row.person_id
        for row in bulk.found(columns, CsmAssignment.company_id, set(company_ids))
    }


def _assign(assigned: list[tuple[Employer, int]]) -> None:
    insert: Any = (postgresql if dialect() == "postgresql" else sqlite).insert(CsmAssignment)
    statement = insert.on_conflict_do_update(
        index_elements=["company_id"], set_={"person_id": insert.excluded.person_id}
    )
    for piece in bulk.chunks(assigned):
        session.execute(
            statement, [{"company_id": employer.id, "person_id": person_id} for employer, person_id in piece]
        )
