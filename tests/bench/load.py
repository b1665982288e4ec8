"""Pages under load: a real gunicorn, and readers that ask one page after the other."""

import http.client
import os
import random
import socket
import subprocess
import threading
import time
from contextlib import contextmanager

from flask import Flask

from hub import serving
from hub.config import ROOT
from hub.house import house_of
from tests.bench.figures import Figure, percentile
from tests.bench.readers import Reading, reading
from tests.bench.volumes import SECRET

TARGETS = {8: 100.0, 20: 300.0}
"""Readers at once, and the time within which 95 of 100 pages must have been answered, in ms."""


def figures(app: Flask, *, seconds: float):
    """Yield the 95th percentile of the answers' time, and how many were given a second."""
    who = reading(app)
    with served(app) as port:
        _read(port, who, 4, 2.0)
        for readers, target in TARGETS.items():
            times = _read(port, who, readers, seconds)
            yield Figure(f"p95 with {readers} readers", percentile(times, 0.95), "ms", target)
            yield Figure(f"answers a second with {readers} readers", len(times) / seconds, "/s")


@contextmanager
def served(app: Flask):
    """Serve the app's database with gunicorn as `vouch serve` does, and yield the port."""
    settings = house_of(app).settings
    port = _free_port()
    environment = {
        **os.environ,
        "VOUCH_DATA": str(settings.data),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": SECRET,
        "VOUCH_BENCH": "1",
    }
    environment.pop("REDIS_URL", None)
    process = subprocess.Popen(serving.gunicorn("127.0.0.1", port, settings), cwd=ROOT, env=environment)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _read(port: int, who: Reading, readers: int, seconds: float) -> list[float]:
    times: list[float] = []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_reader, args=(port, who, seed, until, times)) for seed in range(readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _reader(port: int, who: Reading, seed: int, until: float, times: list[float]) -> None:
    chance = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": who.cookies[seed % len(who.cookies)]}
    while time.monotonic() < until:
        path = chance.choice(who.pages[chance.choice(list(who.pages))])
        started = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        assert response.status == 200, f"{path} answered {response.status}"
        times.append((time.perf_counter() - started) * 1000)
    connection.close()


def _wait(port: int) -> None:
    for _try in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("gunicorn does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
