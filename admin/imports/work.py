"""The long work of an import: checking a file, and storing it. Both may be begun again after a crash."""

from datetime import datetime
from typing import Any

from admin import scores
from admin.imports import importing, problems, runs
from admin.imports.fields import Kind
from admin.imports.reading import Whole
from hub.content import files
from hub.content.kinds import CSV
from hub.database import rollback, transaction
from hub.delivery.jobs import Cancelled, Outcome, Progress
from hub.i18n import _, n_


def check(payload: dict[str, Any], progress: Progress, *, now: datetime) -> Outcome:
    """Read and compare a whole file, and keep what was found; nothing else is changed."""
    kind, columns, whole = _read(payload["run"], progress)
    progress.at(whole.rows, whole.rows, _("Comparing with what is known"))
    planned = importing.plan(whole, kind, columns)
    rollback()
    with transaction():
        if runs.note_check(payload["run"], rows=whole.rows, bad_rows=planned.bad_rows, counts=planned.counts):
            problems.keep(payload["run"], planned.problems)
    return Outcome(n_("One row was checked.", "%(num)s rows were checked.", whole.rows))


def apply(payload: dict[str, Any], progress: Progress, *, now: datetime) -> Outcome:
    """Store a checked file: everything at once, and once only; then bring the scores in step."""
    kind, columns, whole = _read(payload["run"], progress)
    progress.at(whole.rows, whole.rows, _("Storing everything at once. This cannot be stopped any more."))
    with transaction():
        run = runs.claim(payload["run"], now=now)
        if run is not None:
            with_errors = payload["with_errors"]
            planned = importing.apply(whole, kind, columns, by=run.by, now=now, with_errors=with_errors)
            run.rows, run.bad_rows, run.counts = whole.rows, planned.bad_rows, planned.counts
            problems.keep(run.id, planned.problems)
    if kind is Kind.CUSTOMERS:
        try:
            progress.say(_("Everything is stored. Now the scores follow."))
            scores.recompute(now=now, progress=progress)
        except Cancelled:
            return Outcome(_("Imported. The scores follow within a day."))
    return Outcome(_("Imported."))


def _read(run_id: int, progress: Progress) -> tuple[Kind, Any, Whole]:
    """Read a file with its columns; no transaction is open while that takes its time."""
    run = runs.get(run_id)
    kind, columns, sheet, total = run.kind, run.reading(), run.sheet(), _about(run)
    rollback()
    progress.at(0, total, _("Reading the rows"))
    return kind, columns, importing.read(sheet, kind, columns, progress, total=total)


def _about(run: runs.ImportRun) -> int | None:
    """Return about how many rows there are: known after the check, the lines of a CSV before it."""
    if run.rows or run.file.content_type != CSV:
        return run.rows or None
    with files.open_(run.file) as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b"")) or None
