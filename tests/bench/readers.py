"""Who reads, and what: some signed-in members, and the addresses of the five measured pages."""

from dataclasses import dataclass
from hashlib import sha1
from itertools import cycle

import sqlalchemy as sa
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from community.circles import Circle
from community.forums import Forum
from community.topics import Topic
from hub.clock import now
from hub.database import session, transaction
from hub.people import sign_ins
from hub.people.persons import Person

FLOOR = "/bench-floor"
READERS = 16
TOPICS = 60


@dataclass(frozen=True)
class Reading:
    """The cookies of the readers, and for each page the addresses that stand for it."""

    cookies: list[str]
    pages: dict[str, list[str]]


def reading(app: Flask) -> Reading:
    """Sign some members in and choose what they read."""
    with app.app_context(), transaction():
        people = session.scalars(
            sa.select(Person).where(Person.email.startswith("member")).order_by(Person.id).limit(READERS * 10)
        ).all()[::10]
        tokens = [sign_ins.begin(person, device="the bench", now=now()) for person in people]
        pages = {
            "home": ["/"],
            "challenge list": ["/challenges"],
            "topic list": [f"/community/forums/{slug}" for slug in _forums()],
            "topic page, 20 posts": [f"/community/topics/{ref}" for ref in _topics()],
            "leaderboard": ["/leaderboard"],
        }
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    name = app.config["SESSION_COOKIE_NAME"]
    return Reading([f"{name}={serializer.dumps(_as_after_a_page(token))}" for token in tokens], pages)


def _as_after_a_page(token: str) -> dict[str, object]:
    """Return a session as the second page finds it: the first one puts the root of the form tokens there."""
    return {"token": token, "_permanent": True, "csrf_token": sha1(token.encode()).hexdigest()}  # noqa: S324


def in_turn(reading: Reading, page: str):
    """Return an endless iterator of (address, cookie) for a page."""
    addresses = cycle(reading.pages[page])
    return ((next(addresses), cookie) for cookie in cycle(reading.cookies))


def _forums() -> list[str]:
    return list(session.scalars(sa.select(Forum.slug).where(Forum.sees != Circle.STAFF).order_by(Forum.id)))


def _topics() -> list[int]:
    found = sa.select(Topic.id).where(Topic.post_count >= 20, Topic.hidden.is_(False))
    return list(session.scalars(found.order_by(Topic.last_post_at.desc()).limit(TOPICS)))
