"""Tables: every usual export is read, what is wrong is said plainly, and nothing that goes out can be run."""

from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from hub.content.tables import MAX_COLUMNS, read, write_csv
from hub.errors import Refusal


def cells(data: bytes) -> list[list[str]]:
    return [row.cells for row in read(data).rows]


def workbook(*rows: list[object]) -> bytes:
    book, buffer = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """A workbook with some of its parts replaced or added."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_exports_are_read_in_every_usual_dress(delimiter: str, encoding: str) -> None:
    lines: list[list[str]] = [["Account Name", "Größe"], ['"A, B; ""C"""', "café"], []]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    sheet = read(text.encode(encoding))
    assert (sheet.delimiter, sheet.encoding, sheet.headings) == (
        delimiter,
        encoding,
        ["Account Name", "Größe"],
    )
    assert [tuple(row) for row in sheet.rows] == [(2, ['A, B; "C"', "café"], None)]


def test_a_file_on_disk_is_read_as_often_as_one_likes(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(b"a,b\n1,2\n3,4\n")
    sheet = read(path, "export.csv")
    assert [row.cells for row in sheet.rows] == [row.cells for row in sheet.rows] == [["1", "2"], ["3", "4"]]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    sheet = read(b'\n\nname,note\nA,"two\nlines"\n\n,\nB,x\n')
    assert [(row.line, row.cells) for row in sheet.rows] == [(4, ["A", "two\nlines"]), (8, ["B", "x"])]


def test_the_delimiter_is_told_by_the_heading_outside_its_quotes() -> None:
    assert read(b'"a,b,c";d\n1;2\n').headings == ["a,b,c", "d"]
    assert read(b'"a\nb,c,d";e\n1;2\n').headings == ["a\nb,c,d", "e"]
    assert read(b"sep=;\na,b;c\n1;2\n").headings == ["a,b", "c"]
    assert read(b"name\nA\n").headings == ["name"]


def test_a_ragged_row_is_a_problem_of_that_row_alone() -> None:
    rows = list(read(b"a,b\n1\n1,2\n1,2,3\n1,2,,\n").rows)
    assert [row.cells for row in rows] == [["1", ""], ["1", "2"], ["1", "2"], ["1", "2"]]
    assert [bool(row.problem) for row in rows] == [True, False, True, False]
    assert str(rows[0].problem) == "The heading names 2 columns, this row has 1."


def test_a_workbook_gives_dates_and_numbers_as_text() -> None:
    data = workbook(
        ["Name", "Since", "NPS", "Share", "Strategic", "At"],
        ["A", datetime(2024, 1, 31), 9, 0.1 + 0.2, True, datetime(2024, 1, 31, 10, 5)],
        [None],
        ["#N/A", None, 12.0, 1e-7, False, " x "],
        ["", None, None, None, None, None, "beyond"],
    )
    sheet = read(data, "export.xlsx")
    assert (sheet.delimiter, sheet.encoding) == (None, None)
    rows = list(sheet.rows)
    assert rows[0] == (2, ["A", "2024-01-31", "9", "0.3", "true", "2024-01-31T10:05:00"], None)
    assert rows[1] == (4, ["", "", "12", "1e-07", "false", "x"], None)
    assert rows[2].problem


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (workbook(), "empty"),
        (b"a,A\n1,2\n", "twice"),
        (b"a,,c\n1,2,3\n", "Column 2"),
        (b"anna@example.com,Anna\n", "heading line"),
        (b"1,2,3\n4,5,6\n", "heading line"),
        (workbook([1, 2], [3, 4]), "heading line"),
        (",".join(f"c{n}" for n in range(MAX_COLUMNS + 1)).encode(), "too many columns"),
        (workbook([f"c{n}" for n in range(MAX_COLUMNS + 1)]), "too many columns"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a table"),
        (b"%PDF-1.7\n1 0 obj", "not a table"),
        ("a,b\n1,2".encode("utf-16-le"), "not a table"),
        (b"a,b\n\x81\x8d,2\n", "characters"),
        (b"\xff\xfea", "characters"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old kind"),
        (b"PK\x03\x04" + bytes(100), "workbook"),
        (workbook(["a"], ["b"])[:-200], "workbook"),
        (repacked(workbook(["a"]), **{"xl/worksheets/sheet1.xml": b"<broken"}), "workbook"),
        (repacked(workbook(["a"]), **{"xl/x.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "does not belong"),
        (repacked(workbook(["a"]), **{"xl/sharedStrings.xml": bytes(81 * 1024 * 1024)}), "too large"),
        (b"x" * 1_000_001, "longer than"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        list(read(data, "upload").rows)


def test_a_quote_that_is_never_closed_is_named_by_its_line() -> None:
    rows = read(b'a,b\n1,2\n3,"' + b"x\n" * 100_000).rows
    assert next(rows).cells == ["1", "2"]
    with pytest.raises(Refusal, match="Line 3 "):
        next(rows)


def test_a_bomb_of_zeros_is_refused_before_it_goes_off() -> None:
    bomb = repacked(workbook(["a"]), **{"xl/worksheets/sheet1.xml": bytes(251 * 1024 * 1024)})
    begun = process_time()
    with pytest.raises(Refusal, match="too large"):
        read(bomb)
    assert process_time() - begun < 1


def test_a_sheet_that_reaches_far_to_the_right_is_no_burden() -> None:
    body = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(2, 20_000))
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet += b'<row r="1"><c r="A1" t="str"><v>a</v></c></row>' + body + b"</sheetData></worksheet>"
    begun = process_time()
    assert list(read(repacked(workbook(["a"]), **{"xl/worksheets/sheet1.xml": sheet})).rows) == []
    assert process_time() - begun < 5


FORMULAS = ["=1+1", "+49 30", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", "'=1", "\uff1d1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_that_goes_out_is_a_formula(text: str) -> None:
    data = b"".join(write_csv([["h"], [text]])).decode("utf-8-sig")
    assert data.split("\r\n", 1)[1].lstrip('"').startswith("'")
    assert cells(data.encode()) == [[text.strip()]]


def test_numbers_and_dates_go_out_bare() -> None:
    row = [-5, Decimal("-1.50"), 2.5, date(2024, 1, 31), datetime(2024, 1, 31, 10, tzinfo=UTC), None, True]
    written = b"".join(write_csv([row])).decode()
    assert written == "\ufeff-5,-1.50,2.5,2024-01-31,2024-01-31T10:00:00+00:00,,true\r\n"


def test_a_long_table_goes_out_in_pieces() -> None:
    pieces = list(write_csv([str(n), "x" * 100] for n in range(5_000)))
    assert len(pieces) > 5
    assert len(list(read(b"".join([b"a,b\r\n", *pieces])).rows)) == 5_000


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("'=+-@,;|\t\"\n ")
CELL = st.text(LETTERS, max_size=12)


@given(st.lists(st.tuples(CELL, CELL), max_size=8))
def test_what_is_written_is_read_back(rows: list[tuple[str, str]]) -> None:
    kept = [[cell.replace("\ufeff", "").strip() for cell in row] for row in rows]
    read_back = cells(b"".join(write_csv([("first", "second"), *rows])))
    assert [row for row in read_back if any(row)] == [row for row in kept if any(row)]


PIECES = st.sampled_from([b"a", b",", b'"', b"\n", b"\r", b";", b"=", b"\xe4"])


@given(st.binary(max_size=400) | st.lists(PIECES, max_size=60).map(b"".join))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    for content in (data, b"PK\x03\x04" + data):
        with suppress(Refusal):
            sheet = read(content)
            assert all(len(row.cells) == len(sheet.headings) for row in sheet.rows)
