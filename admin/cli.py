"""The desk's commands: `vouch import` and `vouch scores`. A program may read what `--json` prints."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext

from admin import scores
from admin.imports import columns as how
from admin.imports import fields, importing
from admin.imports.columns import Columns
from admin.imports.fields import Kind
from admin.imports.importing import Planned
from hub.cli import show
from hub.clock import now
from hub.content import tables
from hub.content.tables import Sheet
from hub.database import rollback, transaction
from hub.errors import Refusal, Words
from hub.facts import settings

DAY = click.DateTime(["%Y-%m-%d"])
PATH = click.Path(exists=True, dir_okay=False, path_type=Path)


def bind(app: Flask) -> None:
    """Give the app the desk's commands."""
    app.cli.add_command(import_file)
    app.cli.add_command(print_scores)


@click.command("import")
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
@click.argument("file", type=PATH)
@click.option("--dry-run", is_flag=True, help="Check everything, store nothing.")
@click.option("--map", "mapping", type=PATH, help='JSON such as {"Kunde": "account_name", "dates": "D.M.Y"}.')
@click.option("--skip-errors", is_flag=True, help="Import the good rows although others cannot be taken.")
@click.option("--as-of", type=DAY, help="The day for which scores are computed (today).")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def import_file(
    kind: str,
    file: Path,
    dry_run: bool,
    mapping: Path | None,
    skip_errors: bool,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Import customers or opportunities from a CSV file or a workbook; exit 1 when nothing was imported."""
    sheet = tables.read(file, file.name)
    columns = _columns(Kind(kind), sheet, mapping)
    whole = importing.read(sheet, Kind(kind), columns, _Line())
    planned = importing.plan(whole, Kind(kind), columns)
    rollback()
    stored = not dry_run and (skip_errors or not planned.problems) and whole.rows > planned.bad_rows
    scored = 0
    if stored:
        with transaction():
            planned = importing.apply(whole, Kind(kind), columns, by=None, now=now(), with_errors=skip_errors)
        if kind == Kind.CUSTOMERS:
            scored = scores.recompute(now=now(), as_of=as_of.date() if as_of else None, progress=_Line())
    report = {"stored": stored, "dry_run": dry_run, "rows": whole.rows, "scored": scored, **_report(planned)}
    report["left_out"] = columns.left_out(sheet.headings)
    show(report, as_json, _sentences(report))
    sys.exit(0 if stored or (dry_run and not planned.problems) else 1)


@click.command("scores")
@click.option("--as-of", type=DAY, help="The day for which to compute (today). Nothing is stored.")
@click.option("--email", help="Only the contact with this address.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def print_scores(as_of: datetime | None, email: str | None, as_json: bool) -> None:
    """Print each contact's advocate score, line by line."""
    day: date = as_of.date() if as_of else now().date()
    found = list(scores.listed(day, email=email))
    show(found, as_json, "\n".join(_score_line(one) for one in found) or "Nobody is scored.")
    sys.exit(1 if email and not found else 0)


class _Line:
    """Shows progress as one line on the error output, where no program reads it."""

    def at(self, done: int, total: int | None = None, message: Words | None = None) -> None:
        """Show how far it is."""
        if sys.stderr.isatty():
            click.echo(f"\r{done:,}{f' of {total:,}' if total else ''} {message or ''}", nl=False, err=True)

    def say(self, line: Words) -> None:
        """Show a line."""
        click.echo(str(line), err=True)


def _columns(kind: Kind, sheet: Sheet, mapping: Path | None) -> Columns:
    currency = settings.value("imports.currency") or None
    if mapping is None:
        found, manner = how.proposed(kind, sheet.headings, default_currency=currency)
    else:
        found, manner = how.declared(kind, sheet.headings, mapping.read_bytes())
    try:
        return how.checked(kind, found, manner)
    except Refusal as refusal:
        known = ", ".join(field.headings[0] for field in fields.FIELDS[kind])
        unknown = ", ".join(heading for heading, name in found.items() if not name)
        raise Refusal(
            f"{refusal} Unknown headings: {unknown or 'none'}. Known are {known}; --map names others."
        ) from refusal


def _report(planned: Planned) -> dict[str, Any]:
    problems = [
        {"line": one.line, "column": one.column, "message": str(one.message)} for one in planned.problems
    ]
    return {"bad_rows": planned.bad_rows, **planned.counts, "errors": problems}


def _sentences(report: dict[str, Any]) -> str:
    lines = [
        f"line {one['line']}{', ' + one['column'] if one['column'] else ''}: {one['message']}"
        for one in report["errors"]
    ]
    counts = [
        f"{name}: {what['created']} new, {what['updated']} changed, {what['unchanged']} as they were"
        for name, what in report.items()
        if isinstance(what, dict)
    ]
    left_out = (
        [f"not imported: {', '.join(report['left_out'])} (name them with --map)"]
        if report["left_out"]
        else []
    )
    verdict = (
        "Imported."
        if report["stored"]
        else "Nothing was stored."
        if report["dry_run"]
        else "Nothing was imported."
    )
    return "\n".join(
        [
            *lines,
            *left_out,
            f"{report['rows']} rows, {report['bad_rows']} of them cannot be taken",
            *counts,
            verdict,
        ]
    )


def _score_line(one: dict[str, Any]) -> str:
    parts = " ".join(
        f"{line['signal']} {'?' if line['value'] is None else line['points']}" for line in one["lines"]
    )
    known = f"{one['score']:>3}  {one['class']:<9}  {one['complete']:>4.0%}"
    return f"{known}  {one['email']}  {one['company']}  {parts}"
