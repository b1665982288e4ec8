"""What a page costs: CPU time a request, in the process, page and floor turn by turn; and its statements."""

import io
import statistics
import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from hub.database import session
from hub.serving import settle_memory
from tests.bench.figures import Figure
from tests.bench.readers import FLOOR, in_turn, reading

BATCH = 10
RATIO, QUERIES, GROWTH = 0.35, 7, 1.3


@dataclass(frozen=True)
class Cost:
    """The median CPU time of a request in ms, of the floor in the same minute, and the most statements."""

    cpu_ms: float
    floor_ms: float
    queries: int

    @property
    def ratio(self) -> float:
        return self.floor_ms / self.cpu_ms


def measure(app: Flask, *, rounds: int) -> dict[str, Cost]:
    """Measure every page, in a process as it serves."""
    who = reading(app)
    settle_memory()
    return {page: _cost(app, in_turn(who, page), rounds) for page in who.pages}


def figures(costs: dict[str, Cost]):
    """Yield CPU time, ratio and statements of each page."""
    floor = statistics.median(cost.floor_ms for cost in costs.values())
    yield Figure("floor: CPU a request", floor, "ms")
    for page, cost in costs.items():
        yield Figure(f"{page}: CPU a request", cost.cpu_ms, "ms")
        yield Figure(f"{page}: share of the floor's speed", cost.ratio, "×", RATIO, most=False)
        yield Figure(f"{page}: statements", cost.queries, "", QUERIES)


def growth(small: dict[str, Cost], large: dict[str, Cost]):
    """Yield by how much a page costs more with ten times as much in the database, the floor being the
    measure.
    """
    for page, cost in large.items():
        yield Figure(page, small[page].ratio / cost.ratio, "×", GROWTH)


def ask(app: Flask, path: str, cookie: str) -> int:
    """Send one GET through the whole app, as a server does, and return the status."""
    answered: list[str] = []
    begin: Any = lambda status, *_rest: answered.append(status)  # noqa: E731
    body: Any = app.wsgi_app(_environ(path, cookie), begin)
    for _part in body:
        pass
    body.close()
    return int(answered[0].split()[0])


def _cost(app: Flask, turns, rounds: int) -> Cost:
    queries = _queries(app, turns)
    _batch(app, turns, floor=False), _batch(app, turns, floor=True)
    pairs = [(_batch(app, turns, floor=True), _batch(app, turns, floor=False)) for _round in range(rounds)]
    return Cost(
        statistics.median(page for _floor, page in pairs), statistics.median(f for f, _page in pairs), queries
    )


def _batch(app: Flask, turns, *, floor: bool) -> float:
    """Return the CPU time of one request in ms, over a batch."""
    chosen = [(FLOOR, "") if floor else next(turns) for _nth in range(BATCH)]
    started = time.process_time()
    for path, cookie in chosen:
        ask(app, path, cookie)
    return (time.process_time() - started) / BATCH * 1000


def _queries(app: Flask, turns) -> int:
    """Return the most statements that any of some requests took; every one must answer 200."""
    seen: list[str] = []
    with app.app_context():
        engine = sa.inspect(session.get_bind()).engine
    note = lambda *given: seen.append(given[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", note)
    most = 0
    for _nth in range(2 * BATCH):
        seen.clear()
        path, cookie = next(turns)
        status = ask(app, path, cookie)
        assert status == 200, f"{path} answered {status}"
        own = [query for query in seen if not query.startswith(("PRAGMA", "BEGIN", "SET TRANSACTION"))]
        most = max(most, len(own))
    event.remove(engine, "before_cursor_execute", note)
    return most


def _environ(path: str, cookie: str) -> dict:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SCRIPT_NAME": "",
        "HTTP_COOKIE": cookie,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_USER_AGENT": "bench",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
