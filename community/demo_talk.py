"""What people talk about in the demo year: the forums and conversations of `demo_talk.toml`, read once."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One reply: how many days after the question, who, and whether the asker accepts it the day after."""

    after: int
    by: str
    text: str
    accepted: bool = False


@dataclass(frozen=True)
class Talk:
    """One conversation: on which day of the programme, where, who begins it, and what is answered."""

    day: int
    forum: str
    by: str
    tags: list[str]
    title: str
    body: str
    replies: list[Reply] = field(default_factory=list)
    pinned: bool = False
    talk_welcome: bool = False


@cache
def script() -> tuple[list[dict[str, Any]], list[Talk]]:
    """Return the forums to open, and the conversations by their day."""
    with (Path(__file__).parent / "demo_talk.toml").open("rb") as file:
        told = tomllib.load(file)
    talks = [
        Talk(**{**talk, "replies": [Reply(**reply) for reply in talk["replies"]]}) for talk in told["talk"]
    ]
    return told["forum"], sorted(talks, key=lambda talk: talk.day)
