"""Ids in addresses: a number that no row can have is not found, before the database is asked for it."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""The largest id that both databases keep."""


class IdConverter(IntegerConverter):
    """`<int:id>` in a route: a larger number is no address of ours."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"max": LARGEST, **options})


def bind(app: Flask) -> None:
    """Read ids of routes this way; bind it before any route is there."""
    app.url_map.converters["int"] = IdConverter


def an_id(text: str) -> int:
    """Read an id behind the question mark (`request.args.get("id", type=an_id)`); raises `ValueError` for none."""
    number = int(text)
    if not 0 < number <= LARGEST:
        raise ValueError(f"{number} is no id")
    return number
