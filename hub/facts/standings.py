"""Standings: where the jobs of upper floors leave a score or a risk, and anyone below reads it by kind.

A missing standing means unknown, and the reader says so. A changed value is also kept in the history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, changed, dialect, session


class Standing(Model):
    """The latest value of a kind for a subject, with the lines that explain it."""

    __tablename__ = "standings"
    __table_args__ = (sa.Index("ix_standings_ranked", "kind", "value"),)

    subject_kind: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[float]
    lines: Mapped[list[dict[str, Any]]]
    as_of: Mapped[datetime]


class PastStanding(Model):
    """A value that a subject had from `as_of` on."""

    __tablename__ = "standing_history"
    __table_args__ = (sa.Index("ix_standing_history_subject", "subject_kind", "subject_id", "kind", "as_of"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    kind: Mapped[str]
    value: Mapped[float]
    as_of: Mapped[datetime]


def find(subject: tuple[str, int], kind: str) -> Standing | None:
    """Return the standing of a subject, or None when it is unknown."""
    return session.get(Standing, (*subject, kind))


def of_many(subject_kind: str, ids: Iterable[int], kind: str) -> dict[int, Standing]:
    """Return the standings of many subjects by their id; who is missing is unknown."""
    found = session.scalars(
        sa.select(Standing).where(
            Standing.subject_kind == subject_kind, Standing.kind == kind, Standing.subject_id.in_(list(ids))
        )
    )
    return {standing.subject_id: standing for standing in found}


def put(
    subject: tuple[str, int],
    kind: str,
    *,
    value: float,
    as_of: datetime,
    lines: list[dict[str, Any]] | None = None,
) -> Standing:
    """Leave a value; an unchanged one only moves its date."""
    standing = find(subject, kind)
    if standing is None:
        standing = Standing(
            subject_kind=subject[0], subject_id=subject[1], kind=kind, value=value, lines=[], as_of=as_of
        )
        session.add(standing)
        _keep(subject, kind, value, as_of)
    elif standing.value != value:
        _keep(subject, kind, value, as_of)
    standing.value, standing.lines, standing.as_of = value, lines or [], as_of
    return standing


@dataclass(frozen=True)
class Value:
    """A value to leave, with the lines that explain it."""

    value: float
    lines: list[dict[str, Any]]


def put_many(subject_kind: str, kind: str, values: Mapping[int, Value], *, as_of: datetime) -> int:
    """Leave values for many subjects by id in a few statements; returns how many of them changed."""
    if not values:
        return 0
    known = sa.select(Standing.subject_id, Standing.value).where(
        Standing.subject_kind == subject_kind, Standing.kind == kind, Standing.subject_id.in_(list(values))
    )
    before = {row.subject_id: row.value for row in session.execute(known)}
    same = {"subject_kind": subject_kind, "kind": kind, "as_of": as_of}
    rows = [
        {**same, "subject_id": key, "value": one.value, "lines": one.lines} for key, one in values.items()
    ]
    insert: Any = (postgresql if dialect() == "postgresql" else sqlite).insert(Standing)
    new = {name: insert.excluded[name] for name in ("value", "lines", "as_of")}
    key = ["subject_kind", "subject_id", "kind"]
    session.execute(insert.on_conflict_do_update(index_elements=key, set_=new), rows)
    moved = {key: one.value for key, one in values.items() if before.get(key) != one.value}
    kept = [{**same, "subject_id": key, "value": value} for key, value in moved.items()]
    if kept:
        session.execute(sa.insert(PastStanding), kept)
    return len(kept)


def forget_others(subject_kind: str, kind: str, keep: sa.Select[tuple[int]]) -> None:
    """Make unknown the standing of every subject whose id is not in `keep`; the history stays."""
    gone = sa.delete(Standing).where(Standing.subject_kind == subject_kind, Standing.kind == kind)
    changed(gone.where(Standing.subject_id.not_in(keep)))


def history(subject: tuple[str, int], kind: str) -> list[PastStanding]:
    """Return the values over time, oldest first."""
    return list(
        session.scalars(
            sa.select(PastStanding)
            .where(
                PastStanding.subject_kind == subject[0],
                PastStanding.subject_id == subject[1],
                PastStanding.kind == kind,
            )
            .order_by(PastStanding.as_of)
        )
    )


def _keep(subject: tuple[str, int], kind: str, value: float, as_of: datetime) -> None:
    session.add(
        PastStanding(subject_kind=subject[0], subject_id=subject[1], kind=kind, value=value, as_of=as_of)
    )
