"""A hub that holds a handful of things to find, on either engine."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from hub.house import house
from hub.search import Document, index

Shelf = dict[int, Document]


@pytest.fixture
def shelf(db: None, app: Flask) -> Iterator[Shelf]:
    """Things of the kind `thing`, by id; put one in, and index it, to have it found."""
    things: Shelf = {}
    house().searchable(
        "thing", lambda ids: [things[ref] for ref in ids if ref in things], lambda: iter(list(things))
    )
    shutil.rmtree(house().settings.data / "search", ignore_errors=True)
    yield things
    del house().sources["thing"]
    shutil.rmtree(house().settings.data / "search", ignore_errors=True)


@pytest.fixture
def put(shelf: Shelf, at: datetime) -> Callable[..., Document]:
    """Make a thing and have it indexed: `put(title, text, days=…, **details)`."""

    def made(
        title: str, text: str = "", *, days: float = 1, indexed: bool = True, **details: Any
    ) -> Document:
        number = len(shelf) + 1
        usual: dict[str, Any] = {
            "kind": "thing",
            "id": number,
            "title": title,
            "text": text,
            "url": f"/things/{number}",
            "author": "Amara Obi",
            "tags": (),
            "place": "General",
            "created_at": at - timedelta(days=days),
            "audience": frozenset({"everyone"}),
        }
        shelf[number] = Document(**usual | details)
        if indexed:
            index([("thing", number)])
        return shelf[number]

    return made
