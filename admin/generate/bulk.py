"""Rows in bulk: `executemany` on SQLite, `COPY` on PostgreSQL, some ten thousand at a time in one
transaction.

Ids are given out here, so that rows can refer to each other before they are written; `finish` lets the
database go on counting behind them.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from hub.database import Model, dialect, engine, session, transaction

FLUSH_AT = 60_000
"""Rows that are kept in memory before they are written."""


class Rows:
    """The rows of one table that wait to be written, in the order of `columns`."""

    def __init__(self, model: type[Model], columns: tuple[str, ...]) -> None:
        """Begin behind the ids that the table holds already."""
        self.table: Any = model.__table__
        self.columns = columns
        self.waiting: list[list[Any]] = []
        self.last_id: int = 0
        if "id" in columns:
            self.last_id = session.scalar(sa.select(sa.func.coalesce(sa.func.max(self.table.c.id), 0))) or 0
        self.readers = _readers(self.table, columns)

    def next_id(self) -> int:
        """Return the id for the next row."""
        self.last_id += 1
        return self.last_id

    def add(self, *values: Any) -> None:
        """Keep a row: a value for each column."""
        self.waiting.append(list(values))

    def write(self, connection: Connection) -> None:
        """Write what waits."""
        for row in self.waiting:
            for place, read in self.readers:
                if row[place] is not None:
                    row[place] = read(row[place])
        (_copy if connection.dialect.name == "postgresql" else _insert)(connection, self)
        self.waiting.clear()


class Bulk:
    """Tables that are filled together; rows are written table by table, so that each finds what it refers
    to.
    """

    def __init__(self) -> None:
        """Begin with no table."""
        self.tables: list[Rows] = []

    def rows(self, model: type[Model], *columns: str) -> Rows:
        """Take a table on; tables are written in the order in which they were taken on."""
        rows = Rows(model, columns)
        self.tables.append(rows)
        return rows

    def flush(self, *, at: int = 0) -> None:
        """Write all rows in one transaction, when more than `at` wait."""
        if sum(len(rows.waiting) for rows in self.tables) <= at:
            return
        with transaction():
            connection = session.connection()
            for rows in self.tables:
                if rows.waiting:
                    rows.write(connection)

    def finish(self) -> None:
        """Write the rest, and let PostgreSQL's own counting go on behind our ids."""
        self.flush()
        if dialect() == "postgresql":
            with transaction():
                for rows in self.tables:
                    if "id" in rows.columns:
                        name = rows.table.name
                        sequence = sa.func.pg_get_serial_sequence(name, "id")
                        session.execute(sa.select(sa.func.setval(sequence, max(1, rows.last_id))))


def _readers(table: Any, columns: tuple[str, ...]) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return what turns values into what the driver takes, by place; most columns need nothing."""
    spoken = engine().dialect
    found = []
    for place, name in enumerate(columns):
        kind = table.c[name].type.dialect_impl(spoken)
        reader = kind.bind_processor(spoken)
        if reader is not None:
            found.append((place, reader))
    return found


def _insert(connection: Connection, rows: Rows) -> None:
    names = ", ".join(f'"{name}"' for name in rows.columns)
    marks = ", ".join("?" * len(rows.columns))
    statement = f'INSERT INTO "{rows.table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - our own names
    cursor: Any = connection.connection.cursor()
    cursor.executemany(statement, rows.waiting)
    cursor.close()


def _copy(connection: Connection, rows: Rows) -> None:
    names = ", ".join(f'"{name}"' for name in rows.columns)
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f'COPY "{rows.table.name}" ({names}) FROM STDIN') as copy:
        for row in rows.waiting:
            copy.write_row(row)
    cursor.close()
