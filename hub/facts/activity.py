"""Activities: who did what, about whom, when. The one stream that feed, points, badges, scores and
metrics read.

A rule records an activity in its own transaction; subscribers to the kind are called in that same
transaction. An activity is never changed: what turned out not to have happened is retracted, which reverses
what it paid.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from hub.database import Model, insert_new, insert_once, session
from hub.facts import ledger
from hub.house import house
from hub.people import faces
from hub.people.companies import Company
from hub.people.faces import Face
from hub.people.persons import Person
from hub.readings import Reading


class Visibility(StrEnum):
    """Who may see in the feed that it happened."""

    PUBLIC = "public"
    MEMBERS = "members"
    STAFF = "staff"
    OWN = "own"


class Activity(Model):
    """Something that a person did. `subject` is what it was done to, `about_id` another person whom it
    concerns.
    """

    __tablename__ = "activities"
    __table_args__ = (
        sa.Index("ix_activities_feed", "visibility", "at"),
        sa.Index("ix_activities_person", "person_id", "at"),
        sa.Index("ix_activities_kind", "kind", "at"),
        sa.Index("ix_activities_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    about_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(sa.ForeignKey("companies.id"), index=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    title: Mapped[str]
    url: Mapped[str]
    points: Mapped[int] = mapped_column(default=0)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.MEMBERS)
    key: Mapped[str] = mapped_column(unique=True)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    about: Mapped[Person | None] = relationship(foreign_keys=[about_id])


class Retraction(Model):
    """That an activity was undone: by whom, when and why."""

    __tablename__ = "activity_retractions"

    activity_id: Mapped[int] = mapped_column(sa.ForeignKey("activities.id"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    reason: Mapped[str]
    at: Mapped[datetime]


def find(key: str) -> Activity | None:
    """Return the activity recorded under `key`."""
    return session.scalar(sa.select(Activity).where(Activity.key == key))


def standing() -> sa.ColumnElement[bool]:
    """The condition that an activity was not retracted."""
    return ~sa.exists().where(Retraction.activity_id == Activity.id)


class Happening(NamedTuple):
    """An activity as the feed shows it to one reader. `about` is the name of whom it concerns; `opens` is
    whether the reader may open what it was done to.
    """

    id: int
    kind: str
    title: str
    url: str
    points: int
    at: datetime
    face: Face
    about: str | None
    opens: bool


def feed(viewer: Person, *, limit: int = 12, person_id: int | None = None) -> list[Happening]:
    """Return the latest activities that `viewer` may see, newest first."""
    shown = tuple(kind.name for kind in house().kinds.values() if kind.in_feed)
    read = _feed if person_id is None else _feed_of_one
    one = {} if person_id is None else {"person": person_id}
    rows = read(_seen(viewer), shown).rows(viewer=viewer.id, most=limit, **one)
    return [_happening(row, viewer) for row in rows]


def _seen(viewer: Person) -> tuple[Visibility, ...]:
    """Return what of others a person may see in the feed."""
    if viewer.is_staff:
        return Visibility.PUBLIC, Visibility.MEMBERS, Visibility.STAFF
    return (
        (Visibility.PUBLIC, Visibility.MEMBERS) if "advocate" in viewer.role_names else (Visibility.PUBLIC,)
    )


def record(
    kind: str,
    *,
    person: Person,
    subject: tuple[str, int],
    title: str,
    url: str,
    key: str,
    now: datetime,
    at: datetime | None = None,
    points: int | None = None,
    about: Person | None = None,
    visibility: Visibility = Visibility.MEMBERS,
    data: dict[str, Any] | None = None,
) -> Activity | None:
    """Record what `person` did, `at` some time when not `now`, pay `points` for it (the kind's own when None) and
    tell who subscribed. What is paid is paid now.

    Returns None, and does nothing, when `key` was recorded before: a deed is done once.
    """
    declared = house().kinds[kind]
    promised = declared.points if points is None else points
    pays = promised if promised and person.can("points.hold") else 0  # buyers and the team take part without
    activity_id = insert_new(
        Activity,
        kind=kind,
        person_id=person.id,
        about_id=about.id if about else None,
        company_id=person.company_id,
        subject_kind=subject[0],
        subject_id=subject[1],
        title=title,
        url=url,
        points=pays,
        visibility=visibility,
        key=key,
        data=data or {},
        at=at or now,
    )
    if activity_id is None:
        return None
    activity = session.get_one(Activity, activity_id)
    if pays:
        ledger.earn(person.id, pays, cause=_cause(activity), reason=title, url=url, source=kind, now=now)
    for subscriber in (*house().subscribers[kind], *house().subscribers["*"]):
        subscriber(activity, now=now)
    return activity


def retract(activity: Activity, *, by: Person | None, reason: str, now: datetime) -> bool:
    """Undo an activity: reverse what it paid and tell who subscribed. False when it was undone before."""
    new = insert_once(Retraction, activity_id=activity.id, by_id=by.id if by else None, reason=reason, at=now)
    if not new:
        return False
    ledger.reverse(activity.person_id, cause=_cause(activity), reason=reason, now=now)
    for subscriber in (*house().retractions[activity.kind], *house().retractions["*"]):
        subscriber(activity, now=now)
    return True


def _cause(activity: Activity) -> str:
    return f"activity:{activity.id}"


def _happening(row: sa.Row[Any], viewer: Person) -> Happening:
    id_, kind, title, url, points, at, person_id, about_id, *people = row
    about = faces.name(*people[faces.WIDTH :]) if about_id is not None else None
    opens = _opens(kind, url, own=person_id == viewer.id, to=viewer)
    return Happening(
        id_, kind, title, url, points, at, faces.face(tuple(people[: faces.WIDTH])), about, opens
    )


def _opens(kind: str, url: str, *, own: bool, to: Person) -> bool:
    """Whether a person may open what an activity was done to: what lies under /me is one's own alone."""
    declared = house().kinds.get(kind)
    allowed = declared is None or declared.needs is None or to.can(declared.needs)
    return allowed and (own or not url.startswith("/me/"))


def _latest(shown: tuple[str, ...], *which: sa.ColumnElement[bool]) -> sa.Select[tuple[int]]:
    """Return the latest ids among those: one walk down an index that ends in `at`, as far as the page is
    long. Whether a person was erased is asked row by row: a join has SQLite read all persons first.
    """
    erased = sa.exists().where(Person.id == Activity.person_id, Person.erased_at.is_not(None))
    walk = sa.select(Activity.id).where(*which, _is_one_of(Activity.kind, shown), ~erased, standing())
    walk = walk.order_by(Activity.at.desc(), Activity.id.desc())
    return sa.select(walk.limit(sa.bindparam("most", type_=sa.Integer)).subquery().c.id)


def _is_one_of(column: sa.orm.InstrumentedAttribute[Any], values: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return that a column is one of these, one parameter each: a list would be written out anew at every call."""
    return sa.or_(sa.false(), *(column == sa.literal(value, column.type) for value in values))


_ABOUT = aliased(Person)


def _whole(which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return the activities among those, the newest first, with their people."""
    return (
        sa.select(
            Activity.id,
            Activity.kind,
            Activity.title,
            Activity.url,
            Activity.points,
            Activity.at,
            Activity.person_id,
            Activity.about_id,
            *faces.columns(),
            _ABOUT.first_name,
            _ABOUT.last_name,
            _ABOUT.erased_at.is_not(None),
        )
        .join(Person, Person.id == Activity.person_id)
        .outerjoin(Company, Company.id == Person.company_id)
        .outerjoin(_ABOUT, _ABOUT.id == Activity.about_id)
        .where(which)
        .order_by(Activity.at.desc(), Activity.id.desc())
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


_OWN = Activity.person_id == sa.bindparam("viewer")


@lru_cache(maxsize=64)
def _feed(seen: tuple[Visibility, ...], shown: tuple[str, ...]) -> Reading:
    """Return the statement of a feed. Each visibility by itself and one's own: an OR over them would sort every
    activity that there ever was. It is built once for each kind of reader.
    """
    each = [_latest(shown, Activity.visibility == one) for one in seen]
    return Reading(_whole(Activity.id.in_(sa.union_all(*each, _latest(shown, _OWN)))))


@lru_cache(maxsize=64)
def _feed_of_one(seen: tuple[Visibility, ...], shown: tuple[str, ...]) -> Reading:
    """Return the statement of what one person did."""
    visible = sa.or_(_is_one_of(Activity.visibility, seen), _OWN)
    return Reading(
        _whole(Activity.id.in_(_latest(shown, Activity.person_id == sa.bindparam("person"), visible)))
    )
