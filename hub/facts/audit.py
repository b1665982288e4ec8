"""The audit log: every staff action and every change of rights, append-only, each entry sealed by the one before."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, dialect, session
from hub.house import house
from hub.people.persons import Person

_CHAIN_LOCK = 0x56_4F_55_43_48


class AuditEntry(Model):
    """One action: who, what, to what, with which details. `seal` hashes the entry together with the seal before it."""

    __tablename__ = "audit_entries"
    __table_args__ = (sa.Index("ix_audit_entries_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(index=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    detail: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(index=True)
    seal: Mapped[str]

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])


def log(
    action: str,
    *,
    by: Person | None,
    subject: tuple[str, int],
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Append an action that a package declared; `by` None is the hub itself or the operator at the console."""
    if action not in house().actions:
        raise RuntimeError(f"nobody declared what the audit log calls {action!r}")
    session.flush()
    if dialect() == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_CHAIN_LOCK)))
    last = session.scalar(sa.select(AuditEntry.seal).order_by(AuditEntry.id.desc()).limit(1)) or ""
    entry = AuditEntry(
        action=action,
        by_id=by.id if by else None,
        subject_kind=subject[0],
        subject_id=subject[1],
        detail=detail or {},
        at=now,
    )
    entry.seal = _seal(last, entry)
    session.add(entry)
    session.flush()


def latest(*, action: str | None = None) -> sa.Select[tuple[AuditEntry]]:
    """Return the statement for the entries (of one action), newest first, with who did it."""
    statement = sa.select(AuditEntry).options(sa.orm.joinedload(AuditEntry.by)).order_by(AuditEntry.id.desc())
    return statement if action is None else statement.where(AuditEntry.action == action)


def concerned(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """Return the names of the persons whom entries concern, by entry: one statement for a page of them."""
    whom = {entry.id: _whom(entry) for entry in entries}
    people = session.scalars(sa.select(Person).where(Person.id.in_({one for one in whom.values() if one})))
    names = {person.id: person.name for person in people}
    return {id_: names[person_id] for id_, person_id in whom.items() if person_id in names}


def _whom(entry: AuditEntry) -> int | None:
    person_id = entry.subject_id if entry.subject_kind == "person" else entry.detail.get("person")
    return person_id if isinstance(person_id, int) else None


def verify() -> list[str]:
    """Return the entries whose seal does not fit, as sentences: somebody changed the log behind our back."""
    problems, last = [], ""
    for entry in session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).yield_per(500):
        if entry.seal != _seal(last, entry):
            problems.append(f"entry {entry.id} ({entry.action}) does not fit the one before it")
        last = entry.seal
    return problems


def _seal(last: str, entry: AuditEntry) -> str:
    content = [
        last,
        entry.action,
        entry.by_id,
        entry.subject_kind,
        entry.subject_id,
        entry.detail,
        entry.at.isoformat(),
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
