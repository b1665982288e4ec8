"""Activities: who did what, about whom, when. The one stream that feed, points, badges, scores and
metrics read.

A rule records an activity in its own transaction; subscribers to the kind are called in that same
transaction. An activity is never changed: what turned out not to have happened is retracted, which reverses
what it paid.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, insert_new, insert_once, session
from hub.facts import ledger
from hub.house import house
from hub.people.persons import Person


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


def feed(viewer: Person, *, limit: int = 12, person_id: int | None = None) -> list[Activity]:
    """Return the latest activities that `viewer` may see, newest first, with their people."""
    seen = [Visibility.PUBLIC]
    if viewer.is_staff or "advocate" in viewer.role_names:
        seen.append(Visibility.MEMBERS)
    if viewer.is_staff:
        seen.append(Visibility.STAFF)
    shown = [kind.name for kind in house().kinds.values() if kind.in_feed]
    statement = _FEED if person_id is None else _FEED_OF_ONE
    given = {"seen": seen, "viewer": viewer.id, "shown": shown, "most": limit, "person": person_id}
    return list(session.scalars(statement, given))


def record(
    kind: str,
    *,
    person: Person,
    subject: tuple[str, int],
    title: str,
    url: str,
    key: str,
    now: datetime,
    points: int | None = None,
    about: Person | None = None,
    visibility: Visibility = Visibility.MEMBERS,
    data: dict[str, Any] | None = None,
) -> Activity | None:
    """Record what `person` did, pay `points` for it (the kind's own when None) and tell who subscribed.

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
        at=now,
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


def _latest(*which: sa.ColumnElement[bool]) -> sa.Select[tuple[int]]:
    """Return the latest ids among those: one walk down an index that ends in `at`, as far as the page is
    long.
    """
    shown = Activity.kind.in_(sa.bindparam("shown", expanding=True))
    walk = (
        sa.select(Activity.id)
        .join(Activity.person)
        .where(*which, shown, Person.erased_at.is_(None), standing())
    )
    walk = walk.order_by(Activity.at.desc(), Activity.id.desc())
    return sa.select(walk.limit(sa.bindparam("most", type_=sa.Integer)).subquery().c.id)


def _whole(which: sa.ColumnElement[bool]) -> sa.Select[tuple[Activity]]:
    """Return the activities among those, the newest first, with their people."""
    return (
        sa.select(Activity)
        .join(Activity.person)
        .where(which)
        .options(sa.orm.contains_eager(Activity.person), sa.orm.joinedload(Activity.about))
        .order_by(Activity.at.desc(), Activity.id.desc())
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


_SEEN: sa.BindParameter[Any] = sa.bindparam("seen", expanding=True)
_OWN = Activity.person_id == sa.bindparam("viewer")
_OF_EACH = [
    _latest(Activity.visibility == one, sa.literal(one, Activity.visibility.type).in_(_SEEN))
    for one in (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.STAFF)
]
_FEED = _whole(Activity.id.in_(sa.union_all(*_OF_EACH, _latest(_OWN))))
"""Each visibility by itself and one's own: an OR over them would sort every activity that there ever was."""

_FEED_OF_ONE = _whole(
    Activity.id.in_(
        _latest(Activity.person_id == sa.bindparam("person"), sa.or_(Activity.visibility.in_(_SEEN), _OWN))
    )
)
