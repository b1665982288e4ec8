"""One app a worker, an empty migrated database a test, a stopped clock. Tests marked `both` run on PostgreSQL too."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck

from hub import clock, upgrades
from hub.app import FEATURES, create_app
from hub.config import Settings
from hub.database import rollback, session, writing
from hub.delivery import worker
from hub.house import house_of
from tests import pages

CHOSEN = tuple(name for name in os.environ.get("TEST_FEATURES", ",".join(FEATURES)).split(",") if name)
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)  # a loaded machine is no finding
hypothesis.settings.load_profile("house")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "dialect" in metafunc.fixturenames:
        chosen = ["sqlite"]
        if metafunc.definition.get_closest_marker("both"):
            chosen.append(pytest.param("postgresql", marks=pytest.mark.postgresql))
        metafunc.parametrize("dialect", chosen, indirect=True, scope="session")


@pytest.fixture(scope="session")
def dialect(request: pytest.FixtureRequest) -> str:
    return getattr(request, "param", "sqlite")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def settings_for(url: str, data: Path) -> Settings:
    return Settings(
        data=data, database_url=url, secret_key="a secret that only tests know, long enough", testing=True
    )


def migrated(app: Flask) -> Flask:
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = pages.Client
    with app.app_context():
        upgrades.upgrade_database()
        sa.inspect(session.get_bind()).engine.dispose()
    return app


@pytest.fixture(scope="session")
def sqlite_app(data: Path) -> Flask:
    return migrated(create_app(settings_for(f"sqlite:///{data / 'test.sqlite3'}", data), CHOSEN))


@pytest.fixture(scope="session")
def empty_sqlite(sqlite_app: Flask, data: Path) -> sqlite3.Connection:
    template = sqlite3.connect(":memory:")
    with sqlite3.connect(data / "test.sqlite3") as migrated_database:
        migrated_database.backup(template)
    return template


@pytest.fixture(scope="session")
def postgresql_app() -> Iterator[Flask]:
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        pytest.skip("no PostgreSQL (make test starts one)")
    name = f"vouch_test_{os.getpid()}"
    run_on(url, f'CREATE DATABASE "{name}"', f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    own = sa.make_url(url).set(drivername="postgresql+psycopg", database=name)
    settings = settings_for(own.render_as_string(hide_password=False), Path(tempfile.mkdtemp()))
    app = migrated(create_app(settings, CHOSEN))
    yield app
    with app.app_context():
        dispose()
    run_on(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


EMPTY = """
SET session_replication_role = replica;
DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN
    ('alembic_version', 'roles', 'levels', 'badges', 'badge_rules')
  LOOP EXECUTE 'DELETE FROM ' || one; END LOOP;
END $$
"""
"""Empties every table but those that an upgrade fills, however append-only it is to everybody else."""


def run_on(url: str, *statements: str) -> None:
    plain = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def app(dialect: str, request: pytest.FixtureRequest, data: Path) -> Flask:
    """The app over an empty, migrated database, without files and captured mail."""
    app = emptied(dialect, request, data)
    register = house_of(app)
    register.kept_settings = {}
    for folder in ("files", "mail"):
        shutil.rmtree(register.settings.data / folder, ignore_errors=True)
    return app


def emptied(dialect: str, request: pytest.FixtureRequest, data: Path) -> Flask:
    if dialect == "postgresql":
        app = request.getfixturevalue("postgresql_app")
        with app.app_context():
            dispose()
        run_on(app.config["SQLALCHEMY_DATABASE_URI"], EMPTY)
        return app
    app = request.getfixturevalue("sqlite_app")
    with app.app_context():
        dispose()
    target = sqlite3.connect(data / "test.sqlite3")
    request.getfixturevalue("empty_sqlite").backup(target)
    target.close()
    return app


def dispose() -> None:
    session.get_bind().dispose()


@pytest.fixture
def at() -> Iterator[datetime]:
    """A Monday morning at which the clock stands still."""
    with clock.frozen_at(MONDAY) as moment:
        yield moment


@pytest.fixture
def db(app: Flask, at: datetime) -> Iterator[None]:
    """An app context in which rules may be called, as within one request that writes."""
    with app.app_context():
        token = writing.set(True)
        yield
        rollback()
        session.remove()
        writing.reset(token)


@pytest.fixture
def client_of(db: None, app: Flask) -> Callable[..., pages.Client]:
    """`client_of(person)` is a browser in which that person is signed in; `client_of()` one of nobody."""
    return lambda person=None: pages.client_of(app, person)


@pytest.fixture
def work(db: None) -> Callable[[], int]:
    """Commit, and have everything done that the outbox promised."""

    def drain() -> int:
        session.commit()
        token = writing.set(False)
        try:
            return worker.drain()
        finally:
            writing.reset(token)

    return drain
