"""Reconciling the ledger: the figures that are kept beside the entries must be what the entries add up to."""

import sqlalchemy as sa

from hub.database import session
from hub.facts.ledger import Account, Book, LedgerEntry, Posting, PostingKind
from hub.house import house


def problems() -> list[str]:
    """Return what does not add up, as sentences; an empty list is what everybody wants to see."""
    problems = []
    total = session.scalar(sa.select(sa.func.coalesce(sa.func.sum(LedgerEntry.amount), 0)))
    if total:
        problems.append(f"all entries add up to {total}, not to 0")
    unbalanced = session.scalars(
        sa.select(LedgerEntry.posting_id)
        .group_by(LedgerEntry.posting_id)
        .having(sa.func.sum(LedgerEntry.amount) != 0)
    )
    problems += [f"posting {posting} does not add up to 0" for posting in unbalanced]
    problems += (
        _drift(Book.MEMBER, Account.balance, 1) + _drift(Book.CLAIM, Account.claim, -1) + _lifetime_drift()
    )
    return problems + [problem for verify_package in house().verifications for problem in verify_package()]


def _drift(book: Book, figure: sa.orm.InstrumentedAttribute[int], sign: int) -> list[str]:
    entries = (
        sa.select(LedgerEntry.person_id, (sign * sa.func.sum(LedgerEntry.amount)).label("sum"))
        .where(LedgerEntry.book == book)
        .group_by(LedgerEntry.person_id)
        .subquery()
    )
    return _compare(figure, entries, book.value)


def _lifetime_drift() -> list[str]:
    counted = (PostingKind.EARN, PostingKind.GRANT, PostingKind.REVERSE)
    postings = (
        sa.select(Posting.person_id, sa.func.sum(Posting.amount).label("sum"))
        .where(Posting.kind.in_(counted))
        .group_by(Posting.person_id)
        .subquery()
    )
    return _compare(Account.lifetime, postings, "lifetime")


def _compare(figure: sa.orm.InstrumentedAttribute[int], sums: sa.Subquery, what: str) -> list[str]:
    total = sa.func.coalesce(sums.c.sum, 0)
    rows = session.execute(
        sa.select(Account.person_id, figure, total)
        .outerjoin(sums, sums.c.person_id == Account.person_id)
        .where(figure != total)
    )
    return [f"person {person}: {what} is {kept}, the entries say {summed}" for person, kept, summed in rows]
