"""Reports: all metrics of a period together, for a page, the command line and spreadsheets."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from admin.metrics.metric import Column, Metric, Read, Reading
from admin.metrics.periods import Period
from hub.database import session
from hub.i18n import gettext


def table(one: Metric, period: Period) -> Iterator[list[Any]]:
    """Yield the rows behind a metric with a heading, as words and plain numbers."""
    yield [str(column.heading) for column in one.columns]
    for row in session.execute(one.rows(period)):
        yield [_plain(column, row) for column in one.columns]


def as_data(reading: Reading) -> dict[str, Any]:
    """Return a reading for a program: plain values, shares as parts of one, moments in ISO."""
    return {
        "key": reading.metric.key,
        "name": str(reading.metric.name),
        "formula": str(reading.metric.formula),
        "unit": reading.metric.unit.value,
        "target": {"low": reading.metric.target.low, "high": reading.metric.target.high},
        "from": reading.period.start.isoformat(),
        "to": reading.period.end.isoformat(),
        "value": reading.figure.value,
        "sample": reading.figure.sample,
        "why_unknown": str(reading.figure.why_unknown) if reading.figure.why_unknown else None,
        "before": reading.before.value,
        "months": [
            {"from": period.start.date().isoformat(), "value": figure.value}
            for period, figure in reading.months
        ],
    }


def as_line(reading: Reading) -> str:
    """Return a reading as one line of text: name, value, how it moved, the sample."""
    said = ", ".join(str(words) for words in reading.note)
    return f"{reading.metric.name!s:<20} {reading.shown:>8}   {said} (n = {reading.figure.sample})"


def _plain(column: Column, row: Any) -> Any:
    value = column.cell(row)
    if column.read is Read.YES:
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if column.read is Read.HOURS and value is not None:
        return round(float(value), 1)
    return value if value is None or isinstance(value, int | float) else str(value)
