"""One database, two dialects: the typed base, the session, and who may write when.

On SQLite the driver's own transactions lose updates silently, so we begin them ourselves: `BEGIN IMMEDIATE` for writers,
read-only for readers. A reader that turned to writing would fail at once whatever the time-out; `query_only` makes that
a clear error on SQLite, `READ ONLY` on PostgreSQL.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, ClassVar, TypeVar, cast

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session
from sqlalchemy.pool import ConnectionPoolEntry

Thing = TypeVar("Thing")

writing: ContextVar[bool] = ContextVar("writing", default=False)

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(sa.types.TypeDecorator[datetime]):
    """A moment in time: aware and UTC in Python, `timestamptz` on PostgreSQL, UTC text on SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: nobody knows when it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Return what makes the moment, in UTC, of what the driver gives: one step, as pages read hundreds."""
        return _of_text if dialect.name == "sqlite" else _in_utc


def _of_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


def _in_utc(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """Base of every table."""

    metadata = sa.MetaData(naming_convention=NAMES, info={"bind_key": None})
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        str: sa.Text(),
        dict[str, Any]: sa.JSON(),
        list[str]: sa.JSON(),
        list[dict[str, Any]]: sa.JSON(),
        Enum: sa.Enum(
            Enum, native_enum=False, length=40, values_callable=lambda kind: [item.value for item in kind]
        ),
    }


db = SQLAlchemy(metadata=Model.metadata, session_options={"expire_on_commit": False})
session = cast("scoped_session[Session]", db.session)


def engine() -> Engine:
    """Return the engine of the running app."""
    return db.engine


def dialect() -> str:
    """Return `sqlite` or `postgresql`."""
    return db.engine.dialect.name


def insert_once(table: type[Model], **values: Any) -> bool:
    """Insert a row unless a unique key already holds one; true when the row is new. Never raises for a repetition."""
    return bool(_insert(table, values).rowcount == 1)


def insert_new(table: type[Model], **values: Any) -> int | None:
    """Insert a row and return its id, or None when a unique key already holds one."""
    return cast("int | None", _insert(table, values, sa.inspect(table).primary_key[0]).scalar())


def insert_all(table: type[Model], rows: list[dict[str, Any]], *returning: Any) -> list[Any]:
    """Insert many rows of the same columns, but for those that a unique key already holds, in statements of up to a
    thousand; return what was asked for of each row that is new."""
    return list(_insert(table, rows, *returning).all()) if rows else []


def _insert(table: type[Model], values: dict[str, Any] | list[dict[str, Any]], *returning: Any) -> Any:
    session.flush()
    names = tuple(values[0] if isinstance(values, list) else values)
    statement = _inserting(table, dialect(), names, isinstance(values, list), *returning)
    return session.connection().execute(statement, values, execution_options={"preserve_rowcount": True})


@cache
def _inserting(table: type[Model], dialect: str, names: tuple[str, ...], many: bool, *returning: Any) -> Any:
    """Return the compiled statement. SQLAlchemy's own cache leaves out what has ON CONFLICT, and would compile it anew
    each time: a quarter of the time of every deed."""
    spoken: Any = postgresql if dialect == "postgresql" else sqlite
    statement = spoken.insert(table.__table__).on_conflict_do_nothing()
    if returning:
        statement = statement.returning(*returning)
    return statement.compile(engine(), column_keys=list(names), for_executemany=many)


def changed(statement: sa.UpdateBase) -> int:
    """Execute a conditional change and return how many rows it touched: the answer to "was I the one?"."""
    result = session.execute(
        statement, execution_options={"synchronize_session": False, "preserve_rowcount": True}
    )
    return cast("sa.CursorResult[Any]", result).rowcount


def remembered(name: str, read: Callable[[], Thing]) -> Thing:
    """Return what `read()` brings, read once in a transaction: for definitions that every deed asks for."""
    known = session().info
    if name not in known:
        known[name] = read()
    return cast("Thing", known[name])


def forget(name: str) -> None:
    """Have what was remembered under a name read anew, because it was changed."""
    session().info.pop(name, None)


def after_commit(callback: Callable[[], None]) -> None:
    """Have `callback()` called once the present transaction is committed; a rollback forgets it."""
    session().info.setdefault("after_commit", []).append(callback)


def commit() -> None:
    """Commit, then do what waited for it. Only the seam, jobs and commands call this."""
    session.commit()
    for callback in session().info.pop("after_commit", []):
        callback()


def rollback() -> None:
    """Undo everything since the last commit."""
    session().info.clear()
    session.rollback()


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what a job or command did when it succeeded, all of it, or nothing. Needs an app context."""
    token = writing.set(True)
    try:
        rollback()
        yield
        commit()
    except BaseException:
        rollback()
        raise
    finally:
        writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Read within a writing request without taking the write lock; use it before slow work such as hashing a password.

    What was loaded is read anew afterwards, and nothing may be pending when it begins.
    """
    token = writing.set(False)
    try:
        rollback()
        yield
    finally:
        rollback()
        writing.reset(token)


@contextmanager
def beside() -> Iterator[Connection]:
    """Write a little beside the session, over a connection of its own; the session must not be writing."""
    token = writing.set(True)
    try:
        with db.engine.begin() as connection:
            yield connection
    finally:
        writing.reset(token)


def prepare(engine: Engine) -> None:
    """Give an engine our way of connecting and beginning."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _on_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cast("Any", connection).isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "synchronous=FULL",
        "cache_size=-16000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = writing.get()
    if (
        connection.info.get("writes") is not write
    ):  # only then: the pragma throws all prepared statements away
        connection.exec_driver_sql(f"PRAGMA query_only={0 if write else 1}")
        connection.info["writes"] = write
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if not writing.get():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
