"""Bringing the database to the newest form: all migrations, then the built-in roles in step with what packages declare."""

import logging

from flask_migrate import upgrade

from hub.database import transaction
from hub.house import house
from hub.people import roles


def upgrade_database() -> None:
    """Run all migrations that are missing, and bring the built-in roles in step. Once, before any worker starts."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
    with transaction():
        roles.sync_built_in(house())
