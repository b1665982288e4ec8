"""The command line: `vouch`. Packages add their commands in `register`; a program may read what `--json` prints."""

import json
import sys
from datetime import date, datetime
from typing import Any

import click
from flask import Flask
from flask.cli import FlaskGroup, with_appcontext

from hub import health, serving
from hub.clock import now
from hub.config import WrongSetting
from hub.database import session, transaction
from hub.delivery import mail, outbox, schedule, worker
from hub.errors import NotFound, Refusal
from hub.facts import audit, reconciliation
from hub.house import house
from hub.people.commands import known, setup, user
from hub.search import reindex as rebuild_index
from hub.upgrades import upgrade_database


def bind(app: Flask) -> None:
    """Give the app the ground floor's commands."""
    for command in (serve, work, scheduler, db, setup, doctor, reindex, user, ledger_group, mail_group, jobs):
        app.cli.add_command(command)


def show(value: Any, as_json: bool, text: str) -> None:
    """Print a result: as JSON for programs, else as text."""
    click.echo(json.dumps(value, default=_plain, ensure_ascii=False, indent=2) if as_json else text)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--no-worker", is_flag=True, help="Leave out the worker; run `vouch worker` yourself.")
@with_appcontext
def serve(host: str, port: int, no_worker: bool) -> None:
    """Serve the hub with gunicorn (WEB_WORKERS processes), and without REDIS_URL one worker beside it."""
    serving.run(host, port, house().settings, with_worker=not no_worker)


@click.command("worker")
@with_appcontext
def work() -> None:
    """Do what the outbox promises: over RQ with REDIS_URL, else alone and with what recurs."""
    settings = house().settings
    if settings.redis_url:
        serving.run_rq_worker(settings.redis_url)
    else:
        worker.run_embedded(worker.stop_on_signals())


@click.command()
@with_appcontext
def scheduler() -> None:
    """Do what recurs and bring forgotten rows to RQ again (with REDIS_URL; one is enough, several do no harm)."""
    settings = house().settings
    if not settings.redis_url:
        raise click.ClickException("REDIS_URL is not set: `vouch worker` alone does everything.")
    worker.run_scheduler(worker.stop_on_signals(), worker.connect(settings.redis_url))


@click.group()
def db() -> None:
    """Migrations."""


@db.command("upgrade")
@with_appcontext
def db_upgrade() -> None:
    """Bring the database to the newest form, and the built-in roles in step."""
    upgrade_database()
    click.echo(f"The database is at {health.revision()}.")


@db.command("check")
@with_appcontext
def db_check() -> None:
    """Say whether the database is at the newest migration; exit 1 when it is not."""
    current, newest = health.revision(), health.head()
    click.echo(f"at {current}, newest {newest}")
    sys.exit(0 if current == newest else 1)


@click.command()
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def doctor(as_json: bool) -> None:
    """Say what is configured, reachable and pending; exit 1 when something is not well."""
    settings = house().settings
    found: dict[str, Any] = {
        "data": str(settings.data),
        "stored in": "SQLite" if settings.sqlite else "PostgreSQL",
        "jobs": "RQ on Redis" if settings.redis_url else "embedded worker",
        "mail": "captured" if settings.mail_url is None else "sent over SMTP",
        "public url": settings.public_url,
        **health.report(),
    }
    show(found, as_json, "\n".join(f"{name:<12} {value}" for name, value in found.items()))
    sys.exit(0 if all(value is not False for value in found.values()) else 1)


@click.command()
@with_appcontext
def reindex() -> None:
    """Build the search index anew, beside the old one, and swap them."""
    started = now()
    count = rebuild_index(lambda done: click.echo(f"\r{done:,} documents", nl=False, err=True))
    click.echo(f"\n{count:,} documents indexed in {(now() - started).total_seconds():.0f} s.")


@click.group("ledger")
def ledger_group() -> None:
    """The points ledger."""


@ledger_group.command("verify")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def ledger_verify(as_json: bool) -> None:
    """Check that all entries add up, and that the audit log is whole; exit 1 when not."""
    problems = reconciliation.problems() + audit.verify()
    show({"problems": problems}, as_json, "\n".join(problems) or "Everything adds up.")
    sys.exit(1 if problems else 0)


@click.group("mail")
def mail_group() -> None:
    """Mail."""


@mail_group.command("test")
@click.argument("email")
@with_appcontext
def mail_test(email: str) -> None:
    """Promise a test mail to a member; the worker sends it."""
    with transaction():
        mail.post(
            "hub/mail/test",
            to=known(email),
            subject="A test mail from Vouch",
            context={},
            key=f"test:{now().isoformat()}",
            now=now(),
        )
    click.echo("It is in the outbox.")


@click.group()
def jobs() -> None:
    """What the outbox holds."""


@jobs.command("list")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def jobs_list(as_json: bool) -> None:
    """List what waits or was given up."""
    rows = [
        {
            "id": row.id,
            "task": row.task,
            "due_at": row.due_at,
            "tries": row.tries,
            "given_up": row.failed_at is not None,
            "error": row.error,
        }
        for row in session.scalars(outbox.undone())
    ]
    lines = [
        f"{row['id']:>6}  {row['task']:<24} tries {row['tries']}  "
        f"{'given up' if row['given_up'] else 'waiting'}  {row['error'] or ''}"
        for row in rows
    ]
    show(rows, as_json, "\n".join(lines) or "Nothing waits.")


@jobs.command("retry")
@click.argument("row_id", type=int)
@with_appcontext
def jobs_retry(row_id: int) -> None:
    """Let a row that was given up be tried again."""
    with transaction():
        again = outbox.retry(row_id, now=now())
    click.echo("It will be tried again." if again else "There is no such row, or it is done.")
    sys.exit(0 if again else 1)


@jobs.command("run")
@click.argument("name")
@with_appcontext
def jobs_run(name: str) -> None:
    """Do one work that recurs now, whether it is due or not: references.thank, say."""
    known = house().periodics
    if name not in known:
        raise click.ClickException(f"There is no such work. What recurs: {', '.join(sorted(known))}")
    schedule.run(name, now=now())
    click.echo("Done.")


def main() -> None:
    """Run a command; what a rule refuses is one line and exit 1, not a trace."""
    from hub.app import create_app

    group = FlaskGroup(
        create_app=create_app, add_default_commands=False, add_version_option=False, load_dotenv=False
    )
    try:
        group.main(prog_name="vouch", standalone_mode=True)
    except (Refusal, NotFound, WrongSetting) as refusal:
        click.echo(f"vouch: {refusal or 'not found'}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
