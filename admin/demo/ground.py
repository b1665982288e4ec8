"""The ground that the demo is built on: an empty database, and what clears one that an earlier demo left."""

import shutil
from pathlib import Path

import sqlalchemy as sa

from admin.demo import marker
from hub.config import Settings
from hub.database import engine, reading, session
from hub.errors import Refusal
from hub.i18n import _
from hub.people.persons import Person
from hub.upgrades import upgrade_database

FOLDERS = ("files", "mail", "search")


def prepare(settings: Settings, *, anew: bool) -> bool:
    """Return whether there is a demo to build; false when a complete one waits to be served.

    Clears what an earlier demo left when it is wanted `anew` or was interrupted. Raises `Refusal`, touching
    nothing, when the database holds people that no demo made.
    """
    if marker.is_complete(settings) and not anew:
        upgrade_database()
        return False
    if marker.is_ours(settings):
        clear(settings)
    elif _has_people():
        raise Refusal(
            _(
                "This database holds people who are not the demo's, so nothing was touched. "
                "Choose another data folder: VOUCH_DATA=/path/to/another vouch demo"
            )
        )
    marker.begin(settings)
    upgrade_database()
    return True


def clear(settings: Settings) -> None:
    """Remove the database's content, and the demo's files, mails and index."""
    if settings.sqlite:
        _remove_sqlite()
    else:
        with engine().begin() as connection:
            connection.execute(sa.text("DROP SCHEMA public CASCADE"))
            connection.execute(sa.text("CREATE SCHEMA public"))
    for name in FOLDERS:
        shutil.rmtree(settings.data / name, ignore_errors=True)


def _has_people() -> bool:
    with reading():
        if not sa.inspect(engine()).has_table(Person.__tablename__):
            return False
        return bool(session.scalar(sa.select(sa.exists().where(Person.id.is_not(None)))))


def _remove_sqlite() -> None:
    path = engine().url.database
    engine().dispose()
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
