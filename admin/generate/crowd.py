"""The crowd: companies and their people, each of them an advocate with terms, consents and a role."""

from array import array
from datetime import date, datetime, timedelta
from random import Random

from admin.generate import words
from admin.generate.bulk import FLUSH_AT, Bulk
from admin.generate.deeds import Deeds
from admin.generate.ground import DOMAIN
from hub.people.companies import Company, CompanyKind, key_of
from hub.people.consents import TERMS_VERSION, Consent
from hub.people.persons import MOTIVES, Person, slug
from hub.people.roles import Holding
from references.terms.terms import Period, Terms

PER_COMPANY = 4
REFERENCES = 0.6
"""The share of members who would speak with buyers."""


_OF_COMPANY = (
    "id",
    "kind",
    "name",
    "name_key",
    "external_id",
    "industry",
    "employees",
    "country",
    "region",
    "product",
    "use_case",
    "nps",
    "usage_percentile",
    "health",
    "customer_since",
    "last_renewal",
    "next_renewal",
    "strategic",
    "forbids_gifts",
    "created_at",
)

_OF_PERSON = (
    "id",
    "handle",
    "email",
    "first_name",
    "last_name",
    "title",
    "company_id",
    "password_hash",
    "locale",
    "timezone",
    "about",
    "motives",
    "personas",
    "expertise",
    "products",
    "languages",
    "off_boards",
    "created_at",
    "joined_at",
    "welcomed_at",
)


class Crowd:
    """The members by number: their ids, and whom they work for."""

    def __init__(self, bulk: Bulk, rng: Random, *, start: datetime, now: datetime) -> None:
        """Take the tables on."""
        self.bulk, self.rng, self.start, self.now = bulk, rng, start, now
        self.ids, self.companies = array("l"), array("l")
        self.of_company = bulk.rows(Company, *_OF_COMPANY)
        self.of_person = bulk.rows(Person, *_OF_PERSON)
        self.of_holding = bulk.rows(Holding, "person_id", "role")
        self.of_consent = bulk.rows(Consent, "person_id", "purpose", "version", "given_at")
        self.of_terms = bulk.rows(
            Terms,
            "person_id",
            "formats",
            "topics",
            "windows",
            "never_with",
            "most",
            "per",
            "anonymous",
            "changed_at",
        )

    def come(self, members: int, password_hash: str, deeds: Deeds) -> None:
        """Let so many come; only the first has a password, and signs in as member1."""
        for number in range(1, members + 1):
            if number % PER_COMPANY == 1:
                self._company(number // PER_COMPANY + 1)
            self._member(number, password_hash if number == 1 else None, members, deeds)
            self.bulk.flush(at=FLUSH_AT)
        self.bulk.flush()

    def who(self, number: int) -> tuple[int, int]:
        """Return the ids of a member and of their company."""
        return self.ids[number], self.companies[number]

    def someone(self) -> int:
        """Return the number of a member by chance: the early ones are far more active."""
        return int(len(self.ids) * self.rng.random() ** 1.7)

    def _company(self, number: int) -> None:
        rng = self.rng
        industry = rng.choice(list(words.TRADES))
        country, region = rng.choice(words.COUNTRIES)
        name = f"{rng.choice(words.PLACES)} {rng.choice(words.TRADES[industry])} {number}"
        today = self.now.date()
        self.of_company.add(
            self.of_company.next_id(),
            CompanyKind.CUSTOMER,
            name,
            key_of(name),
            f"001-{number:06}",
            industry,
            int(10 ** rng.uniform(1.3, 4.3)),
            country,
            region,
            rng.choice(words.PRODUCTS),
            rng.choice(words.USES),
            float(rng.randint(3, 10)),
            float(rng.randint(1, 100)),
            float(rng.randint(30, 100)),
            _before(rng, today, 2500),
            _before(rng, today, 360),
            today + timedelta(days=rng.randint(1, 400)),
            rng.random() < 0.1,
            False,
            self.start,
        )

    def _member(self, number: int, password_hash: str | None, members: int, deeds: Deeds) -> None:
        rng, person_id, company_id = self.rng, self.of_person.next_id(), self.of_company.last_id
        first, last = words.name(rng)
        handle = slug(f"{first} {last} {number}")
        at = self.start + (self.now - self.start) * (0.9 * number / members)
        about: tuple[list[str], ...] = (
            rng.sample(list(MOTIVES), 2),
            [],
            rng.sample(words.TOPICS, 2),
            [rng.choice(words.PRODUCTS)],
        )
        address, title = f"member{number}@{DOMAIN}", rng.choice(words.TITLES)
        who = (person_id, handle, address, first, last, title, company_id, password_hash)
        self.of_person.add(*who, "en", "UTC", "", *about, ["English"], False, at, at, at)
        self.ids.append(person_id)
        self.companies.append(company_id)
        self.of_holding.add(person_id, "advocate")
        self._agree(person_id, at)
        name, subject, key = f"{first} {last}", ("person", person_id), f"joined:{person_id}"
        deeds.record("member.joined", (person_id, company_id), subject, name, f"/members/{handle}", key, at)

    def _agree(self, person_id: int, at: datetime) -> None:
        self.of_consent.add(person_id, "membership", TERMS_VERSION, at)
        if self.rng.random() < REFERENCES:
            self.of_consent.add(person_id, "references", TERMS_VERSION, at)
            formats, topics = ["video", "phone"], self.rng.sample(words.TOPICS, 3)
            self.of_terms.add(person_id, formats, topics, [], [], 1, Period.QUARTER, False, at)


def _before(rng: Random, day: date, most: int) -> date:
    return day - timedelta(days=rng.randint(1, most))
