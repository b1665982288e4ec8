"""An import on its way: a file that was handed in, how it is to be read, what the check found, and that it
was stored.

uploaded → checking → checked → importing → done. A check may be repeated with other columns; what was
stored is done.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, BinaryIO, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from admin.imports import columns as how
from admin.imports.cells import Dates, Manner
from admin.imports.columns import Columns
from admin.imports.fields import NAMES, Kind
from hub.content import files, tables
from hub.content.files import Accept, File
from hub.content.tables import Sheet
from hub.database import Model, changed, insert_new, session
from hub.delivery import jobs
from hub.delivery.jobs import Job
from hub.errors import NotFound, Refusal
from hub.i18n import _
from hub.people.persons import Person

CHECK, APPLY = "admin.imports.check", "admin.imports.apply"


class RunState(StrEnum):
    """How far an import is."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    DISCARDED = "discarded"


MOVES = {
    RunState.UPLOADED: {RunState.CHECKING, RunState.DISCARDED},
    RunState.CHECKING: {RunState.CHECKING, RunState.CHECKED, RunState.DISCARDED},
    RunState.CHECKED: {RunState.CHECKING, RunState.IMPORTING, RunState.DISCARDED},
    RunState.IMPORTING: {RunState.IMPORTING, RunState.DONE},
    RunState.DONE: set[RunState](),
    RunState.DISCARDED: set[RunState](),
}


class ImportRun(Model):
    """One file on its way. `columns` is the field of each heading; `counts` what is (to be) new, changed,
    unchanged.
    """

    __tablename__ = "import_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[Kind]
    state: Mapped[RunState] = mapped_column(default=RunState.UPLOADED)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("files.id"))
    name: Mapped[str]
    headings: Mapped[list[str]]
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)
    dates: Mapped[Dates] = mapped_column(default=Dates.ISO)
    currency: Mapped[str | None]
    rows: Mapped[int] = mapped_column(default=0)
    bad_rows: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    job_id: Mapped[int | None] = mapped_column(sa.ForeignKey("jobs.id"))
    created_at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]

    by: Mapped[Person] = relationship()
    file: Mapped[File] = relationship()
    job: Mapped[Job | None] = relationship(lazy="joined")

    @property
    def busy(self) -> bool:
        """Whether its job is under way."""
        return self.job is not None and self.job.under_way

    @property
    def good_rows(self) -> int:
        """How many rows can be taken."""
        return self.rows - self.bad_rows

    def reading(self) -> Columns:
        """Return how the file is read."""
        return Columns(
            {heading: name for heading, name in self.columns.items() if name},
            Manner(self.dates, self.currency),
        )

    def sheet(self) -> Sheet:
        """Open the file that was handed in."""
        with files.open_(self.file) as stream:
            return tables.read(stream.read(), self.name)


def latest() -> sa.Select[tuple[ImportRun]]:
    """Return the statement for the imports, the latest first, with who began them."""
    shown = sa.select(ImportRun).where(ImportRun.state != RunState.DISCARDED)
    return shown.options(sa.orm.joinedload(ImportRun.by)).order_by(
        ImportRun.created_at.desc(), ImportRun.id.desc()
    )


def get(run_id: int) -> ImportRun:
    """Return an import; raise `NotFound` when there is none, or it was discarded."""
    run = session.get(ImportRun, run_id)
    if run is None or run.state is RunState.DISCARDED:
        raise NotFound
    return run


class HandedIn(NamedTuple):
    """A file that can be imported: what is kept of it, and what it calls its columns."""

    kept: files.Kept
    headings: list[str]


def hand_in(stream: BinaryIO, *, name: str, by: Person) -> HandedIn:
    """Take a file in and look whether it is a table. This takes seconds for a large one: call it `with reading()`,
    so that nobody waits for it, and `begin` an import with it afterwards.

    Raises `Refusal` for what is no table, has no heading, or no row below it; nothing is left of it then.
    """
    kept = files.keep(stream, name=name, owner=by, accept=Accept.TABLE)
    with files.or_removed(kept):
        with kept.open() as stored:
            sheet = tables.read(stored.read(), kept.name)
        if next(sheet.rows, None) is None:
            raise Refusal(_("This file names columns, but has no row below them."), field="file")
    return HandedIn(kept, sheet.headings)


def begin(handed_in: HandedIn, *, kind: Kind, key: str, by: Person, now: datetime) -> ImportRun:
    """Begin an import. The same file sent again from the same page (`key`) is the same import."""
    kept = handed_in.kept
    run_key = f"{key[:40]}:{kept.sha256[:24]}"
    with files.or_removed(kept):
        file = files.record(kept, holder=None, owner=by, now=now)
        run_id = insert_new(
            ImportRun,
            key=run_key,
            kind=kind,
            file_id=file.id,
            name=file.name,
            headings=handed_in.headings,
            by_id=by.id,
            created_at=now,
        )
        if run_id is None:
            files.drop(file)
            return session.scalars(sa.select(ImportRun).where(ImportRun.key == run_key)).one()
        files.attach(file, ("import", run_id))
    return session.get_one(ImportRun, run_id)


def check(run: ImportRun, mapped: dict[str, str], manner: Manner, *, by: Person, now: datetime) -> Job:
    """Begin to check a file read with these columns, and remember them for the next one."""
    known = {heading: mapped.get(heading, "") for heading in run.headings}
    how.checked(run.kind, known, manner)
    _move(run, RunState.CHECKING)
    run.columns, run.dates, run.currency = known, manner.dates, manner.currency
    how.remember(run.kind, run.headings, known, manner, now=now)
    title = _("Checking %(name)s", name=run.name)
    return _begin(run, CHECK, title, by=by, now=now)


def apply(run: ImportRun, *, with_errors: bool, by: Person, now: datetime) -> Job:
    """Begin to import a checked file: once, however often one asks. Bad rows are left out only when
    `with_errors`.
    """
    if (
        run.state in (RunState.IMPORTING, RunState.DONE)
        and run.job is not None
        and (run.busy or run.state is RunState.DONE)
    ):
        return run.job
    if run.bad_rows and not with_errors:
        raise Refusal(_("Some rows cannot be taken. Say that the good rows shall be imported without them."))
    if not run.good_rows:
        raise Refusal(_("There is no row that can be imported."))
    _move(run, RunState.IMPORTING)
    title = _("Importing %(name)s", name=run.name)
    return _begin(run, APPLY, title, by=by, now=now, with_errors=with_errors)


def discard(run: ImportRun) -> None:
    """Leave a file that was not imported; it is removed within days."""
    _move(run, RunState.DISCARDED)
    run.file.holder_kind = run.file.holder_id = None
    session.flush()


def claim(run_id: int, *, now: datetime) -> ImportRun | None:
    """Say, first thing in the transaction that stores a file, that it is imported, so that nobody else does
    it.

    None when it was so before, or by another worker that waited for the same moment.
    """
    mine = sa.update(ImportRun).where(ImportRun.id == run_id, ImportRun.state == RunState.IMPORTING)
    if not changed(mine.values(state=RunState.DONE, done_at=now)):
        return None
    return session.get_one(ImportRun, run_id, populate_existing=True)


def note_check(run_id: int, *, rows: int, bad_rows: int, counts: dict[str, Any]) -> bool:
    """Note what a check found. False when the import has gone on since."""
    mine = sa.update(ImportRun).where(ImportRun.id == run_id, ImportRun.state == RunState.CHECKING)
    return changed(mine.values(state=RunState.CHECKED, rows=rows, bad_rows=bad_rows, counts=counts)) == 1


def _move(run: ImportRun, state: RunState) -> None:
    if run.busy or state not in MOVES[run.state]:
        raise Refusal(_("This import is further than that already."))
    session.flush()
    moved = sa.update(ImportRun).where(ImportRun.id == run.id, ImportRun.state == run.state)
    if not changed(moved.values(state=state)):
        raise Refusal(_("This import is further than that already."))
    session.refresh(run)


def _begin(run: ImportRun, task: str, title: Any, *, by: Person, now: datetime, **payload: Any) -> Job:
    run.job = jobs.promise(
        task,
        title=title,
        owner=by,
        payload={"run": run.id, **payload},
        url=f"/admin/imports/{run.id}",
        now=now,
    )
    session.flush()
    return run.job


def title_of(run: ImportRun) -> str:
    """Return what kind of file it is, in words."""
    return str(NAMES[run.kind])
