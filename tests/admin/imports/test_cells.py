"""Cells: read as their column promises, or refused; never guessed."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin.imports import cells
from admin.imports.cells import Dates, Manner, Unreadable

ISO = Manner()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("80", 80),
        ("80.1", 80.1),
        ("80,1", 80.1),
        ("85 %", 85),
        ("85%", 85),
        (" 99.95% ", 99.95),
        ("0", 0),
        ("100", 100),
        ("", None),
        ("n/a", None),
        ("–", None),
        ("unknown", None),
        ("１２", 12),
    ],
)
def test_a_percentage(cell, expected):
    assert cells.percentage(cell, ISO) == expected


@pytest.mark.parametrize(
    "cell", ["101", "-1", "high", "1,200", "1.2.3", "8,0,0", "80 90x", "%%a", "1e5", "nan", "inf"]
)
def test_no_percentage(cell):
    with pytest.raises(Unreadable):
        cells.percentage(cell, ISO)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1200", 1200),
        ("1,200", 1200),
        ("1.200", 1200),
        ("1 200", 1200),
        ("1'200", 1200),
        ("1,234,567", 1234567),
        ("10000+", 10000),
        ("1200.0", 1200),
        ("", None),
        ("-", None),
    ],
)
def test_a_count(cell, expected):
    assert cells.count(cell, ISO) == expected


@pytest.mark.parametrize("cell", ["12.5", "-3", "many", "1,20,3", "99999999999"])
def test_no_count(cell):
    with pytest.raises(Unreadable):
        cells.count(cell, ISO)


@pytest.mark.parametrize(
    ("cell", "dates", "expected"),
    [
        ("2026-03-04", Dates.ISO, date(2026, 3, 4)),
        ("2026-03-04T10:20:00", Dates.ISO, date(2026, 3, 4)),
        ("2026-03-04 10:20:00", Dates.MONTH_FIRST, date(2026, 3, 4)),
        ("4.3.2026", Dates.DOTS, date(2026, 3, 4)),
        ("04. 03. 2026", Dates.DOTS, date(2026, 3, 4)),
        ("04/03/2026", Dates.DAY_FIRST, date(2026, 3, 4)),
        ("04/03/2026", Dates.MONTH_FIRST, date(2026, 4, 3)),
        ("4/13/2026", Dates.MONTH_FIRST, date(2026, 4, 13)),
        ("", Dates.ISO, None),
        ("n/a", Dates.DOTS, None),
    ],
)
def test_a_date(cell, dates, expected):
    assert cells.day(cell, Manner(dates)) == expected


@pytest.mark.parametrize(
    ("cell", "dates"),
    [
        ("04/03/2026", Dates.ISO),
        ("4.3.2026", Dates.ISO),
        ("13/04/2026", Dates.MONTH_FIRST),
        ("04/13/2026", Dates.DAY_FIRST),
        ("4.3.26", Dates.DOTS),
        ("31.2.2026", Dates.DOTS),
        ("2026-02-30", Dates.ISO),
        ("yesterday", Dates.ISO),
        ("46000", Dates.ISO),
    ],
)
def test_no_date(cell, dates):
    with pytest.raises(Unreadable, match="no date as in"):
        cells.day(cell, Manner(dates))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("Yes", True), ("TRUE", True), ("1", True), ("no", False), ("0", False), ("", None)],
)
def test_yes_or_no(cell, expected):
    assert cells.yes_or_no(cell, ISO) is expected


def test_neither_yes_nor_no():
    with pytest.raises(Unreadable, match="neither yes nor no"):
        cells.yes_or_no("perhaps", ISO)


@pytest.mark.parametrize(("cell", "expected"), [("8.9", 8.9), ("9", 9), ("10", 10), ("", None)])
def test_nps(cell, expected):
    assert cells.nps(cell, ISO) == expected


@pytest.mark.parametrize("cell", ["11", "-1", "9/10"])
def test_no_nps(cell):
    with pytest.raises(Unreadable):
        cells.nps(cell, ISO)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("240000", (Decimal(240000), None)),
        ("€ 240,000", (Decimal(240000), "EUR")),
        ("EUR 240.000,50", (Decimal("240000.50"), "EUR")),
        ("$1,200.5", (Decimal("1200.5"), "USD")),
        ("1 200 CZK", (Decimal(1200), "CZK")),
        ("240.000", (Decimal(240000), None)),
        ("", None),
    ],
)
def test_an_amount(cell, expected):
    assert cells.money(cell, ISO) == expected


@pytest.mark.parametrize("cell", ["a lot", "12 monkeys", "1,2,3", "XXQ 5"])
def test_no_amount(cell):
    with pytest.raises(Unreadable):
        cells.money(cell, ISO)


def test_minor_units_are_the_currency_s_own():
    assert cells.minor(Decimal("12.34"), "EUR") == 1234
    assert cells.minor(Decimal("1200"), "JPY") == 1200
    with pytest.raises(Unreadable):
        cells.minor(Decimal("12.345"), "EUR")


@given(st.dates(date(1000, 1, 1)))
def test_every_way_of_writing_a_date_reads_back(day):
    written = {
        Dates.ISO: day.isoformat(),
        Dates.DOTS: f"{day.day}.{day.month}.{day.year:04}",
        Dates.DAY_FIRST: f"{day.day:02}/{day.month:02}/{day.year:04}",
        Dates.MONTH_FIRST: f"{day.month}/{day.day}/{day.year:04}",
    }
    for dates, cell in written.items():
        assert cells.day(cell, Manner(dates)) == day


@given(st.integers(0, 10_000_000), st.sampled_from([",", ".", " ", "'", ""]))
def test_thousands_read_back_however_they_are_separated(number, mark):
    assert cells.count(f"{number:,}".replace(",", mark), ISO) == number


@given(st.decimals(0, 100, places=2), st.sampled_from([",", "."]))
def test_a_percentage_reads_back_unrounded(number, mark):
    assert cells.percentage(str(number).replace(".", mark) + " %", ISO) == float(number)


PARSERS = [
    cells.text,
    cells.day,
    cells.percentage,
    cells.nps,
    cells.count,
    cells.yes_or_no,
    cells.email,
    cells.currency,
    cells.money,
]


@given(st.text(max_size=60), st.sampled_from(PARSERS), st.sampled_from(Dates))
def test_any_cell_is_read_or_refused_never_more(cell, parser, dates):
    with suppress(Unreadable):
        assert parser(cell, Manner(dates)) is not False or parser is cells.yes_or_no
