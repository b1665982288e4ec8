"""Alerts: who is strong and forgotten, who could be invited, who never came, whose score fell. Each with one
verb.

Who is owed thanks is told by references. All alerts are found by one statement.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from admin import candidates
from hub.database import Moment, session
from hub.facts.asks import Ask
from hub.facts.standings import PastStanding, Standing
from hub.house import DeskItem
from hub.i18n import _, n_
from hub.people.invitations import Invitation
from hub.people.persons import Person, joined
from references.terms.terms import Terms

SCORE = "advocate_score"
STRONG = 85
FORGOTTEN_AFTER = timedelta(days=182)
UNANSWERED_AFTER = timedelta(days=14)
FALL_WINDOW = timedelta(days=30)
FALL = 15
MOST = 3


def desk(viewer: Person, *, now: datetime) -> list[DeskItem]:
    """Report what needs a manager, a few of each kind."""
    if not viewer.can("metric.see"):
        return []
    told: dict[str, Callable[..., DeskItem]] = {
        "candidates": _candidates,
        "forgotten": _forgotten,
        "silent": _silent,
        "fallen": _fallen,
    }
    found = sa.union_all(
        *(ones(now) for ones in (_ready_ones, _forgotten_ones, _silent_ones, _fallen_ones))
    ).subquery()
    rows = session.execute(
        sa.select(Person, found.c.kind, found.c.one, found.c.two, sa.type_coerce(found.c.since, Moment()))
        .select_from(found)
        .outerjoin(Person, found.c.person_id == Person.id)
        .order_by(found.c.kind, found.c.one.desc(), Person.id)
    )
    return [told[kind](person, one, two, since or now) for person, kind, one, two, since in rows]


def _ready_ones(now: datetime) -> sa.Select[Any]:
    """The reference candidates whom nobody has invited yet, as one row when there are some."""
    count = candidates.uninvited(now=now).subquery()
    number = next(iter(count.c))
    return _row("candidates", sa.cast(sa.null(), sa.Integer), number).where(number > 0)


def _forgotten_ones(now: datetime) -> sa.Select[Any]:
    """The strong and willing whom nobody asked for half a year, the strongest first."""
    since = now - FORGOTTEN_AFTER
    asked = sa.exists().where(Ask.person_id == Person.id, Ask.kind == "reference", Ask.asked_at > since)
    willing = sa.cast(Terms.formats, sa.Text) != "[]"
    strong = (
        sa.select(Person.id, Standing.value)
        .join(Standing, _score_of_person())
        .join(Terms, Terms.person_id == Person.id)
        .where(Standing.value >= STRONG, willing, joined(), ~asked, Person.joined_at <= since)
        .order_by(Standing.value.desc(), Person.id)
        .limit(MOST)
        .subquery()
    )
    return _row("forgotten", strong.c.id, strong.c.value)


def _silent_ones(now: datetime) -> sa.Select[Any]:
    """The invitations to join that nobody answered for 14 days and whose link still works, as one row of the
    oldest.
    """
    late = (
        sa.select(Invitation.person_id, Invitation.created_at, sa.func.count().over().label("number"))
        .where(
            Invitation.person_id.is_not(None),
            Invitation.used == 0,
            Invitation.withdrawn_at.is_(None),
            Invitation.created_at <= now - UNANSWERED_AFTER,
            Invitation.expires_at > now,
        )
        .order_by(Invitation.created_at, Invitation.id)
        .limit(1)
        .subquery()
    )
    return _row("silent", late.c.person_id, late.c.number, since=late.c.created_at)


def _fallen_ones(now: datetime) -> sa.Select[Any]:
    """The members whose score is 15 points or more below what it was 30 days ago, the deepest fall first."""
    earlier = (
        sa.select(PastStanding.value)
        .where(
            PastStanding.subject_kind == "person",
            PastStanding.subject_id == Person.id,
            PastStanding.kind == SCORE,
            PastStanding.as_of <= now - FALL_WINDOW,
        )
        .order_by(PastStanding.as_of.desc(), PastStanding.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    scored = sa.select(Person.id, Standing.value, earlier.label("before")).join(Standing, _score_of_person())
    known = scored.where(joined()).subquery()
    fell = (
        sa.select(known)
        .where(known.c.before - known.c.value >= FALL)
        .order_by((known.c.before - known.c.value).desc(), known.c.id)
        .limit(MOST)
        .subquery()
    )
    return _row("fallen", fell.c.id, fell.c.before, fell.c.value)


def _row(kind: str, person_id: Any, one: Any, two: Any = None, since: Any = None) -> sa.Select[Any]:
    return sa.select(
        sa.literal(kind).label("kind"),
        person_id.label("person_id"),
        sa.cast(one, sa.Float).label("one"),
        sa.cast(sa.null() if two is None else two, sa.Float).label("two"),
        (sa.cast(sa.null(), Moment()) if since is None else since).label("since"),
    )


def _score_of_person() -> sa.ColumnElement[bool]:
    return sa.and_(
        Standing.subject_kind == "person", Standing.subject_id == Person.id, Standing.kind == SCORE
    )


def _candidates(_nobody: None, number: float, _two: None, now: datetime) -> DeskItem:
    return DeskItem(
        what=n_(
            "One reference candidate is not invited",
            "%(num)s reference candidates are not invited",
            int(number),
        ),
        detail=_("Happy customers, by their score"),
        why=_("Ready to grow"),
        tone="info",
        who=_("Advocates"),
        verb=_("Invite"),
        url="/admin/advocates?class=reference&state=contact",
        due=now + timedelta(days=7),
    )


def _forgotten(person: Person, score: float, _two: None, now: datetime) -> DeskItem:
    return DeskItem(
        what=_("%(name)s was not asked for half a year", name=person.name),
        detail=_("Score %(score)s, opted in to references", score=round(score)),
        why=_("Forgotten strength"),
        tone="info",
        who=person.company_name or "",
        verb=_("Say hello"),
        url=f"/members/{person.handle}",
        due=now + timedelta(days=3),
    )


def _silent(oldest: Person, number: float, _two: None, since: datetime) -> DeskItem:
    return DeskItem(
        what=n_(
            "An invitation to join waits for an answer",
            "%(num)s invitations to join wait for an answer",
            int(number),
        ),
        detail=_("The oldest went to %(name)s", name=oldest.name),
        why=_("Two weeks of silence"),
        tone="gold",
        who=oldest.company_name or "",
        verb=_("Ask again"),
        url="/admin/invitations",
        due=since + UNANSWERED_AFTER,
    )


def _fallen(person: Person, before: float, score: float, now: datetime) -> DeskItem:
    return DeskItem(
        what=_(
            "%(name)s’s score fell from %(before)s to %(score)s",
            name=person.name,
            before=round(before),
            score=round(score),
        ),
        detail=_("Within 30 days; look before somebody asks them"),
        why=_("Falling"),
        tone="bad",
        who=person.company_name or "",
        verb=_("Look"),
        url=f"/members/{person.handle}",
        due=now + timedelta(days=2),
    )
