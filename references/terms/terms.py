"""An advocate's own terms for references. They win over everything the programme would allow."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, session
from hub.errors import Refusal
from hub.facts import asks
from hub.facts.asks import AskBudget
from hub.i18n import _
from hub.people import companies, consents
from hub.people.persons import Person
from hub.readings import Reading
from references.formats import Format
from references.terms import windows as weekly

CONSENT = "references"


class Period(StrEnum):
    """Over which time an advocate counts."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


DAYS = {Period.MONTH: 30, Period.QUARTER: 91, Period.YEAR: 365}
MOST = 12


class Terms(Model):
    """What one advocate allows. No row means that they have not said, and are not suggested to anybody."""

    __tablename__ = "reference_terms"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    formats: Mapped[list[str]]
    topics: Mapped[list[str]]
    windows: Mapped[list[str]]
    never_with: Mapped[list[str]]
    most: Mapped[int] = mapped_column(default=1)
    per: Mapped[Period] = mapped_column(default=Period.MONTH)
    anonymous: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]

    @property
    def gap(self) -> timedelta:
        """The least time between two invitations: the advocate's own, never under the programme's 30 days."""
        return gap(self.most, self.per)


def gap(most: int, per: Period) -> timedelta:
    """Return the time between two invitations that keeps `most` in any `per`, never under 30 days."""
    return max(asks.REFERENCE_GAP, timedelta(days=-(-DAYS[per] // most)))


def find(person_id: int) -> Terms | None:
    """Return a person's terms, None when they never said."""
    return session.get(Terms, person_id)


def of(person_id: int) -> Terms:
    """Return a person's terms; who never said has opted in to nothing."""
    return find(person_id) or _nothing_said(person_id)


class Summary(NamedTuple):
    """What a person's terms come to: whether they allow anything, how often, from when on, and until when not."""

    willing: bool
    most: int
    per: Period
    next_free_at: datetime | None
    paused_until: datetime | None


_SUMMARY = Reading(
    sa.select(Terms.formats, Terms.most, Terms.per, AskBudget.next_free_at, AskBudget.paused_until)
    .select_from(Person)
    .outerjoin(Terms, Terms.person_id == Person.id)
    .outerjoin(AskBudget, AskBudget.person_id == Person.id)
    .where(Person.id == sa.bindparam("person_id"))
)


def summary(person_id: int, *, now: datetime) -> Summary:
    """Return what a person's terms come to: one question for a card that stands on every home. What is over is None."""
    row = _SUMMARY.row(person_id=person_id)
    formats, most, per, next_free_at, paused_until = row or (None,) * 5
    free = next_free_at if next_free_at is not None and next_free_at > now else None
    paused = paused_until if paused_until is not None and paused_until > now else None
    return Summary(bool(formats), most or 1, per or Period.MONTH, free, paused)


def _nothing_said(person_id: int) -> Terms:
    return Terms(
        person_id=person_id,
        formats=[],
        topics=[],
        windows=[],
        never_with=[],
        most=1,
        per=Period.MONTH,
        anonymous=False,
    )


def agree(
    person: Person,
    *,
    formats: Iterable[str],
    topics: Iterable[str],
    windows: Iterable[str],
    never_with: Iterable[str],
    most: int,
    per: Period,
    anonymous: bool,
    minutes: int | None,
    languages: list[str],
    now: datetime,
) -> Terms:
    """Keep what an advocate allows; `minutes` a month, None for no limit. Raises `Refusal` beside the field.

    Opting in to a format is the consent to be suggested for it; opting out of all takes that consent back.
    """
    if not 1 <= most <= MOST:
        raise Refusal(_("Choose between 1 and %(most)s.", most=MOST), field="most")
    chosen = [item.value for item in Format if item.value in set(formats)]
    kept = session.merge(
        Terms(
            person_id=person.id,
            formats=chosen,
            topics=list(dict.fromkeys(topics)),
            windows=weekly.checked(windows),
            never_with=_names(never_with),
            most=most,
            per=per,
            anonymous=anonymous,
            changed_at=now,
        )
    )
    person.languages = languages
    asks.allow_minutes(person, minutes, now=now)
    _consent(person, bool(chosen), now)
    session.flush()
    return kept


def narrow(
    person: Person,
    *,
    now: datetime,
    without: Format | None = None,
    never_with: str | None = None,
    topics: Iterable[str] = (),
    rarely: bool = False,
) -> None:
    """Take something out of a person's terms after a refusal: a format, a company, topics, or make asks
    rarer.
    """
    terms = find(person.id)
    if terms is None:
        return
    if without:
        terms.formats = [item for item in terms.formats if item != without.value]
    if never_with:
        terms.never_with = _names([*terms.never_with, never_with])
    if topics:
        terms.topics = [topic for topic in terms.topics if topic not in set(topics)]
    if rarely and terms.gap < gap(1, Period.QUARTER):
        terms.most, terms.per = 1, Period.QUARTER
    terms.changed_at = now
    session.flush()


def _names(names: Iterable[str]) -> list[str]:
    """Return names of companies, each once however it is spelled."""
    kept: dict[str, str] = {}
    for name in names:
        if name.strip():
            kept.setdefault(companies.key_of(name), " ".join(name.split()))
    return list(kept.values())


def _consent(person: Person, wanted: bool, now: datetime) -> None:
    if wanted:
        consents.give(person, CONSENT, now=now)
    else:
        consents.withdraw(person, CONSENT, now=now)
