"""Insight: every metric as a card; each with its chart, its formula and the rows behind it, on a page and as
CSV.
"""

from datetime import date

from flask import Blueprint, Response, request
from flask_babel import format_date

from admin.metrics import catalogue, metric, periods, report
from admin.metrics.figures import SIGNS
from admin.metrics.periods import Period
from hub.clock import now
from hub.content.tables import write_csv
from hub.web.access import needs
from hub.web.pagination import pages
from hub.web.responder import page

bp = Blueprint("metrics", __name__, url_prefix="/admin/metrics")


@bp.get("")
@needs("metric.see")
def index() -> str:
    """All metrics of a period."""
    period = _period()
    return page(
        "admin/metrics/index.html",
        readings=metric.take(catalogue.METRICS, period),
        period=period,
        asked=_asked(),
    )


@bp.get("/<key>")
@needs("metric.see")
def show(key: str) -> str:
    """One metric: the chart, how it is made, and the rows behind it."""
    (reading,) = metric.take([catalogue.get(key)], _period())
    behind = pages(reading.metric.rows(reading.period), per=25, rows=True)
    months = [format_date(month.first, "MMM") for month, _value in reading.line]
    return page(
        "admin/metrics/show.html", reading=reading, months=months, signs=SIGNS, behind=behind, asked=_asked()
    )


@bp.get("/<key>/rows.csv")
@needs("metric.see")
def download(key: str) -> Response:
    """The rows behind a metric, for a spreadsheet."""
    rows = report.table(catalogue.get(key), _period())
    answer = Response(b"".join(write_csv(rows)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{catalogue.get(key).key}.csv"'
    return answer


def _period() -> Period:
    """Return the period that the address asks for (`from`, `to`: days, included); nonsense is as usual."""
    return periods.of_days(_day("from"), _day("to"), now=now())


def _asked() -> dict[str, str]:
    """Return the dates of the address as they may stand in another one."""
    return {name: day.isoformat() for name in ("from", "to") if (day := _day(name)) is not None}


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
