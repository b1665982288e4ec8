"""How a thing moves through its life: a table of transitions, and a conditional UPDATE that one of two wins.

The state and a version stand in the row. Who acts on what they saw passes the version they saw; when it moved
on since, they are told instead of overruling somebody.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol

import sqlalchemy as sa

from hub.database import changed, session
from hub.errors import Refusal, Words

Transitions = Mapping[str, tuple[frozenset[Any], Any]]
"""For each verb: the states from which it leads, and the one to which."""


class Moving(Protocol):
    """What has a life: a row with a state and a version."""

    id: Any
    state: Any
    version: Any


def move(
    thing: Moving,
    verb: str,
    transitions: Transitions,
    *,
    refusal: Words,
    seen: int | None = None,
    **values: Any,
) -> bool:
    """Move `thing` along, writing `values` with it. True when this call did it, False when it was there.

    Raises `Refusal` (with the words of `refusal`) when the verb does not lead on from the present state, or
    when the version `seen` is no longer the present one.
    """
    origins, target = transitions[verb]
    table: Any = type(thing)
    session.flush()
    statement = sa.update(table).where(table.id == thing.id, table.state.in_(origins))
    if seen is not None:
        statement = statement.where(table.version == seen)
    moved = changed(statement.values(state=target, version=table.version + 1, **values)) == 1
    session.refresh(thing)
    if not moved and thing.state is not target:
        raise Refusal(refusal)
    return moved


def possible(state: StrEnum, transitions: Transitions) -> list[str]:
    """Return the verbs that lead on from a state."""
    return [verb for verb, (origins, _target) in transitions.items() if state in origins]
