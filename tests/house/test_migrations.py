"""Models and migrations agree, on both databases, and every migration can be taken back."""

import sqlite3

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from hub.app import create_app
from hub.database import Model, db, session
from tests.conftest import settings_for

pytestmark = pytest.mark.house


@pytest.mark.both
def test_models_and_migrations_agree(app):
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [one for one in compare_metadata(context, Model.metadata) if not _by_hand(one)]
    assert not differences


def _by_hand(difference: tuple) -> bool:
    """Whether the difference is one that migrations make by hand for one database only."""
    return difference[0] in ("add_constraint", "remove_constraint") and "ex_asks" in str(difference[1])


def test_an_upgrade_forgets_the_consents_that_are_asked_for_no_more(tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path))
    with app.app_context():
        upgrade(revision="0006")
        with sqlite3.connect(tmp_path / "x.sqlite3") as old:
            agreed = "INSERT INTO consents (person_id, purpose, version, given_at) VALUES (1, ?, '2026-11', '2026-03-02')"
            old.executemany(agreed, [("membership",), ("contact",), ("references",)])
        upgrade()
        with sqlite3.connect(tmp_path / "x.sqlite3") as new:
            kept = [purpose for (purpose,) in new.execute("SELECT purpose FROM consents ORDER BY id")]
        session.remove()
        db.engine.dispose()
    assert kept == ["membership", "references"]


def test_every_migration_can_be_taken_back_and_made_again(tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path))
    with app.app_context():
        upgrade()
        downgrade(revision="base")
        assert set(sa.inspect(db.engine).get_table_names()) == {"alembic_version"}
        upgrade()
        session.remove()
        db.engine.dispose()
