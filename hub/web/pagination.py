"""Pages of a long list: one query for the rows, one more only when the count is not known from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from flask import request

from hub.database import session
from hub.errors import NotFound

Row = TypeVar("Row")


@dataclass(frozen=True)
class Pages(Generic[Row]):
    """One page of rows. `total` is how many rows there are in all."""

    items: Sequence[Row]
    number: int
    per: int
    total: int

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per))

    @property
    def has_previous(self) -> bool:
        """Whether a page comes before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether a page comes after this one."""
        return self.number < self.count

    @property
    def around(self) -> list[int | None]:
        """The page numbers to offer, None where some are left out."""
        near = {1, self.count, *range(max(1, self.number - 1), min(self.count, self.number + 1) + 1)}
        offered: list[int | None] = []
        for number in sorted(near):
            if offered and offered[-1] is not None and number - offered[-1] > 1:
                offered.append(None)
            offered.append(number)
        return offered

    def __iter__(self) -> Any:
        return iter(self.items)

    def __bool__(self) -> bool:
        return bool(self.items)

    def __len__(self) -> int:
        return len(self.items)


def pages(
    statement: sa.Select[Any], *, per: int = 20, rows: bool = False, total: int | None = None
) -> Pages[Any]:
    """Return the page that `?page=` asks for; of entities, or of whole rows. A page past the end is 404."""
    number = page_number()
    result = session.execute(statement.limit(per).offset((number - 1) * per))
    items = result.all() if rows else result.scalars().unique().all()
    if total is None:
        total = (
            (number - 1) * per + len(items)
            if len(items) < per and (items or number == 1)
            else _count(statement)
        )
    if not items and number > 1:
        raise NotFound
    return Pages(items, number, per, total)


def sliced(items: Sequence[Row], *, per: int = 20) -> Pages[Row]:
    """Return the page that `?page=` asks for of a list that is here already. A page past the end is 404."""
    number = page_number()
    shown = items[(number - 1) * per : number * per]
    if not shown and number > 1:
        raise NotFound
    return Pages(shown, number, per, len(items))


def page_number() -> int:
    """Return the page that the address asks for; nonsense is the first."""
    asked = request.args.get("page", "1")
    return int(asked) if asked.isdecimal() and 1 <= int(asked) <= 1_000_000 else 1


def _count(statement: sa.Select[Any]) -> int:
    bare = statement.order_by(None).options(sa.orm.noload("*")).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(bare)) or 0
