"""The value below which nine in ten lie, and the mean, for many groups at once, on both databases."""

import math
from typing import Any

import sqlalchemy as sa

NINE_IN_TEN = 0.9


def nearest_rank(values: list[float], part: float = NINE_IN_TEN) -> float | None:
    """Return the smallest value that at least `part` of the values do not exceed; None without any."""
    if not values:
        return None
    return sorted(values)[math.ceil(part * len(values) - 1e-9) - 1]


def spread(measured: sa.Subquery) -> sa.Select[Any]:
    """Return, for rows of (`n`, `value`), each group's count, mean and nearest-rank 90th percentile."""
    ranked = sa.select(
        measured.c.n,
        measured.c.value,
        sa.func.row_number().over(partition_by=measured.c.n, order_by=measured.c.value).label("rank"),
        sa.func.count().over(partition_by=measured.c.n).label("size"),
    ).subquery()
    at_rank = sa.case((ranked.c.rank * 10 >= ranked.c.size * 9, ranked.c.value))
    return sa.select(
        ranked.c.n,
        sa.func.count().label("one"),
        sa.func.avg(ranked.c.value).label("two"),
        sa.func.min(at_rank).label("three"),
    ).group_by(ranked.c.n)
