"""Is the hub alive (`/healthz`), and can it serve (`/readyz`): database, migrations, the age of the queue, the disk."""

import shutil
from datetime import timedelta

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, jsonify, make_response

from hub.clock import now
from hub.config import ROOT
from hub.database import session
from hub.delivery import outbox
from hub.house import house
from hub.web.access import public

bp = Blueprint("health", __name__)

QUEUE_LIMIT = timedelta(minutes=15)
DISK_LIMIT = 200 * 1024 * 1024


@bp.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return make_response("ok", 200, {"Content-Type": "text/plain"})


@bp.get("/readyz")
@public
def readyz() -> Response:
    """Everything that a request needs is there: 200, else 503 with the names of what is not."""
    found = report()
    response = jsonify(found)
    response.status_code = 200 if all(found.values()) else 503
    return response


def report() -> dict[str, bool]:
    """Return what was checked and whether it is well; no versions and no secrets."""
    try:
        migrated = revision() == head()
        oldest = session.scalar(sa.select(sa.func.min(outbox.OutboxRow.due_at)).where(outbox.waiting()))
        database = True
    except sa.exc.SQLAlchemyError:
        migrated, oldest, database = False, None, False
    free = shutil.disk_usage(house().settings.data).free
    return {
        "database": database,
        "migrations": migrated,
        "queue": oldest is None or now() - oldest < QUEUE_LIMIT,
        "disk": free > DISK_LIMIT,
    }


def revision() -> str | None:
    """Return the migration that the database is at."""
    found: str | None = session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def head() -> str | None:
    """Return the newest migration."""
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()
