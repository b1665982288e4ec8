"""From the lines of a file to records: every cell read as its column says, every problem with its line and
column.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from admin.imports import fields
from admin.imports.cells import Manner, Parser, Unreadable
from admin.imports.columns import Columns
from admin.imports.fields import Kind
from hub.content.tables import Row, Sheet
from hub.delivery.jobs import Progress
from hub.errors import Refusal, Words
from hub.i18n import _

EVERY = 500
"""Rows after which one says how far it is."""

MOST_ROWS = 500_000


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row: its line in the file, the column it concerns, a sentence."""

    line: int
    column: str | None
    message: Words


@dataclass(frozen=True)
class Record:
    """A row that could be read: values by name of the field, None where unknown."""

    line: int
    values: dict[str, Any]

    def get(self, name: str) -> Any:
        """Return a value; None when it is unknown or its column was not in the file."""
        return self.values.get(name)


@dataclass
class Whole:
    """All that a file says: its good records, and the problems of the other rows."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0


Check = Callable[[Record], Problem | None]


def read(
    sheet: Sheet, kind: Kind, columns: Columns, check: Check, progress: Progress, *, total: int | None = None
) -> Whole:
    """Read all rows. Raises `Refusal` when the file breaks off, or has no row at all."""
    whole = Whole()
    read_one = reader(sheet, kind, columns, check)
    for row in sheet.rows:
        whole.rows += 1
        found = read_one(row)
        if isinstance(found, Record):
            whole.records.append(found)
        else:
            whole.problems += found
        if whole.rows % EVERY == 0:
            progress.at(whole.rows, total)
        if whole.rows > MOST_ROWS:
            raise Refusal(
                _("This file has more than %(most)s rows. Please send it in parts.", most=f"{MOST_ROWS:,}")
            )
    if not whole.rows:
        raise Refusal(_("This file names columns, but has no row below them."))
    progress.at(whole.rows, max(whole.rows, total or 0))
    return whole


def reader(
    sheet: Sheet, kind: Kind, columns: Columns, check: Check
) -> Callable[[Row], Record | list[Problem]]:
    """Return what reads one row: as a record, or as what is wrong with it."""
    known = fields.by_name(kind)
    plan = [
        (position, heading, columns.fields[heading], known[columns.fields[heading]].parse)
        for position, heading in enumerate(sheet.headings)
        if heading in columns.fields
    ]
    return partial(_read, plan, columns.manner, check)


def _read(
    plan: list[tuple[int, str, str, Parser]], manner: Manner, check: Check, row: Row
) -> Record | list[Problem]:
    if row.problem is not None:
        return [Problem(row.line, None, row.problem)]
    values, problems = dict[str, Any](), list[Problem]()
    for position, heading, name, parse in plan:
        cell = row.cells[position]
        try:
            values[name] = parse(cell, manner) if cell else None
        except Unreadable as error:
            problems.append(Problem(row.line, heading, error.message))
    record = Record(row.line, values)
    if not problems and (wrong := check(record)) is not None:
        problems.append(wrong)
    return problems or record
