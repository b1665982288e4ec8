"""Whether this database is a demo's: a file in the data folder says so, and names the database that it means.

It is written before the first row, so that a build that was interrupted is begun anew and nothing else ever
is.
"""

import json
from pathlib import Path

import sqlalchemy as sa

from hub.config import Settings


def is_ours(settings: Settings) -> bool:
    """Whether the demo made this database, or began to."""
    return _read(settings).get("database") == _name(settings)


def is_complete(settings: Settings) -> bool:
    """Whether the demo made this database to the end."""
    return is_ours(settings) and bool(_read(settings).get("complete"))


def begin(settings: Settings) -> None:
    """Say that the demo begins to make this database."""
    _write(settings, complete=False)


def complete(settings: Settings) -> None:
    """Say that the demo made this database to the end."""
    _write(settings, complete=True)


def _read(settings: Settings) -> dict[str, object]:
    path = _path(settings)
    if not path.is_file():
        return {}
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8") or "{}")
    return found


def _write(settings: Settings, *, complete: bool) -> None:
    said = json.dumps({"database": _name(settings), "complete": complete})
    _path(settings).write_text(said, encoding="utf-8")


def _name(settings: Settings) -> str:
    return sa.make_url(settings.database_url).render_as_string(hide_password=True)


def _path(settings: Settings) -> Path:
    return settings.data / "demo.json"
