"""Real processes on the same database, all let go at one moment; and processes that die in the middle.

    results = race(app, "tests.hub.facts.races:invite", [(person.id, n) for n in range(32)])

Each function is called as `function(*arguments)` inside `hub.database.transaction()` with an app of its own. A result
is what it returned, or the name of the exception it raised. Commit before you race: the others see only what is committed.
"""

import multiprocessing
import os
import signal
from collections.abc import Iterable
from importlib import import_module
from multiprocessing.synchronize import Barrier
from typing import Any

from flask import Flask

from hub import clock
from hub.app import create_app
from hub.config import Settings
from hub.database import session, transaction
from hub.errors import Refusal
from hub.house import house_of

_spawn = multiprocessing.get_context("forkserver")
_spawn.set_forkserver_preload(["tests.warm", "tests.factories"])


def race(app: Flask, name: str, arguments: Iterable[tuple[Any, ...]]) -> list[Any]:
    """Call the function once for each tuple of arguments, each in a process of its own, all at the same moment."""
    settings, features = house_of(app).settings, house_of(app).features
    session.commit()
    every = list(arguments)
    barrier, results = _spawn.Barrier(len(every)), _spawn.Queue()
    moment = clock.now()
    runners = [
        _spawn.Process(target=_run, args=(settings, features, name, given, barrier, results, moment))
        for given in every
    ]
    for runner in runners:
        runner.start()
    found = [results.get(timeout=120) for _ in runners]
    for runner in runners:
        runner.join(30)
    session.expire_all()
    return found


def die_in(app: Flask, name: str, *arguments: Any) -> None:
    """Call the function in a process that must kill itself (see `kill_me`) before it returns."""
    settings, features = house_of(app).settings, house_of(app).features
    session.commit()
    barrier, results = _spawn.Barrier(1), _spawn.Queue()
    runner = _spawn.Process(
        target=_run, args=(settings, features, name, arguments, barrier, results, clock.now())
    )
    runner.start()
    runner.join(60)
    assert runner.exitcode == -signal.SIGKILL, f"it ended with {runner.exitcode}"
    session.expire_all()


def kill_me() -> None:
    """End this process at once, as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def _run(
    settings: Settings,
    features: tuple[str, ...],
    name: str,
    given: tuple[Any, ...],
    barrier: Barrier,
    results: Any,
    moment: Any,
) -> None:
    module, _, function = name.partition(":")
    app = create_app(settings, features)
    with app.app_context(), clock.frozen_at(moment):
        work = getattr(import_module(module), function)
        barrier.wait(60)
        try:
            with transaction():
                result = work(*given)
        except Refusal as refusal:
            result = type(refusal).__name__
        except Exception as error:
            result = f"{type(error).__name__}: {error}"
        results.put(result)
