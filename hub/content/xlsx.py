"""Excel workbooks, read as a stream. Loaded by `hub.content.tables` when one comes, because its library loads
slowly.

A workbook is a zip file: how large it would become is checked before anything in it is opened.
"""

import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from hub.errors import Refusal
from hub.i18n import _

MAX_UNPACKED = 250 * 1024 * 1024
MAX_STRINGS = 80 * 1024 * 1024
"""The texts of a workbook are held in memory, so they have a limit of their own (bytes, unpacked)."""

_MAX_PARTS = 2_000
_BATCH = 500
_ERRORS = {"#N/A", "#REF!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#VALUE!", "#GETTING_DATA"}
_BROKEN = (
    *(
        InvalidFileException,
        BadZipFile,
        zlib.error,
        struct.error,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
    ),
    *(OSError, EOFError, SyntaxError, NotImplementedError, RuntimeError, OverflowError, AssertionError),
)


def lines(source: Path | bytes, columns: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of the first sheet that hold anything, each with its number (from 1) and at most
    `columns` cells.

    Rows have one cell more than the first line has (empty, as a rule). Raises `Refusal` when it is no
    workbook, locked, or would become too large.
    """
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        try:
            _guard(file)
            yield from _lines(file, columns)
        except _BROKEN as error:
            raise Refusal(
                _("This workbook cannot be read. Please save it again as .xlsx, or as CSV.")
            ) from error


def _guard(file: BinaryIO) -> None:
    """Refuse a bomb: the sizes that a zip declares are the most that can be read from it."""
    with ZipFile(file) as archive:
        parts = archive.infolist()
        strings = sum(part.file_size for part in parts if "sharedstrings" in part.filename.lower())
        total = sum(part.file_size for part in parts)
        if len(parts) > _MAX_PARTS or total > MAX_UNPACKED or strings > MAX_STRINGS:
            raise Refusal(_("This workbook is too large once unpacked. Please split it, or save it as CSV."))
        for part in parts:
            with archive.open(part) as content:
                if re.search(rb"<!(DOCTYPE|ENTITY)", content.read(4096), re.IGNORECASE):
                    raise Refusal(_("This workbook holds something that does not belong into one."))
    file.seek(0)


def _lines(file: BinaryIO, columns: int) -> Iterator[tuple[int, list[str]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()
        rows = enumerate(sheet.iter_rows(max_col=columns, values_only=True), 1)
        while batch := _batch(rows):
            for number, values in batch:
                cells = [_text(value) for value in values[:columns]]
                if any(cells):
                    yield number, cells
                    columns = min(columns, _width(cells) + 1)
    finally:
        book.close()


def _width(cells: list[str]) -> int:
    return max(position for position, cell in enumerate(cells, 1) if cell)


def _batch(rows: Iterator[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """Read some rows while the library's remarks about styles and odd dates are not heard."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(islice(rows, _BATCH))


def _text(value: object) -> str:
    """Return what a cell says: ISO for dates, numbers as Excel shows them, nothing for its own errors."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return format(value, ".15g")
        case datetime():
            return (value.date() if value.time() == time() else value).isoformat()
        case date() | time():
            return value.isoformat()
        case str():
            return "" if value in _ERRORS else value
    return str(value)
