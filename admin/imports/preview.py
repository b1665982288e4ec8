"""A first look into a file: sample cells beside each heading, and the first rows as they will be."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from admin.imports import columns, fields, importing
from admin.imports.cells import Manner
from admin.imports.fields import Field
from admin.imports.reading import Record, reader
from admin.imports.runs import ImportRun
from hub.i18n import gettext

ROWS = 8
SAMPLES = 3
LOOKED_AT = 60
"""Rows that are looked at for samples."""


@dataclass(frozen=True)
class Preview:
    """The first good rows as they will be: the fields, and what each row says, None where unknown."""

    fields: list[Field]
    rows: list[tuple[int, list[Any]]]


def columns_of(run: ImportRun, *, default_currency: str) -> tuple[dict[str, str], Manner]:
    """Return how a file is to be read: as it was said, else as far as headings are known or remembered."""
    if run.columns:
        return run.columns, Manner(run.dates, run.currency)
    return columns.proposed(run.kind, run.headings, default_currency=default_currency)


def samples(run: ImportRun) -> dict[str, list[str]]:
    """Return up to three different cells of each column."""
    sheet = run.sheet()
    found: dict[str, list[str]] = defaultdict(list)
    for row in islice(sheet.rows, LOOKED_AT):
        for heading, cell in zip(sheet.headings, row.cells, strict=True):
            if cell and len(found[heading]) < SAMPLES and cell[:60] not in found[heading]:
                found[heading].append(cell[:60])
    return found


def first_records(run: ImportRun) -> Preview:
    """Return the first good rows, read as they will be."""
    sheet, how = run.sheet(), run.reading()
    read = reader(sheet, run.kind, how, importing.check_of(run.kind, how))
    good = (found for row in islice(sheet.rows, LOOKED_AT) if isinstance(found := read(row), Record))
    shown = [field for field in fields.FIELDS[run.kind] if field.name in how.fields.values()]
    rows = [
        (record.line, [_shown(record.get(field.name)) for field in shown]) for record in islice(good, ROWS)
    ]
    return Preview(shown, rows)


def _shown(value: Any) -> Any:
    """Return a value as a template can say it: dates stay dates, yes and no are words."""
    match value:
        case bool():
            return gettext("yes") if value else gettext("no")
        case (Decimal() as amount, currency):
            return f"{amount:,} {currency or ''}".strip()
        case date() | None | str():
            return value
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"
