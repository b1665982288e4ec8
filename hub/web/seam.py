"""The seam: one request is one transaction. It commits once, when the request succeeded; otherwise nothing happened."""

import secrets

from flask import Flask, Response, g, request

from hub.clock import perf_counter
from hub.database import commit, rollback, session, writing

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def bind(app: Flask) -> None:
    """Put the seam around every request; register it before anything that touches the database."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_leave)


def _begin() -> None:
    g.started = perf_counter()
    g.request_id = secrets.token_hex(8)
    g.writing = writing.set(request.method not in SAFE)


def _end(response: Response) -> Response:
    if writing.get() and response.status_code < 400:
        commit()
    else:
        rollback()
    response.headers["X-Request-Id"] = g.request_id
    return response


def _leave(_error: BaseException | None) -> None:
    """Give the connection back and forget who was writing, also when the request broke in the middle."""
    session.remove()
    token = g.pop("writing", None)
    if token is not None:
        writing.reset(token)
