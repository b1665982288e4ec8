"""Plain factories: people and things with sane defaults; a test names only what matters to it."""

from itertools import count
from typing import Any

from hub.clock import now
from hub.database import session
from hub.people import companies, persons, roles
from hub.people.companies import Company, CompanyKind
from hub.people.opportunities import Opportunity
from hub.people.persons import Person

_numbers = count(1)


def company(name: str | None = None, **facts: Any) -> Company:
    """A customer, unless `kind` says otherwise."""
    made = companies.add(
        name or f"Company {next(_numbers)}", facts.pop("kind", CompanyKind.CUSTOMER), now=now()
    )
    for fact, value in facts.items():
        setattr(made, fact, value)
    session.flush()
    return made


def person(*role_names: str, first_name: str = "Amara", last_name: str | None = None, **facts: Any) -> Person:
    """A member with these roles (an advocate when none is named)."""
    last_name = last_name or f"Obi {next(_numbers)}"
    employer = facts.pop("company", None)
    facts = {
        "joined_at": now(),
        "welcomed_at": now(),
        "company_id": employer.id if employer else None,
        **facts,
    }
    email = facts.pop("email", f"person{next(_numbers)}@example.com")
    made = persons.add_contact(email, first_name, last_name, now=now(), **facts)
    for role in role_names or ("advocate",):
        roles.give(made, role)
    session.expire(made, ["company"])
    return made


def contact(**facts: Any) -> Person:
    """Somebody at a customer who has not joined."""
    return person(joined_at=None, welcomed_at=None, **facts)


def opportunity(buyer: Company | None = None, **facts: Any) -> Opportunity:
    """An open deal."""
    buyer = buyer or company(kind=CompanyKind.PROSPECT)
    made = Opportunity(
        external_id=facts.pop("external_id", f"006-{next(_numbers)}"),
        name=facts.pop("name", f"{buyer.name} platform"),
        company_id=buyer.id,
        stage=facts.pop("stage", "Evaluation"),
        amount_minor=facts.pop("amount_minor", 24_000_000),
        currency="EUR",
        created_at=now(),
        **facts,
    )
    session.add(made)
    session.flush()
    return made
