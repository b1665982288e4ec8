"""Tables that come in as CRMs export them, and tables that go out so that no spreadsheet runs them.

A file is read as a stream, line by line: its kind is told by its content, its delimiter by its heading, its
encoding by its bytes. What is wrong with the file is a `Refusal`; what is wrong with one row is that row's
`problem`.
"""

import csv
import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import import_module
from io import BytesIO, StringIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from hub.errors import Refusal, Words
from hub.i18n import _

MAX_COLUMNS = 200
MAX_LINE = 1_000_000
"""Characters in one line of text."""

DELIMITERS = ",;\t|"

_CHUNK = 1 << 16
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff]")
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]|[\t\r\n]")  # noqa: RUF001
_ESCAPED = re.compile(rf"\A'(?={_FORMULA.pattern})")
_NUMBER = re.compile(r"[-+]?[\d.,\s]*\d[\d.,\s%]*")

Source = Path | bytes
Lines = Iterator[tuple[int, list[str]]]


class Row(NamedTuple):
    """One row below the heading: the line of the file it begins on (from 1), a cell for each heading."""

    line: int
    cells: list[str]
    problem: Words | None = None


@dataclass(frozen=True)
class Sheet:
    """A table that was opened: `delimiter` and `encoding` tell how text was read; a workbook has none."""

    headings: list[str]
    delimiter: str | None
    encoding: str | None
    _open: Callable[[], Lines]

    @property
    def rows(self) -> Iterator[Row]:
        """Read the rows from the file, from the first on, each time anew. Empty rows are passed over.

        Raises `Refusal` when the file cannot be read to its end.
        """
        return (_row(line, cells, len(self.headings)) for line, cells in islice(self._open(), 1, None))


def read(source: Source, filename: str = "") -> Sheet:
    """Open a CSV file or an Excel workbook (its first sheet); the content decides which, `filename` only
    words errors.

    Raises `Refusal` when it is empty, no table, has no usable heading, or is written in an unknown encoding.
    """
    with _opened(source) as file:
        beginning = file.read(8)
    if not beginning:
        raise Refusal(_("This file is empty."))
    if beginning.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal(
            _("This workbook is of an old kind or locked by a password. Please save it as .xlsx or as CSV.")
        )
    if beginning.startswith(b"PK\x03\x04"):
        return _sheet(_workbook(source), None, None)
    encoding = _encoding(source, filename)
    delimiter, skip = _delimiter(source, encoding)
    return _sheet(lambda: _text_lines(source, encoding, delimiter, skip), delimiter, encoding)


def write_csv(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Write rows as UTF-8 CSV in pieces of about 64 KB.

    No cell can be taken for a formula; `read` undoes the escape.
    """
    buffer = StringIO(newline="")
    buffer.write("\ufeff")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_written(value) for value in row])
        if buffer.tell() >= _CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _written(value: object) -> str:
    """Return what stands in the cell: dates in ISO, numbers bare, text escaped where a spreadsheet might run
    it.
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
    text = str(value).replace("\x00", "")
    return f"'{text}" if _FORMULA.match(text) else text


@contextmanager
def _opened(source: Source) -> Iterator[BinaryIO]:
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        yield file


def _workbook(source: Source) -> Callable[[], Lines]:
    """Leave it to the module for workbooks, loaded only now because its library takes long to load."""
    lines = import_module("hub.content.xlsx").lines
    return lambda: ((line, [_cell(cell) for cell in cells]) for line, cells in lines(source, MAX_COLUMNS + 1))


def _sheet(lines: Callable[[], Lines], delimiter: str | None, encoding: str | None) -> Sheet:
    first = next(lines(), None)
    if first is None:
        raise Refusal(_("This file is empty."))
    return Sheet(_headings(first[1]), delimiter, encoding, lines)


def _headings(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > MAX_COLUMNS:
        raise Refusal(_("This table has too many columns: %(most)s at most.", most=MAX_COLUMNS))
    if any("@" in cell for cell in cells) or all(_NUMBER.fullmatch(cell[:40]) for cell in cells):
        raise Refusal(
            _("The first line must name the columns, but it looks like data. Please add a heading line.")
        )
    seen: set[str] = set()
    for position, cell in enumerate(cells, 1):
        if not cell:
            raise Refusal(_("Column %(position)s has no heading.", position=position))
        if cell.casefold() in seen:
            raise Refusal(_("The heading “%(heading)s” stands there twice.", heading=cell[:80]))
        seen.add(cell.casefold())
    return cells


def _row(line: int, cells: list[str], width: int) -> Row:
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    if len(cells) == width:
        return Row(line, cells)
    problem = _(
        "The heading names %(wanted)s columns, this row has %(found)s.", wanted=width, found=len(cells)
    )
    return Row(line, (cells + [""] * width)[:width], problem)


def _cell(text: str) -> str:
    return _INVISIBLE.sub("", _ESCAPED.sub("", text)).strip() if text else ""


def _text_lines(source: Source, encoding: str, delimiter: str, skip: int) -> Lines:
    """Yield the lines that hold anything, with the number of the line of the file that each begins on."""
    with _opened(source) as file, TextIOWrapper(file, encoding, newline="") as text:
        for _line in range(skip):
            text.readline()
        reader = csv.reader(_bounded(text), delimiter=delimiter, strict=True)
        line = skip
        try:
            for cells in reader:
                begun, line = line + 1, skip + reader.line_num
                if any(cell.strip() for cell in cells):
                    yield begun, [_cell(cell) for cell in cells]
        except csv.Error as error:
            raise Refusal(
                _("Line %(line)s cannot be read: is a quotation mark never closed?", line=line + 1)
            ) from error


def _bounded(text: TextIOWrapper) -> Iterator[str]:
    """Yield lines, but never one that fills the memory."""
    while line := text.readline(MAX_LINE):
        if len(line) == MAX_LINE:
            raise Refusal(_("A line of this file is longer than %(most)s characters.", most=f"{MAX_LINE:,}"))
        yield line


def _encoding(source: Source, filename: str) -> str:
    """Return the one encoding in which the whole file makes sense: a BOM decides, then UTF-8, then
    Windows-1252.
    """
    with _opened(source) as file:
        beginning = file.read(4)
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif beginning.startswith(b"\xef\xbb\xbf"):
        candidates = ["utf-8-sig"]
    else:
        _refuse_binary(source, filename)
        candidates = ["utf-8", "windows-1252"]
    for encoding in candidates:
        if _makes_sense(source, encoding):
            return encoding
    raise Refusal(_("The characters of this file cannot be read. Please save it as “CSV UTF-8”."))


def _refuse_binary(source: Source, filename: str) -> None:
    with _opened(source) as file:
        while chunk := file.read(_CHUNK):
            if _CONTROL.search(chunk) or chunk.startswith(b"%PDF-"):
                name = filename[:80] or _("This file")
                raise Refusal(
                    _(
                        "%(name)s is not a table. Please choose a CSV file or an Excel workbook (.xlsx).",
                        name=name,
                    )
                )


def _makes_sense(source: Source, encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)()
    with _opened(source) as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _delimiter(source: Source, encoding: str) -> tuple[str, int]:
    """Return the delimiter, and how many lines precede the heading (one, when a spreadsheet wrote `sep=;`
    there).
    """
    with _opened(source) as file, TextIOWrapper(file, encoding, newline="") as text:
        line = text.readline(_CHUNK)
        declared = re.fullmatch(r"sep=(.)\s*", line, re.IGNORECASE)
        if declared and declared[1] in DELIMITERS:
            return declared[1], 1
        while line and not line.strip():
            line = text.readline(_CHUNK)
        while line.count('"') % 2 and len(line) < _CHUNK and (more := text.readline(_CHUNK)):
            line += more
    bare = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=bare.count), 0
