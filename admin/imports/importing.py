"""An import as a whole: read everything, compare it with what is known, then store all of it in one
transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from admin.imports import customer_plan, customers, opportunities, reading
from admin.imports.columns import Columns
from admin.imports.fields import Kind
from admin.imports.reading import Problem, Whole
from hub.content.tables import Sheet
from hub.delivery.jobs import Progress, Unwatched
from hub.errors import Refusal
from hub.facts import audit
from hub.i18n import n_
from hub.people.persons import Person

Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Planned:
    """What an import would do: how much is new, changed or as it was, which rows cannot be taken, and doing
    it.
    """

    counts: Counts
    problems: list[Problem]
    store: Callable[..., None]

    @property
    def bad_rows(self) -> int:
        """How many rows cannot be taken."""
        return len({problem.line for problem in self.problems})


def read(
    sheet: Sheet, kind: Kind, columns: Columns, progress: Progress, *, total: int | None = None
) -> Whole:
    """Read and check all rows. Raises `Refusal` when there is none, or the file breaks off."""
    return reading.read(sheet, kind, columns, check_of(kind, columns), progress, total=total)


def check_of(kind: Kind, columns: Columns) -> reading.Check:
    """Return what says what is wrong with a row as a whole."""
    return customers.check if kind is Kind.CUSTOMERS else opportunities.checker(columns.manner)


def plan(whole: Whole, kind: Kind, columns: Columns) -> Planned:
    """Compare what was read with what is known. Reads only; may be done again."""
    if kind is Kind.CUSTOMERS:
        people = customer_plan.plan(customers.gather(whole.records))
        return _planned(whole, people.problems, people.counts, partial(customer_plan.store, people))
    deals = opportunities.plan(whole.records, columns.manner)
    return _planned(whole, deals.problems, deals.counts, partial(opportunities.store, deals))


def apply(
    whole: Whole, kind: Kind, columns: Columns, *, by: Person | None, now: datetime, with_errors: bool = False
) -> Planned:
    """Store everything that was read, in the present transaction. `by` None is the operator at the console.

    Raises `Refusal` when rows cannot be taken, unless `with_errors` says that the others shall be.
    """
    planned = plan(whole, kind, columns)
    if planned.problems and not with_errors:
        raise Refusal(
            n_(
                "One row cannot be taken, so nothing was imported.",
                "%(num)s rows cannot be taken, so nothing was imported.",
                planned.bad_rows,
            )
        )
    planned.store(now=now)
    detail = {"rows": whole.rows, "left_out": planned.bad_rows, **planned.counts}
    audit.log(f"{kind.value}.imported", by=by, subject=("import", 0), detail=detail, now=now)
    return planned


def import_sheet(sheet: Sheet, kind: Kind, columns: Columns, *, by: Person | None, now: datetime) -> Planned:
    """Read and store a whole file in the present transaction; raises `Refusal` when any row cannot be
    taken.
    """
    return apply(read(sheet, kind, columns, Unwatched()), kind, columns, by=by, now=now)


def _planned(whole: Whole, problems: list[Problem], counts: Counts, store: Callable[..., None]) -> Planned:
    return Planned(counts, sorted([*whole.problems, *problems], key=lambda problem: problem.line), store)
