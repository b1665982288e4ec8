"""That a member reached a level.

It stays when thresholds are raised later, and goes when the points are taken back.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, insert_new, session
from hub.facts import activity, ledger, notifications
from hub.facts.ledger import Posting
from hub.i18n import _
from hub.people import persons
from rewards import levels
from rewards.levels import Climb, Level, Step

_STANDS = sa.text("withdrawn_at IS NULL")


class Reach(Model):
    """A member on a level, with the threshold as it was then.

    A withdrawn one can be reached again as a new row.
    """

    __tablename__ = "level_reaches"
    __table_args__ = (
        sa.Index(
            "uq_level_reaches_standing",
            "person_id",
            "level_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    level_id: Mapped[int] = mapped_column(sa.ForeignKey("levels.id"))
    threshold: Mapped[int]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


def held(person_id: int | sa.BindParameter[int]) -> sa.ScalarSelect[int]:
    """The threshold, as it is today, of the highest level that a person reached and keeps (zero for none)."""
    return (
        sa.select(sa.func.coalesce(sa.func.max(Level.threshold), 0))
        .join(Reach, Reach.level_id == Level.id)
        .where(Reach.person_id == person_id, Reach.withdrawn_at.is_(None))
        .scalar_subquery()
    )


def lifetime(person_id: int) -> sa.ScalarSelect[int]:
    """The lifetime points of a person."""
    return sa.select(ledger.Account.lifetime).where(ledger.Account.person_id == person_id).scalar_subquery()


def climb_of(person_id: int) -> Climb:
    """Return where a person stands: one statement."""
    statement = sa.select(*levels.COLUMNS, lifetime(person_id), held(person_id))
    rows = session.execute(statement.order_by(Level.threshold)).all()
    *_step, points, kept = rows[0]
    return levels.climb(points or 0, [Step(*row[: len(Step._fields)]) for row in rows], held=kept)


def follow(posting: Posting, *, now: datetime) -> None:
    """Raise or lower a member whose lifetime points just moved."""
    if posting.kind in (ledger.PostingKind.EARN, ledger.PostingKind.GRANT):
        for level in levels.ladder():
            if crosses(posting, level.threshold):
                _reach(posting.person_id, level, now)
    elif posting.kind is ledger.PostingKind.REVERSE:
        _withdraw_above(posting.person_id, _lifetime_after(posting), posting.reason, now)


def crosses(posting: Posting, threshold: int) -> bool:
    """Whether the points that were just posted carried the member over a threshold."""
    after = _lifetime_after(posting)
    return after - posting.amount < threshold <= after


def _reach(person_id: int, level: Level, now: datetime) -> None:
    reach_id = insert_new(Reach, person_id=person_id, level_id=level.id, threshold=level.threshold, at=now)
    if reach_id is None:
        return
    person = persons.get(person_id)
    activity.record(
        "level.reached",
        person=person,
        subject=("level", level.id),
        title=level.name,
        url="/badges",
        key=_key(reach_id),
        now=now,
    )
    title = _("You reached %(level)s. %(perk)s", level=level.name, perk=level.perk)
    notifications.tell(person, "level.reached", title=title, url="/badges", key=_key(reach_id), now=now)


def _lifetime_after(posting: Posting) -> int:
    """Return the figure that the ledger has just written: it is at hand in the session."""
    return session.get_one(ledger.Account, posting.person_id).lifetime


def _withdraw_above(person_id: int, points: int, reason: str, now: datetime) -> None:
    lost = sa.select(Reach).where(
        Reach.person_id == person_id, Reach.withdrawn_at.is_(None), Reach.threshold > max(points, 0)
    )
    for reach in session.scalars(lost).all():
        reach.withdrawn_at = now
        session.flush()
        recorded = activity.find(_key(reach.id))
        if recorded is not None:
            activity.retract(recorded, by=None, reason=reason, now=now)


def _key(reach_id: int) -> str:
    return f"level_reach:{reach_id}"
