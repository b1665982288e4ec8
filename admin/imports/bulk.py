"""Many rows in few statements: found by the values of a column, inserted, changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from hub.database import Model, session

CHUNK = 5_000
"""Values in one statement; both databases take more."""

Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """Yield the items in lists of at most `size`."""
    rest = iter(items)
    while piece := list(islice(rest, size)):
        yield piece


def found(columns: Sequence[Any], by: Any, values: Collection[Any]) -> Iterator[Any]:
    """Yield the rows of `columns` whose `by` is one of the values."""
    for piece in chunks(sorted(values)):
        yield from session.execute(sa.select(*columns).where(by.in_(piece)))


def insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns."""
    table: Any = model.__table__
    for piece in chunks(rows):
        session.execute(sa.insert(table), piece)


def update(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Change rows by their `id`; all name the same columns."""
    if not rows:
        return
    table: Any = model.__table__
    named = [name for name in rows[0] if name != "id"]
    statement = sa.update(table).where(table.c.id == sa.bindparam("row_id"))
    statement = statement.values({name: sa.bindparam(f"new_{name}") for name in named})
    for piece in chunks(rows):
        session.execute(
            statement,
            [{"row_id": row["id"], **{f"new_{name}": row[name] for name in named}} for row in piece],
        )
