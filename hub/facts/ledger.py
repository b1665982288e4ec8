"""The points ledger: append-only, double entry, nothing paid twice for one cause.

Every posting has entries that add up to zero: the member's on one side, an account of the programme (issued, spent,
expired, reversed) on the other. A reversal takes the balance at most to zero; the rest is a claim, set off first
against what is earned later. *Lifetime* (levels, boards) counts what was earned and not reversed; *balance* is what can
be spent. Row locks and a CHECK hold the balance at or above zero under any number of simultaneous redemptions.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, changed, insert_new, insert_once, session
from hub.errors import NotFound, Refusal, Words
from hub.facts import audit
from hub.house import house
from hub.i18n import _, n_, spoken_number
from hub.people.persons import Person


class Book(StrEnum):
    """The accounts: two of each member, four of the programme."""

    MEMBER = "member"
    CLAIM = "claim"
    ISSUED = "issued"
    SPENT = "spent"
    EXPIRED = "expired"
    REVERSED = "reversed"


class PostingKind(StrEnum):
    """Why points moved."""

    EARN = "earn"
    SPEND = "spend"
    REFUND = "refund"
    REVERSE = "reverse"
    GRANT = "grant"


class Account(Model):
    """The two figures of a member, kept beside the entries they derive from (`verify` compares them)."""

    __tablename__ = "ledger_accounts"
    __table_args__ = (
        sa.CheckConstraint("balance >= 0", name="balance_not_negative"),
        sa.CheckConstraint("claim >= 0", name="claim_not_negative"),
        sa.Index("ix_ledger_accounts_lifetime", "lifetime"),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    balance: Mapped[int] = mapped_column(default=0)
    lifetime: Mapped[int] = mapped_column(default=0)
    claim: Mapped[int] = mapped_column(default=0)


class Posting(Model):
    """One movement of points of one member, with its cause. `amount` is what it changed for the member, signed."""

    __tablename__ = "ledger_postings"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "cause"),
        sa.Index("ix_ledger_postings_history", "person_id", "at"),
        sa.Index("ix_ledger_postings_period", "at", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    kind: Mapped[PostingKind]
    amount: Mapped[int]
    cause: Mapped[str]
    source: Mapped[str]
    reason: Mapped[str]
    url: Mapped[str | None]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]

    entries: Mapped[list["LedgerEntry"]] = relationship(back_populates="posting")


class LedgerEntry(Model):
    """One side of a posting. All entries of a posting add up to zero."""

    __tablename__ = "ledger_entries"
    __table_args__ = (sa.Index("ix_ledger_entries_book", "book", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_postings.id"), index=True)
    book: Mapped[Book]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    amount: Mapped[int]

    posting: Mapped[Posting] = relationship(back_populates="entries")


def account_of(person_id: int) -> Account:
    """Return the figures of a person; zeros for who never earned."""
    found = session.get(Account, person_id, populate_existing=True)
    return found or Account(person_id=person_id, balance=0, lifetime=0, claim=0)


def history(person_id: int) -> sa.Select[tuple[Posting]]:
    """Return the statement for a person's postings, newest first."""
    return (
        sa.select(Posting)
        .where(Posting.person_id == person_id)
        .order_by(Posting.at.desc(), Posting.id.desc())
    )


def earn(
    person_id: int,
    points: int,
    *,
    cause: str,
    reason: str,
    source: str,
    now: datetime,
    url: str | None = None,
    kind: PostingKind = PostingKind.EARN,
    by: Person | None = None,
) -> bool:
    """Issue `points` to a person, open claims first. False, and nothing happens, when `cause` was paid before."""
    if points <= 0:
        raise ValueError("one earns more than nothing")
    posting = _post(
        person_id, kind, points, cause=cause, source=source, reason=reason, url=url, by=by, now=now
    )
    if posting is None:
        return False
    account = _locked(person_id)
    settled = min(account.claim, points)
    account.claim -= settled
    account.balance += points - settled
    account.lifetime += points
    _enter(posting, person_id, {Book.MEMBER: points - settled, Book.CLAIM: settled, Book.ISSUED: -points})
    return True


def grant(person_id: int, points: int, *, reason: str, by: Person, key: str, now: datetime) -> bool:
    """Give points by hand: needs a reason, is audited; never to oneself. `key` makes a repeated click harmless."""
    if person_id == by.id:
        raise Refusal(_("Somebody else has to give you points."))
    if not reason.strip():
        raise Refusal(_("Say why, so that it can be understood later."), field="reason")
    if not 1 <= points <= 100_000:
        raise Refusal(_("Give between 1 and 100,000 points."), field="points")
    given = earn(
        person_id,
        points,
        cause=f"grant:{key}",
        reason=reason,
        source="grant",
        kind=PostingKind.GRANT,
        by=by,
        now=now,
    )
    if given:
        audit.log(
            "points.granted",
            by=by,
            subject=("person", person_id),
            detail={"points": points, "reason": reason},
            now=now,
        )
    return given


def spend(
    person_id: int, cost: int, *, cause: str, reason: str, now: datetime, url: str | None = None
) -> bool:
    """Take `cost` from the balance. Raises `Refusal` when it does not suffice; False when `cause` was charged before."""
    if cost <= 0:
        raise ValueError("one spends more than nothing")
    posting = _post(person_id, PostingKind.SPEND, -cost, cause=cause, reason=reason, url=url, now=now)
    if posting is None:
        return False
    taken = changed(
        sa.update(Account)
        .where(Account.person_id == person_id, Account.balance >= cost)
        .values(balance=Account.balance - cost)
    )
    if taken != 1:
        raise Refusal(too_little(account_of(person_id).balance, cost))
    _enter(posting, person_id, {Book.MEMBER: -cost, Book.SPENT: cost})
    return True


def refund(person_id: int, *, cause: str, reason: str, now: datetime) -> bool:
    """Give back what was spent on `cause`, in full. False when it was given back before; `NotFound` when never spent."""
    spent = _posting(person_id, cause)
    if spent is None or spent.kind != PostingKind.SPEND:
        raise NotFound
    posting = _post(
        person_id,
        PostingKind.REFUND,
        -spent.amount,
        cause=f"refund:{cause}",
        reason=reason,
        url=spent.url,
        now=now,
    )
    if posting is None:
        return False
    _locked(person_id).balance += posting.amount
    _enter(posting, person_id, {Book.MEMBER: posting.amount, Book.SPENT: -posting.amount})
    return True


def reverse(person_id: int, *, cause: str, reason: str, now: datetime) -> bool:
    """Take back what `cause` earned: the balance down to zero at most, the rest as a claim; lifetime in full.

    False when nothing was earned by it, or it was reversed before.
    """
    earned = _posting(person_id, cause)
    if earned is None:
        return False
    posting = _post(
        person_id,
        PostingKind.REVERSE,
        -earned.amount,
        cause=f"reversal:{cause}",
        reason=reason,
        url=earned.url,
        now=now,
    )
    if posting is None:
        return False
    account = _locked(person_id)
    taken = min(account.balance, earned.amount)
    account.balance -= taken
    account.claim += earned.amount - taken
    account.lifetime -= earned.amount
    _enter(
        posting,
        person_id,
        {Book.MEMBER: -taken, Book.CLAIM: taken - earned.amount, Book.REVERSED: earned.amount},
    )
    return True


def too_little(balance: int, cost: int) -> Words:
    """Say how many points are missing."""
    missing = cost - balance
    shown = spoken_number(missing)
    return n_(
        "You need %(shown)s more point for this.",
        "You need %(shown)s more points for this.",
        missing,
        shown=shown,
    )


def _post(
    person_id: int,
    kind: PostingKind,
    amount: int,
    *,
    by: Person | None = None,
    now: datetime,
    **words: str | None,
) -> Posting | None:
    """Write the posting (`words`: cause, source, reason, url), or return None when its cause is in the book."""
    insert_once(Account, person_id=person_id)
    about = {"url": None, "source": kind.value, **words, "by_id": by.id if by else None, "at": now}
    posting_id = insert_new(Posting, person_id=person_id, kind=kind, amount=amount, **about)
    return None if posting_id is None else session.get_one(Posting, posting_id)


def _posting(person_id: int, cause: str) -> Posting | None:
    return session.scalar(sa.select(Posting).where(Posting.person_id == person_id, Posting.cause == cause))


def _locked(person_id: int) -> Account:
    """Return the account under a row lock, as it is now (SQLite's writers are alone anyway)."""
    statement = sa.select(Account).where(Account.person_id == person_id).with_for_update()
    return session.scalars(statement, execution_options={"populate_existing": True}).one()


def _enter(posting: Posting, person_id: int, amounts: dict[Book, int]) -> None:
    own: Iterable[Book] = (Book.MEMBER, Book.CLAIM)
    session.add_all(
        LedgerEntry(
            posting_id=posting.id, book=book, person_id=person_id if book in own else None, amount=amount
        )
        for book, amount in amounts.items()
        if amount
    )
    session.flush()
    for bookkeeper in house().bookkeepers:
        bookkeeper(posting, now=posting.at)
