"""The one ask budget: everything that asks something of an advocate draws on it, whoever asks, over all channels.

Each kind has its cap (a reference invitation: one in 30 days); a kind's cap does not block the other kinds, the monthly
minutes, a pause and quiet dates do. One row per person is the lock and the memory: an ask is a conditional UPDATE of it
in the same transaction, so that of any number of simultaneous ones exactly one succeeds. Asks are append-only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, changed, insert_once, session
from hub.errors import Refusal, Words
from hub.facts import audit, quiet_dates
from hub.i18n import _, spoken_day
from hub.people.persons import Person

REFERENCE_GAP = timedelta(days=30)
"""At most one reference invitation in any 30 days: exactly 30 × 24 hours later the next is allowed."""


@dataclass(frozen=True)
class Cap:
    """At most `count` asks of a kind in `days` days."""

    count: int
    days: int


CAPS = {
    "reference": Cap(1, 30),
    "question": Cap(2, 7),
    "survey": Cap(1, 91),
    "introduction": Cap(2, 30),
    "message": Cap(4, 30),
    "challenge": Cap(8, 30),
}
"""The programme's cap for each kind of ask (the ask budget of the product description)."""


class AskBudget(Model):
    """What one person allows, and when a reference invitation is next possible."""

    __tablename__ = "ask_budgets"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    next_free_at: Mapped[datetime] = mapped_column(index=True)
    monthly_minutes: Mapped[int | None]
    paused_until: Mapped[datetime | None]


class CompanyBudget(Model):
    """The lock under which asks of one company's people are counted."""

    __tablename__ = "ask_company_budgets"

    company_id: Mapped[int] = mapped_column(sa.ForeignKey("companies.id"), primary_key=True)
    last_asked_at: Mapped[datetime]


class AskOverride(Model):
    """That a manager went past the budget, or that an ask happened outside the hub: who, why, when."""

    __tablename__ = "ask_overrides"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    kind: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


class Ask(Model):
    """One ask. `free_at` is when the next of this kind is possible again; the database refuses overlapping ones."""

    __tablename__ = "asks"
    __table_args__ = (sa.Index("ix_asks_person", "person_id", "kind", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    company_id: Mapped[int | None] = mapped_column(sa.ForeignKey("companies.id"), index=True)
    kind: Mapped[str]
    minutes: Mapped[int]
    source: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    free_at: Mapped[datetime]
    override_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ask_overrides.id"))


def draw(
    person: Person,
    kind: str,
    *,
    minutes: int,
    source: str,
    now: datetime,
    gap: timedelta = REFERENCE_GAP,
    company_cap: int | None = None,
) -> Ask:
    """Take one ask of `kind` from a person's budget, or raise `Refusal` with the reason and the next free date.

    `gap` (reference invitations only) is at least 30 days, longer when the advocate's own terms say so; `company_cap`
    limits the asks of this kind to all people of the company within the kind's days. A refusal changes nothing.
    """
    with session.begin_nested():
        _take_turn(person.id, kind, now=now, gap=max(gap, REFERENCE_GAP))
        refuse(blocked(person.id, minutes=minutes, now=now))
        if company_cap is not None and person.company_id is not None:
            _take_company_turn(person.company_id, kind, company_cap, now)
        ask = Ask(
            person_id=person.id,
            company_id=person.company_id,
            kind=kind,
            minutes=minutes,
            source=source,
            asked_at=now,
            free_at=now + (max(gap, REFERENCE_GAP) if kind == "reference" else timedelta(0)),
        )
        session.add(ask)
        session.flush()
    return ask


def override(
    person: Person,
    *,
    kind: str,
    minutes: int,
    source: str,
    by: Person,
    reason: str,
    now: datetime,
    asked_at: datetime | None = None,
) -> Ask:
    """Record an ask past the budget (`kind` "override") or outside the hub ("outside"). It never fails for the budget.

    It moves "next free on" forward like any other, counted from `asked_at` when it happened earlier. Needs a reason, and
    is audited.
    """
    asked_at = asked_at or now
    if not reason.strip():
        raise Refusal(_("Say why; it will stand in the audit log and in the metrics."), field="reason")
    row = AskOverride(person_id=person.id, by_id=by.id, kind=kind, reason=reason, at=now)
    session.add(row)
    session.flush()
    _open_budget(person.id, now)
    free = asked_at + REFERENCE_GAP
    changed(
        sa.update(AskBudget)
        .where(AskBudget.person_id == person.id, AskBudget.next_free_at < free)
        .values(next_free_at=free)
    )
    ask = Ask(
        person_id=person.id,
        company_id=person.company_id,
        kind="reference",
        minutes=minutes,
        source=source,
        asked_at=asked_at,
        free_at=free,
        override_id=row.id,
    )
    session.add(ask)
    audit.log(
        f"ask.{kind}",
        by=by,
        subject=("person", person.id),
        detail={"reason": reason, "source": source},
        now=now,
    )
    return ask


def pause(person: Person, *, until: datetime | None, now: datetime) -> None:
    """Pause a person until a moment, or end the pause with None."""
    _open_budget(person.id, now)
    changed(sa.update(AskBudget).where(AskBudget.person_id == person.id).values(paused_until=until))


def allow_minutes(person: Person, minutes: int | None, *, now: datetime) -> None:
    """Set how many minutes a month a person allows; None for no limit of their own."""
    if minutes is not None and not 0 <= minutes <= 6000:
        raise Refusal(_("Choose between 0 and 6,000 minutes a month."), field="monthly_minutes")
    _open_budget(person.id, now)
    changed(sa.update(AskBudget).where(AskBudget.person_id == person.id).values(monthly_minutes=minutes))


def budget_of(person_id: int) -> AskBudget | None:
    """Return a person's budget row; None for who was never asked and set nothing."""
    return session.get(AskBudget, person_id, populate_existing=True)


def next_free(person_id: int, kind: str, *, now: datetime) -> datetime:
    """Return when a person can next be asked for a thing of `kind`: `now` when at once."""
    if kind == "reference":
        budget = budget_of(person_id)
        return max(now, budget.next_free_at) if budget else now
    cap = CAPS[kind]
    times = session.scalars(
        sa.select(Ask.asked_at)
        .where(Ask.person_id == person_id, Ask.kind == kind, Ask.asked_at > now - timedelta(days=cap.days))
        .order_by(Ask.asked_at.desc())
        .limit(cap.count)
    ).all()
    return now if len(times) < cap.count else times[-1] + timedelta(days=cap.days)


def blocked(person_id: int, *, minutes: int, now: datetime) -> Words | None:
    """Return why a person cannot be asked for anything now (pause, quiet dates, monthly minutes), or None."""
    budget = budget_of(person_id)
    if budget and budget.paused_until and budget.paused_until > now:
        return _("Paused until %(day)s.", day=spoken_day(budget.paused_until.date()))
    quiet = quiet_dates.until(person_id, now=now)
    if quiet:
        return _("Wants not to be asked until %(day)s.", day=spoken_day(quiet))
    if budget and budget.monthly_minutes is not None:
        used = minutes_used(person_id, now=now)
        if used + minutes > budget.monthly_minutes:
            return _("Has given the %(minutes)s minutes of this month.", minutes=budget.monthly_minutes)
    return None


def minutes_used(person_id: int, *, now: datetime) -> int:
    """Return the minutes asked of a person in this calendar month (UTC)."""
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    used = sa.select(sa.func.coalesce(sa.func.sum(Ask.minutes), 0)).where(
        Ask.person_id == person_id, Ask.asked_at >= month
    )
    return session.scalar(used) or 0


def count_since(person_id: int, kind: str, since: datetime) -> int:
    """Return how often a person was asked for a thing of `kind` since a moment."""
    counted = sa.select(sa.func.count()).where(
        Ask.person_id == person_id, Ask.kind == kind, Ask.asked_at > since
    )
    return session.scalar(counted) or 0


def refuse(reason: Words | None) -> None:
    """Raise `Refusal` when there is a reason to."""
    if reason is not None:
        raise Refusal(reason)


def _take_turn(person_id: int, kind: str, *, now: datetime, gap: timedelta) -> None:
    """Lock the person's row; for a reference invitation move it forward, or refuse."""
    _open_budget(person_id, now)
    if kind != "reference":
        session.execute(
            sa.select(AskBudget.person_id).where(AskBudget.person_id == person_id).with_for_update()
        )
        free = next_free(person_id, kind, now=now)
    else:
        moved = changed(
            sa.update(AskBudget)
            .where(AskBudget.person_id == person_id, AskBudget.next_free_at <= now)
            .values(next_free_at=now + gap)
        )
        free = now if moved == 1 else next_free(person_id, kind, now=now)
        if moved == 1:
            return
    if free > now:
        raise Refusal(_("Can next be asked on %(day)s.", day=spoken_day(free.date())))


def _take_company_turn(company_id: int, kind: str, cap: int, now: datetime) -> None:
    insert_once(CompanyBudget, company_id=company_id, last_asked_at=now)
    changed(sa.update(CompanyBudget).where(CompanyBudget.company_id == company_id).values(last_asked_at=now))
    since = now - timedelta(days=CAPS[kind].days)
    asked = session.scalar(
        sa.select(sa.func.count()).where(Ask.company_id == company_id, Ask.kind == kind, Ask.asked_at > since)
    )
    if (asked or 0) >= cap:
        raise Refusal(
            _("Somebody of this company was asked within the last %(days)s days.", days=CAPS[kind].days)
        )


def _open_budget(person_id: int, now: datetime) -> None:
    insert_once(AskBudget, person_id=person_id, next_free_at=now)
