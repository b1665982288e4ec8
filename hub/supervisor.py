"""Two processes under one roof: gunicorn, and beside it the worker, which is started again when it dies.

`python -m hub.supervisor WEB… -- WORKER…` knows nothing of Vouch, imports nothing of it and so stays small.
It ends when the web ends, with its exit code; SIGTERM and SIGINT stop both, and no request is cut off.
"""

import signal
import subprocess
import sys
import threading
from time import monotonic

PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
GRACE_SECONDS = 25.0
LOOK_SECONDS = 0.2


class Worker:
    """The process beside the web. Each death in a row doubles the pause before it is started again."""

    def __init__(self, command: list[str]) -> None:
        """Start it."""
        self.command = command
        self.pause = PAUSE_SECONDS
        self.again_at: float | None = None
        self._start()

    def look(self) -> None:
        """Start the process again when it died and its pause is over; one that lived a while begins anew."""
        if self.process.poll() is None:
            return
        if self.again_at is None:
            if monotonic() - self.started_at > LONGEST_PAUSE_SECONDS:
                self.pause = PAUSE_SECONDS
            self.again_at = monotonic() + self.pause
            _say(f"the worker ended with {self.process.returncode}; it starts again in {self.pause:.0f} s")
            self.pause = min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        elif monotonic() >= self.again_at:
            self._start()

    def _start(self) -> None:
        self.started_at, self.again_at = monotonic(), None
        self.process = _start(self.command)


def run(web_command: list[str], worker_command: list[str]) -> int:
    """Run both until the web ends or a signal comes; returns the web's exit code."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    web, worker = _start(web_command), Worker(worker_command)
    while web.poll() is None and not stop.is_set():
        worker.look()
        stop.wait(LOOK_SECONDS)
    code = _end(web)
    _end(worker.process)
    return code


def _start(command: list[str]) -> "subprocess.Popen[bytes]":
    """Start a process in a group of its own: Ctrl-C reaches us alone, and we end both in order."""
    return subprocess.Popen(command, process_group=0)  # noqa: S603 - our own commands


def _end(process: "subprocess.Popen[bytes]") -> int:
    """Ask a process to end, insist after a while, and return its exit code."""
    if process.poll() is None:
        process.terminate()
    try:
        return process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _say(sentence: str) -> None:
    sys.stderr.write(f"vouch: {sentence}\n")


def main() -> None:
    """Read both commands, parted by `--`, and run them."""
    arguments = sys.argv[1:]
    parting = arguments.index("--")
    sys.exit(run(arguments[:parting], arguments[parting + 1 :]))


if __name__ == "__main__":
    main()
