"""Awards:

that a member earned a badge, by which deed. Given on the activity stream, in the same transaction as the
deed.

When the deed is undone and the rule is not fulfilled any more, the award is withdrawn; a later change of the
rule never takes one away. A badge can be earned again after that, as a new award.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, insert_new, session
from hub.errors import NotFound, Refusal
from hub.facts import activity, audit, notifications
from hub.facts.activity import Activity
from hub.facts.ledger import Posting, PostingKind
from hub.i18n import _
from hub.people import persons
from hub.people.persons import Person
from rewards import badges, merits, reaches
from rewards.badge_rules import RuleKind
from rewards.badges import Badge, BadgeRule

_STANDS = sa.text("withdrawn_at IS NULL")


class Award(Model):
    """One badge of one member.

    `activity_id` is the deed that completed it, `by_id` who gave it by hand and `reason` why.

    `public_id` names it to the outside and cannot be guessed.
    """

    __tablename__ = "badge_awards"
    __table_args__ = (
        sa.Index(
            "uq_badge_awards_standing",
            "badge_id",
            "person_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        sa.Index("ix_badge_awards_person", "person_id", "awarded_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    badge_id: Mapped[int] = mapped_column(sa.ForeignKey("badges.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    rule_id: Mapped[int] = mapped_column(sa.ForeignKey("badge_rules.id"))
    activity_id: Mapped[int | None] = mapped_column(sa.ForeignKey("activities.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    reason: Mapped[str]
    awarded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str | None]

    badge: Mapped[Badge] = relationship()
    rule: Mapped[BadgeRule] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    deed: Mapped[Activity | None] = relationship(foreign_keys=[activity_id])

    @property
    def url(self) -> str:
        """Where everybody can check it."""
        return f"/badges/awards/{self.public_id}"


def of(person_id: int) -> list[Award]:
    """Return the awards that a person holds, the latest first, with their badges."""
    statement = (
        sa.select(Award)
        .where(Award.person_id == person_id, Award.withdrawn_at.is_(None))
        .options(sa.orm.joinedload(Award.badge))
        .order_by(Award.awarded_at.desc(), Award.id.desc())
    )
    return list(session.scalars(statement))


def get_public(public_id: str, *, to: Person | None) -> Award:
    """Return an award for whoever has its address; raise `NotFound` when there is none that `to` may see.

    Of people who left or are suspended nothing is shown; who hides from the boards is shown to themselves
    alone.
    """
    statement = sa.select(Award).where(Award.public_id == public_id)
    award = session.scalar(statement.options(sa.orm.joinedload(Award.badge), sa.orm.joinedload(Award.person)))
    if award is None or not award.person.active:
        raise NotFound
    if award.person.off_boards and (to is None or to.id != award.person_id):
        raise NotFound
    return award


def get_standing(award_id: int) -> Award:
    """Return an award that holds; raise `NotFound`."""
    award = session.get(Award, award_id)
    if award is None or award.withdrawn_at is not None:
        raise NotFound
    return award


def latest() -> sa.Select[tuple[Award]]:
    """Return the statement for all awards that hold, the latest first, with whose and which they are."""
    return (
        sa.select(Award)
        .where(Award.withdrawn_at.is_(None))
        .options(sa.orm.joinedload(Award.badge), sa.orm.joinedload(Award.person))
        .order_by(Award.awarded_at.desc(), Award.id.desc())
    )


def follow_deeds(deed: Activity, *, now: datetime) -> None:
    """Award what a deed completes."""
    watching = [rule for rule in badges.in_force() if rule.meant.watches(deed.kind)]
    _award_completed(deed.person_id, watching, deed, now)


def follow_points(posting: Posting, *, now: datetime) -> None:
    """Award what a member's lifetime points complete, or withdraw what they do not any more."""
    if posting.kind in (PostingKind.EARN, PostingKind.GRANT):
        watching = [rule for rule in badges.in_force() if rule.meant.kind is RuleKind.POINTS]
        crossed = [rule for rule in watching if reaches.crosses(posting, rule.meant.need)]
        _award_completed(posting.person_id, crossed, None, now)
    elif posting.kind is PostingKind.REVERSE:
        held = [award for award in of(posting.person_id) if award.rule.meant.kind is RuleKind.POINTS]
        _withdraw_lost(posting.person_id, held, posting.reason, now)


def follow_undone(deed: Activity, *, now: datetime) -> None:
    """Withdraw what an undone deed had earned."""
    if deed.kind == "badge.awarded":
        return
    held = [
        award for award in of(deed.person_id) if award.by_id is None and award.rule.meant.watches(deed.kind)
    ]
    _withdraw_lost(deed.person_id, held, str(_("The deed was undone.")), now)


def receiver(handle: str) -> Person:
    """Return the member with a handle; raise `Refusal` when there is none."""
    found = persons.by_handles([handle.strip().lower().removeprefix("@")])
    if not found:
        raise Refusal(_("Nobody here has this handle."), field="handle")
    return next(iter(found.values()))


def give(badge: Badge, person: Person, *, reason: str, by: Person, now: datetime) -> Award | None:
    """Give a badge by hand, with a reason that its page shows; None when they hold it already."""
    rule = badges.rule_of(badge)
    if rule.meant.kind is not RuleKind.HAND:
        raise Refusal(_("This badge is earned, not given."), field="badge")
    if not reason.strip():
        raise Refusal(_("Say what it is for: the page of the badge shows it."), field="reason")
    award = _award(rule, person, None, now, by=by, reason=reason)
    if award is not None:
        detail = {"badge": badge.name, "reason": reason}
        audit.log("badge.given", by=by, subject=("person", person.id), detail=detail, now=now)
    return award


def take_back(award: Award, *, reason: str, by: Person, now: datetime) -> None:
    """Withdraw an award by hand."""
    _withdraw(award, reason, by, now)
    detail = {"badge": award.badge.name, "reason": reason}
    audit.log("badge.taken_back", by=by, subject=("person", award.person_id), detail=detail, now=now)


def _award_completed(
    person_id: int, rules: Sequence[BadgeRule], deed: Activity | None, now: datetime
) -> None:
    if not rules:
        return
    holds = set(
        session.scalars(
            sa.select(Award.badge_id).where(Award.person_id == person_id, Award.withdrawn_at.is_(None))
        )
    )
    open_rules = [rule for rule in rules if rule.badge_id not in holds]
    shown = merits.of(person_id, [rule.meant for rule in open_rules])
    earned = [rule for rule in open_rules if rule.meant.fulfilled(shown)]
    person = persons.get(person_id) if earned else None
    if person is None or not person.can("points.hold"):
        return  # buyers and the team take part without points; a badge in the feed would name a hidden buyer
    for rule in earned:
        _award(rule, person, deed, now)


def _award(
    rule: BadgeRule,
    person: Person,
    deed: Activity | None,
    now: datetime,
    *,
    by: Person | None = None,
    reason: str = "",
) -> Award | None:
    """Write the award, unless they hold the badge already, and let it be known."""
    award_id = insert_new(
        Award,
        public_id=secrets.token_urlsafe(12),
        badge_id=rule.badge_id,
        person_id=person.id,
        rule_id=rule.id,
        activity_id=deed.id if deed else None,
        by_id=by.id if by else None,
        reason=reason,
        awarded_at=now,
    )
    if award_id is None:
        return None
    award, key = session.get_one(Award, award_id), _key(award_id)
    name = rule.badge.name
    activity.record(
        "badge.awarded",
        person=person,
        subject=("badge", rule.badge_id),
        title=name,
        url=award.url,
        key=key,
        now=now,
    )
    title = _("You earned the badge “%(badge)s”.", badge=name)
    notifications.tell(person, "badge.awarded", title=title, url=award.url, key=key, now=now)
    return award


def _withdraw_lost(person_id: int, held: Iterable[Award], reason: str, now: datetime) -> None:
    held = list(held)
    shown = merits.of(person_id, [award.rule.meant for award in held])
    for award in held:
        if not award.rule.meant.fulfilled(shown):
            _withdraw(award, reason, None, now)


def _withdraw(award: Award, reason: str, by: Person | None, now: datetime) -> None:
    award.withdrawn_at, award.withdrawn_because = now, reason
    session.flush()
    recorded = activity.find(_key(award.id))
    if recorded is not None:
        activity.retract(recorded, by=by, reason=reason, now=now)


def _key(award_id: int) -> str:
    return f"badge_award:{award_id}"
