"""The databases that are measured: generated once, on SQLite or on PostgreSQL."""

import contextlib
import os
import sys
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from admin.generate import commands
from admin.hurry import hurried
from hub.app import create_app
from hub.config import Settings
from tests.conftest import run_on

SECRET = "a secret that only the bench knows, and long enough"


def app_over(data: Path, url: str) -> Flask:
    """Return an app as it is served, but that it knows the floor."""
    data.mkdir(parents=True, exist_ok=True)
    return create_app(Settings(data=data, database_url=url, secret_key=SECRET, bench=True))


def built(folder: Path, members: int, posts: int, *, postgresql: bool) -> Flask:
    """Return the app over a database of that size, generated when it is not there yet."""
    data = folder / f"{members}-{posts}-{'postgresql' if postgresql else 'sqlite'}"
    done = data / "complete"
    fresh = not done.exists()
    app = app_over(data, _postgresql(members, fresh) if postgresql else f"sqlite:///{data / 'vouch.sqlite3'}")
    if fresh:
        (data / "vouch.sqlite3").unlink(missing_ok=True)
        print(f"Generating {members:,} members and {posts:,} posts …", file=sys.stderr)
        with app.app_context(), hurried(), contextlib.redirect_stdout(sys.stderr):
            commands.fill(members, posts)
        done.touch()
    return app


def _postgresql(members: int, fresh: bool) -> str:
    url, name = os.environ["TEST_DATABASE_URL"], f"vouch_bench_{members}"
    if fresh:
        run_on(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    named = sa.make_url(url).set(drivername="postgresql+psycopg", database=name)
    return named.render_as_string(hide_password=False)
