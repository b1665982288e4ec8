"""Short ways to talk in tests."""

from typing import Any

from community import writing
from community.forums import Forum
from community.posts import Post
from community.topics import Topic
from hub.clock import now
from hub.people.persons import Person

TITLE = "How do you keep one audit trail across two ledgers?"


def ask(
    forum: Forum, by: Person, title: str = TITLE, body: str = "Our auditors want one.", **more: Any
) -> Topic:
    more = {"tags": ["audit"], **more}
    return writing.start(forum, title=title, body=body, by=by, now=now(), **more)


def answer(topic: Topic, by: Person, body: str = "We did, for five months.", **more: Any) -> Post:
    return writing.reply(topic, body=body, by=by, now=now(), **more)
