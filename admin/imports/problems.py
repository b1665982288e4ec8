"""What is wrong with the rows of a file that was handed in, kept so that one can mend them: on the page and
as CSV.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from admin.imports import bulk
from admin.imports.reading import Problem
from hub.content.tables import write_csv
from hub.database import Model, session
from hub.i18n import gettext

MOST = 10_000
"""Problems that are kept of one file; who has more has one problem."""


class RowProblem(Model):
    """What is wrong with a row: its line in the file, the column it concerns, a sentence."""

    __tablename__ = "import_problems"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("import_runs.id"), index=True)
    line: Mapped[int]
    column: Mapped[str | None]
    message: Mapped[str]


def of_run(run_id: int) -> sa.Select[tuple[RowProblem]]:
    """Return the statement for the problems of an import, by line."""
    return sa.select(RowProblem).where(RowProblem.run_id == run_id).order_by(RowProblem.line, RowProblem.id)


def keep(run_id: int, found: Sequence[Problem]) -> None:
    """Keep these problems of an import instead of those it had."""
    session.execute(sa.delete(RowProblem).where(RowProblem.run_id == run_id))
    rows = [
        {"run_id": run_id, "line": one.line, "column": one.column, "message": str(one.message)}
        for one in found[:MOST]
    ]
    bulk.insert(RowProblem, rows)


def as_csv(run_id: int) -> Iterator[bytes]:
    """Return the problems of an import as CSV."""
    rows = [(row.line, row.column, row.message) for row in session.scalars(of_run(run_id))]
    return write_csv([(gettext("Line"), gettext("Column"), gettext("What is wrong")), *rows])
