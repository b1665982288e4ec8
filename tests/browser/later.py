"""The hub some hours later: a talk takes place, a deadline passes, and nobody waits for it.

`python -m tests.browser.later 36 serve PORT` serves it, with a worker, by a clock that is so far ahead;
`… 36 jobs run NAME` runs a command of `vouch` then.
"""

import logging
import sys
import threading
from datetime import datetime, timedelta

from hub import clock

AHEAD = timedelta(hours=float(sys.argv[1]))
present = clock.now


def later() -> datetime:
    return present() + AHEAD


clock.now = later  # before any module takes it from there

from flask import Flask  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

from hub import cli  # noqa: E402
from hub.app import create_app  # noqa: E402
from hub.delivery import worker  # noqa: E402


def work(app: Flask) -> None:
    """Do what the outbox promises until then; what recurs is left to who says so by name."""
    with app.app_context():
        while not threading.Event().wait(0.3):
            worker.drain()


def serve(port: int) -> None:
    app = create_app()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    threading.Thread(target=work, args=[app], daemon=True).start()
    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    if sys.argv[2] == "serve":
        serve(int(sys.argv[3]))
    else:
        sys.argv = ["vouch", *sys.argv[2:]]
        cli.main()
