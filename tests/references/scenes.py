"""What tests of references are about: a willing advocate, who asks, a request, and how far it has got."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from hub.clock import now
from hub.database import session
from hub.people import account_team
from hub.people.persons import Person
from references import invitations, requests
from references.calls import acceptance, holding
from references.calls.calls import Call
from references.invitations import Invitation
from references.requests import Request, Wish
from references.terms import terms
from references.terms.terms import Period
from tests import factories

Found = TypeVar("Found")

TIME = "2026-03-09T10:00:00+00:00"
"""A time a week after the tests' Monday."""


def advocate(**facts: Any) -> Person:
    """Somebody who has opted in; named arguments of `terms.agree` go there, the others to the person."""
    own = {
        name: facts.pop(name)
        for name in (
            "formats",
            "topics",
            "windows",
            "never_with",
            "most",
            "per",
            "anonymous",
            "minutes",
            "languages",
        )
        if name in facts
    }
    facts.setdefault(
        "company",
        factories.company(industry="Insurance", employees=2000, region="DACH", use_case="Fraud review"),
    )
    person = factories.person("advocate", **facts)
    agree(person, **own)
    return person


def agree(person: Person, **own: Any) -> None:
    """Opt in to video and phone, once a month."""
    values: dict[str, Any] = {
        "formats": ["video", "phone"],
        "topics": ["Implementation"],
        "windows": [],
        "never_with": [],
        "most": 1,
        "per": Period.MONTH,
        "anonymous": False,
        "minutes": None,
        "languages": ["English"],
    }
    terms.agree(person, **{**values, **own}, now=now())
    session.expire(person, ["company"])


def manager() -> Person:
    return factories.person("manager", first_name="Mara")


def seller(**facts: Any) -> Person:
    return factories.person("sales", first_name="Jonas", **facts)


def csm_of(person: Person) -> Person:
    """A customer-success manager who looks after the person's company."""
    csm = factories.person("csm", first_name="Cleo")
    assert person.company is not None
    account_team.assign_csm(person.company, csm)
    return csm


def request(by: Person | None = None, **wish: Any) -> Request:
    """A filed request of Halden Re for a video call, with a buyer who has an address."""
    values: dict[str, Any] = {
        "company_name": "Halden Re",
        "industry": "Insurance",
        "size": "1,000–4,999",
        "region": "DACH",
        "use_case": "Fraud review",
        "topics": ["Implementation"],
        "buyer_name": "Bea Halden",
        "buyer_email": "bea@halden.example",
        "language": "English",
    }
    return requests.file(Wish(**{**values, **wish}), by=by or seller(), now=now())


def invited(person: Person | None = None, by: Person | None = None, **wish: Any) -> Invitation:
    """An invitation that waits for its answer."""
    return invitations.invite(request(**wish), person or advocate(), by=by or manager(), now=now())


def agreed(person: Person | None = None, *, place: str = "", **wish: Any) -> Call:
    """An accepted invitation: times are proposed to the buyer."""
    return acceptance.accept(invited(person, **wish), times=[TIME], place=place, now=now())


def scheduled(person: Person | None = None, **wish: Any) -> Call:
    """A talk with time and link."""
    return agreed(person, place="https://meet.example/room", buyer_times=[TIME], **wish)


def held(person: Person | None = None, **wish: Any) -> Call:
    """A talk that took place."""
    call = scheduled(person, **wish)
    holding.hold(call, by=call.person, now=later(days=8))
    return call


def later(**span: float) -> datetime:
    """Some time after the tests' Monday."""
    return now() + timedelta(**span)


def sure(found: Found | None) -> Found:
    """What has to be there."""
    assert found is not None
    return found
