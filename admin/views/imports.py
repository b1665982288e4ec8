"""Bringing customers and opportunities in: a file, its columns, what would come of it, and the result. Each
step has its address.
"""

import secrets
from typing import Any

from flask import Blueprint, Response, make_response, request, url_for
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from admin.imports import fields, preview, problems, runs
from admin.imports.cells import Dates, Manner
from admin.imports.fields import NAMES, Kind
from admin.imports.runs import ImportRun, RunState
from hub.clock import now
from hub.database import reading
from hub.facts import settings
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.forms import Form, options
from hub.web.limits import takes
from hub.web.pagination import pages
from hub.web.responder import done, page, valid

bp = Blueprint("imports", __name__, url_prefix="/admin/imports")

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "JPY")
WRITTEN = {
    Dates.ISO.value: _("2026-03-31: year, month, day"),
    Dates.DOTS.value: _("31.3.2026: day, month, year"),
    Dates.DAY_FIRST.value: _("31/03/2026: day, month, year"),
    Dates.MONTH_FIRST.value: _("03/31/2026: month, day, year"),
}


class UploadForm(Form):
    """A file, and what it holds. `key` makes a second click the same import."""

    id = "upload-form"
    kind = RadioField(
        _("What does it hold?"),
        [InputRequired()],
        choices=options({kind.value: name for kind, name in NAMES.items()}),
        default=Kind.CUSTOMERS.value,
    )
    file = FileField(_("The file"), [FileRequired(_("Choose a file."))])
    key = HiddenField()


class MannerForm(Form):
    """How the file writes dates and amounts."""

    id = "columns-form"
    dates = SelectField(
        _("How are dates written?"),
        choices=options(WRITTEN),
    )
    currency = SelectField(
        _("Currency of amounts that name none"), choices=options({code: code for code in CURRENCIES})
    )


@bp.get("")
@needs("customer.import")
def index() -> str:
    """All imports, and a place to drop a file."""
    return _index(
        UploadForm(
            data={"key": secrets.token_urlsafe(12), "kind": request.args.get("kind", Kind.CUSTOMERS.value)}
        )
    )


@bp.post("")
@needs("customer.import")
@takes(megabytes=50)
def create() -> Response:
    """Take a file in."""
    form = valid(UploadForm(), _index)
    sent = form.file.data
    with reading():
        handed_in = runs.hand_in(sent.stream, name=sent.filename or "", by=viewer())
    kind, key = Kind(form.kind.data), form.key.data or secrets.token_urlsafe(12)
    run = runs.begin(handed_in, kind=kind, key=key, by=viewer(), now=now())
    return done(url_for("imports.show", id=run.id))


@bp.get("/<int:id>")
@needs("customer.import")
def show(id: int) -> str:
    """Where an import stands: its columns, its check, what would come of it, or what came."""
    run = runs.get(id)
    if run.state is RunState.UPLOADED:
        return _columns(run)
    found = pages(problems.of_run(id), per=50)
    sample = preview.first_records(run) if run.state is RunState.CHECKED else None
    return page("admin/imports/show.html", run=run, problems=found, preview=sample)


@bp.get("/<int:id>/columns")
@needs("customer.import")
def columns(id: int) -> str:
    """Which column is which, to be said or changed."""
    return _columns(runs.get(id))


@bp.post("/<int:id>/columns")
@needs("customer.import")
def check(id: int) -> Response:
    """Check the whole file with these columns."""
    run = runs.get(id)
    form = valid(MannerForm(), lambda form: _columns(run, form))
    mapped = {heading: request.form.get(f"column-{place}", "") for place, heading in enumerate(run.headings)}
    manner = Manner(Dates(form.dates.data), form.currency.data)
    runs.check(run, mapped, manner, by=viewer(), now=now())
    return done(url_for("imports.show", id=id))


@bp.post("/<int:id>/application")
@needs("customer.import")
def apply(id: int) -> Response:
    """Import what was checked."""
    with_errors = request.form.get("with_errors") == "yes"
    runs.apply(runs.get(id), with_errors=with_errors, by=viewer(), now=now())
    return done(url_for("imports.show", id=id))


@bp.post("/<int:id>/removal")
@needs("customer.import")
def discard(id: int) -> Response:
    """Leave a file that was not imported."""
    runs.discard(runs.get(id))
    return done(url_for("imports.index"), _("Left. Nothing was imported."))


@bp.get("/<int:id>/problems.csv")
@needs("customer.import")
def problems_csv(id: int) -> Response:
    """What is wrong with the rows, as a file."""
    run = runs.get(id)
    response = make_response(b"".join(problems.as_csv(run.id)))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="problems-{run.id}.csv"'
    return response


def _index(form: UploadForm) -> str:
    return page("admin/imports/index.html", form=form, runs=pages(runs.latest()), names=NAMES)


def _columns(run: ImportRun, form: MannerForm | None = None) -> str:
    known, manner = preview.columns_of(run, default_currency=settings.value("imports.currency"))
    said: dict[str, Any] = {
        f"column-{place}": known.get(heading, "") for place, heading in enumerate(run.headings)
    }
    said.update(request.form.to_dict())
    form = form or MannerForm(data={"dates": manner.dates.value, "currency": manner.currency})
    return page(
        "admin/imports/columns.html",
        run=run,
        form=form,
        said=said,
        samples=preview.samples(run),
        fields=fields.FIELDS[run.kind],
    )
