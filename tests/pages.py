"""A browser for tests: it signs people in, lints every page it gets, and counts the queries of each request."""

from contextvars import Context
from html.parser import HTMLParser
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from hub import clock
from hub.database import session
from hub.people import sign_ins
from hub.people.persons import Person

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Client(FlaskClient):
    """Commits what the test did before each request, and forgets what the test knew after it."""

    queries: list[str]

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        session.commit()
        fresh = Context()
        fresh.run(clock._frozen.set, clock._frozen.get())
        with self.application.app_context():
            engine = session.get_bind()
        self.queries = []
        note = lambda *args: self.queries.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        try:
            response = fresh.run(super().open, *args, **kwargs)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        self.queries = [
            q
            for q in self.queries
            if not q.startswith(("PRAGMA", "BEGIN", "SET TRANSACTION", "SAVEPOINT", "RELEASE"))
        ]
        session.expire_all()
        if response.mimetype == "text/html" and response.status_code != 204:
            assert not (problems := lint(response.text)), f"{args} {problems}"
        return response

    def cost(self, url: str) -> int:
        """Return how many statements a page costs a server that has served it before; the first visit may fill
        what a process keeps (settings, the frame of a page)."""
        for _ in range(2):
            answer = self.get(url)
            assert answer.status_code == 200, f"{url} answered {answer.status_code}"
        return len(self.queries)

    def keep(self, token: str) -> None:
        """Put a sign-in's token into this browser's cookie."""

        def write() -> None:
            with self.session_transaction() as cookie:
                cookie["token"] = token

        session.commit()
        Context().run(write)

    def kept(self) -> str:
        """Return the token in this browser's cookie."""

        def read() -> str:
            with self.session_transaction() as cookie:
                return cookie["token"]

        return Context().run(read)

    def htmx(self, method: str, url: str, **kwargs: Any) -> TestResponse:
        """Send a request as htmx does."""
        return self.open(url, method=method, headers={"HX-Request": "true"}, **kwargs)


def client_of(app: Flask, person: Person | None) -> Client:
    """Return a browser in which `person` is signed in."""
    client = app.test_client()
    assert isinstance(client, Client)
    if person is not None:
        client.keep(sign_ins.begin(person, device="a test", now=clock.now()))
    return client


class _Lint(HTMLParser):
    """Collects what a page must not have."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.depth: list[str] = []
        self.headings = 0
        self.title = ""
        self.whole = False
        self.forms: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if tag not in VOID:
            self.depth.append(tag)
        self.whole = self.whole or tag == "html"
        self.headings += tag == "h1"
        if "id" in found:
            self.ids.append(found["id"] or "")
        self._look_at(tag, found)

    def _look_at(self, tag: str, found: dict[str, str | None]) -> None:
        if any(" object at 0x" in (value or "") for value in found.values()):
            self.problems.append(f"<{tag}> shows what only Python understands: {found}")
        if "style" in found or any(name.startswith("on") for name in found):
            self.problems.append(f"<{tag}> has inline style or script: {found}")
        if tag == "img" and "alt" not in found:
            self.problems.append(f"<img> without alt: {found}")
        if tag == "script" and "nonce" not in found:
            self.problems.append("<script> without nonce")
        if tag == "label" and found.get("for"):
            self.labelled.add(found["for"] or "")
        if tag == "form":
            self.forms.append(
                {
                    "method": (found.get("method") or "get").lower(),
                    "csrf": False,
                    "action": found.get("action"),
                }
            )
        if tag == "input" and found.get("name") == "csrf_token" and self.forms:
            self.forms[-1]["csrf"] = True
        if tag in ("input", "select", "textarea") and found.get("type") not in ("hidden", "submit"):
            self.fields.append({**found, "in_label": "yes" if "label" in self.depth else None})

    def handle_endtag(self, tag: str) -> None:
        if tag in self.depth:
            while self.depth and self.depth.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.depth and self.depth[-1] == "title" and "svg" not in self.depth:
            self.title += data
        if " object at 0x" in data:
            self.problems.append(f"shows what only Python understands: {data.strip()[:60]}")
        if "None" in data.split() and "code" not in self.depth:
            self.problems.append(f"shows None: {data.strip()[:60]}")


def lint(html: str) -> list[str]:
    """Return what is wrong with a page or fragment; a fragment needs neither title nor heading."""
    page = _Lint()
    page.feed(html)
    problems = page.problems
    if page.whole and page.headings != 1:
        problems.append(f"{page.headings} <h1>")
    if page.whole and not page.title.strip():
        problems.append("no title")
    problems += [f"the id {name} is used twice" for name in {i for i in page.ids if page.ids.count(i) > 1}]
    problems += [
        f"no label for {field.get('name')}"
        for field in page.fields
        if not (
            field["in_label"]
            or field.get("aria-label")
            or field.get("aria-labelledby")
            or field.get("id") in page.labelled
        )
    ]
    problems += [
        f"form without CSRF: {form['action']}"
        for form in page.forms
        if form["method"] == "post" and not form["csrf"]
    ]
    return problems


def count(model: Any, *conditions: Any) -> int:
    """Return how many rows of a table fulfil the conditions."""
    return session.scalar(sa.select(sa.func.count()).select_from(model).where(*conditions)) or 0
