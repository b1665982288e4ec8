"""From the cookie to the person: the token in the signed session names a row in `sign_ins`, read once a request."""

import logging

from flask import Flask, g, session
from flask_login import LoginManager
from sqlalchemy.exc import SQLAlchemyError

from hub.clock import now
from hub.database import transaction
from hub.facts import settings
from hub.people import sign_ins
from hub.people.persons import Person

log = logging.getLogger("vouch.sessions")

TOKEN = "token"  # noqa: S105 - the name of the entry, not a secret


def bind(app: Flask) -> None:
    """Let Flask-Login find who is signed in, and sessions last while they are used."""
    login = LoginManager(app)
    login.session_protection = None
    login.request_loader(lambda _request: load())
    app.teardown_request(_note_use)


def load() -> Person | None:
    """Return who the session's token belongs to; nobody on a page that must not ask the database."""
    token = None if g.get("bare") else session.get(TOKEN)
    present = sign_ins.find_present(token, now=now()) if token else None
    g.present = present
    if present is None:
        return None
    settings.stands_at(present.settings_revision)
    return present.person


def remember(token: str) -> None:
    """Put a new sign-in's token into the cookie; whatever was in the session before is gone."""
    session.clear()
    session[TOKEN] = token
    session.permanent = True


def _note_use(_error: BaseException | None) -> None:
    """Write down, once an hour, that the session was in use: after the answer, for pages only read."""
    present: sign_ins.Present | None = g.get("present")
    if present is None or g.get("bare") or not sign_ins.is_to_be_noted(present, now=now()):
        return
    try:
        with transaction():
            sign_ins.touch(present.sign_in_id, now=now())
    except SQLAlchemyError:  # the answer is given; the next request notes it
        log.warning("could not note that a session is in use", exc_info=True)


def forget() -> None:
    """Empty the cookie."""
    session.clear()
