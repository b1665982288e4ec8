"""The processes: gunicorn and, beside it, the worker; when Redis carries the jobs, RQ's workers elsewhere."""

import gc
import os
import socket
import sys

from rq import Queue, Worker

from hub.config import ROOT, Settings
from hub.database import engine
from hub.delivery import worker
from hub.errors import Refusal
from hub.i18n import _


def run(host: str, port: int, settings: Settings, *, with_worker: bool = True) -> None:
    """Become the hub: gunicorn and one worker under `hub.supervisor`; with Redis or no worker gunicorn.

    Raises `Refusal` when something else listens at that address. Does not return.
    """
    check_free(host, port)
    engine().dispose()
    os.chdir(ROOT)
    command = gunicorn(host, port, settings)
    if with_worker and settings.redis_url is None:
        command = [
            sys.executable,
            "-m",
            "hub.supervisor",
            *command,
            "--",
            sys.executable,
            "-m",
            "hub.cli",
            "worker",
        ]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 - our own command


def settle_memory() -> None:
    """Spare the collector what the app is made of: it would look through all of it again during pages, which costs a
    tenth of their time. Called once the app stands, before gunicorn forks, so that workers share it too.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def check_free(host: str, port: int) -> None:
    """Raise `Refusal` when one cannot listen there; gunicorn would try five times and answer with a trace."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            place, reason = f"{host}:{port}", error.strerror or str(error)
            raise Refusal(
                _("Cannot listen on %(place)s (%(why)s). Choose another --port.", place=place, why=reason)
            ) from error


def gunicorn(host: str, port: int, settings: Settings) -> list[str]:
    """Return the command of gunicorn: the app loaded once and shared, a few threads a process, quiet.

    Its control socket would lie in the home folder, shared by all instances: switched off.
    """
    options = {
        "bind": f"{host}:{port}",
        "workers": settings.web_workers,
        "worker-class": "gthread",
        "threads": 4,
        "timeout": 60,
        "graceful-timeout": 20,
        "max-requests": 20_000,
        "max-requests-jitter": 2_000,
        "log-level": "warning",
    }
    given = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "gunicorn", *given, "--preload", "--no-control-socket", "wsgi:app"]


def run_rq_worker(redis_url: str) -> None:
    """Work off RQ's queue until told to stop. Each job runs in a fork of its own."""
    connection = worker.connect(redis_url)
    engine().dispose()
    Worker([Queue(worker.QUEUE, connection=connection)], connection=connection).work(
        with_scheduler=False, logging_level="WARNING"
    )
