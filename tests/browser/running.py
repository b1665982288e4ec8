"""A hub that runs: `vouch serve` with its worker, the mail it captured, and the same hub some hours later."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from icalendar import Calendar, Component

from hub.config import ROOT

PASSWORD = "vouch-demo"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def vouch(data: Path, *arguments: str, **environment: str) -> list[str]:
    return [sys.executable, "-m", "hub.cli", *arguments]


def environment(data: Path, **more: str) -> dict[str, str]:
    own = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL", "MAIL_URL")
    }
    return {**own, "VOUCH_DATA": str(data), "PYTHONPATH": str(ROOT), "VOUCH_LOG": "text", **more}


@dataclass
class Hub:
    """A hub that runs: its address, its data, and the mail it captured."""

    url: str
    data: Path
    settings: dict[str, str]

    def mails(self, subject: str = "", to: str = "") -> list[EmailMessage]:
        """Return the captured mails whose subject and recipient contain these words, the latest first."""
        paths = sorted((self.data / "mail").glob("*.eml"), key=lambda path: -path.stat().st_mtime_ns)
        mails = [message_from_bytes(path.read_bytes(), policy=default) for path in paths]
        return [mail for mail in mails if subject in mail["Subject"] and to in mail["To"]]

    def mail(self, subject: str, to: str = "") -> EmailMessage:
        """Wait for a mail to be captured and return it."""
        found = eventually(lambda: self.mails(subject, to), f"a mail “{subject}” to {to}")
        return found[0]

    def link_in(self, mail: EmailMessage, path: str) -> str:
        """Return the link in a mail's text whose path begins so, at this hub's address."""
        text = mail.get_body(("plain",)).get_content()
        return self.url + re.search(rf"https?://[^/\s]+({re.escape(path)}\S*)", text)[1]

    def calendar_entry(self, subject: str, to: str) -> Component:
        """Return the calendar entry that a mail brings along."""
        parts = self.mail(subject, to).walk()
        content = next(part for part in parts if part.get_content_type() == "text/calendar")
        return Calendar.from_ical(content.get_payload(decode=True)).walk("VEVENT")[0]

    def newcomer(self, first_name: str, last_name: str, role: str = "advocate") -> str:
        """Make a member without any history; returns the name by which `person` knows them."""
        name = f"{first_name}.{last_name}".lower()
        own = ("--first-name", first_name, "--last-name", last_name, "--role", role, "--password", PASSWORD)
        self.run("user", "create", f"{name}@demo.vouch.example", *own)
        return name

    def run(self, *arguments: str, hours_later: float = 0) -> str:
        """Run a command of this hub, now or some hours later, and return what it prints."""
        command = [sys.executable, "-m", "tests.browser.later", str(hours_later), *arguments]
        ran = subprocess.run(command, cwd=ROOT, env=self.settings, check=True, capture_output=True, text=True)
        return ran.stdout

    @contextmanager
    def later(self, hours: float) -> Iterator[str]:
        """Serve the same hub with a clock that is some hours ahead, and give its address."""
        port = free_port()
        command = [sys.executable, "-m", "tests.browser.later", str(hours), "serve", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=self.settings)
        try:
            yield reached(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.wait(20)


def eventually(look: Callable, what: str, seconds: float = 40):
    """Return what `look` finds as soon as it finds something."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"still waiting for {what}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def reached(url: str, process: subprocess.Popen) -> str:
    """Wait until a hub answers at this address, and return it."""
    eventually(lambda: answers(url) or process.poll() is not None, f"the hub at {url}", 60)
    assert process.poll() is None, "the hub does not start; its last words stand above"
    return url


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False
