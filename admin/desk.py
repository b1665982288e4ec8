"""What needs somebody today, over all packages, and what the desk itself adds to it."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from admin.imports.runs import ImportRun, RunState
from hub.database import session
from hub.house import DeskItem, house
from hub.i18n import _, n_
from hub.people.persons import Person

ADDRESS = "/admin"


def home(viewer: Person) -> str | None:
    """Return the desk as the start page of those who may see it."""
    return ADDRESS if viewer.can("desk.see") else None


def needs(viewer: Person, *, now: datetime) -> list[DeskItem]:
    """Return everything that needs this person, the most urgent first."""
    found = [item for report in house().desks for item in report(viewer, now=now)]
    return sorted(found, key=lambda item: item.due)


def items(viewer: Person, *, now: datetime) -> list[DeskItem]:
    """Report files that wait for a decision."""
    return _files(viewer, now) if viewer.can("customer.import") else []


def may_fetch_import(viewer: Person | None, run_id: int) -> bool:
    """Whether a person may fetch a file that was handed in for an import."""
    return viewer is not None and viewer.can("customer.import")


def _files(viewer: Person, now: datetime) -> list[DeskItem]:
    waiting = (
        sa.select(ImportRun)
        .where(ImportRun.state == RunState.CHECKED)
        .order_by(ImportRun.created_at)
        .limit(5)
    )
    return [
        DeskItem(
            what=_("%(name)s is ready to import", name=run.name),
            detail=n_("One row", "%(num)s rows", run.rows),
            why=n_("One row needs a look", "%(num)s rows need a look", run.bad_rows)
            if run.bad_rows
            else _("Waiting"),
            tone="gold" if run.bad_rows else "",
            who=_("You") if run.by_id == viewer.id else run.by.name,
            verb=_("Look"),
            url=f"/admin/imports/{run.id}",
            due=run.created_at + timedelta(days=1),
        )
        for run in session.scalars(waiting.options(sa.orm.joinedload(ImportRun.by)))
    ]
