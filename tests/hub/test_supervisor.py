"""The web and its worker under one roof, with stand-ins that only say that they were there."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hub.config import ROOT, from_environment
from hub.errors import Refusal
from hub.serving import check_free

pytestmark = pytest.mark.slow


def supervised(web: str, worker: str) -> subprocess.Popen:
    python = [sys.executable, "-c"]
    command = [sys.executable, "-m", "hub.supervisor", *python, web, "--", *python, worker]
    return subprocess.Popen(command, cwd=ROOT)


def eventually(condition) -> None:
    for _ in range(100):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it never came true")


def test_the_end_of_the_web_ends_the_worker_and_gives_its_exit_code(tmp_path: Path):
    pid = tmp_path / "pid"
    worker = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    web = f"import os, sys, time\nwhile not os.path.exists({str(pid)!r}): time.sleep(0.05)\nsys.exit(3)"
    assert supervised(web, worker).wait(20) == 3
    eventually(lambda: not Path(f"/proc/{pid.read_text()}").exists() or sys.platform != "linux")


def test_a_worker_that_died_is_started_again(tmp_path: Path, capfd):
    lives = tmp_path / "lives"
    worker = f"open({str(lives)!r}, 'a').write('x')"
    process = supervised("import time; time.sleep(60)", worker)
    eventually(lambda: lives.exists() and lives.read_text() == "xx")
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    assert "it starts again in 1 s" in capfd.readouterr().err


def test_a_signal_stops_both(tmp_path: Path):
    ready = tmp_path / "ready"
    web = "import signal, sys, time; signal.signal(15, lambda *_: sys.exit(0)); "
    web += f"open({str(ready)!r}, 'w').close(); time.sleep(60)"
    process = supervised(web, "import time; time.sleep(60)")
    eventually(ready.exists)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0


def test_an_address_in_use_is_said_in_plain_words(unused_port_holder):
    with pytest.raises(Refusal, match="Choose another --port"):
        check_free("127.0.0.1", unused_port_holder)


@pytest.fixture
def unused_port_holder():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_the_secret_of_a_machine_is_made_once_and_kept_to_oneself(tmp_path: Path):
    first = from_environment({"VOUCH_DATA": str(tmp_path)})
    assert from_environment({"VOUCH_DATA": str(tmp_path)}).secret_key == first.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
