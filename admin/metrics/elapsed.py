"""Elapsed hours between two moments, as an expression that both databases compute."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class hours_between(GenericFunction[float]):  # noqa: N801 - it reads as the SQL function that it is
    """The hours from an earlier to a later moment; None when either is unknown."""

    type = sa.Float()
    inherit_cache = True

    def __init__(self, earlier: sa.SQLColumnExpression[Any], later: sa.SQLColumnExpression[Any]) -> None:
        super().__init__(earlier, later)


@compiles(hours_between, "sqlite")
def _on_sqlite(element: hours_between, compiler: Any, **options: Any) -> str:
    earlier, later = (compiler.process(part, **options) for part in element.clauses)
    return f"((julianday({later}) - julianday({earlier})) * 24.0)"


@compiles(hours_between, "postgresql")
def _on_postgresql(element: hours_between, compiler: Any, **options: Any) -> str:
    earlier, later = (compiler.process(part, **options) for part in element.clauses)
    return f"(EXTRACT(EPOCH FROM ({later} - {earlier})) / 3600.0)::float8"
