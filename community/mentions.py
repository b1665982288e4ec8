"""Mentions: whom a text names with an @, as far as the writer may name them and they may read it.

A buyer is never named by others, and names only who takes part in the topic: nobody can try out who is a
member.
"""

import re
from collections.abc import Iterable

import sqlalchemy as sa

from community.circles import within
from community.forums import Forum
from community.posts import Post
from community.topics import Topic
from community.voices import Voice, voice_of
from hub.content import text
from hub.database import session
from hub.people import persons
from hub.people.persons import Person

_LINKED = re.compile(r'<a\b[^>]*\bhref="/members/[^"]*"[^>]*>(.*?)</a>', re.DOTALL)


def people_in(body: str, *, forum: Forum, topic: Topic | None, by: Person) -> list[Person]:
    """Return the members whom a text names and who may be named there."""
    named = persons.by_handles(text.mentioned(body)).values()
    known = _takes_part(topic) if voice_of(by) is Voice.BUYER else None
    return [
        person
        for person in named
        if voice_of(person) is not Voice.BUYER
        and within(forum.sees, person)
        and (known is None or person.id in known)
    ]


def previewed(body: str, *, by: Person) -> list[Person]:
    """Return whom a text that is not posted yet may name, wherever it goes: nobody's name when a buyer
    writes.
    """
    if voice_of(by) is Voice.BUYER:
        return []
    named = persons.by_handles(text.mentioned(body)).values()
    return [person for person in named if voice_of(person) is not Voice.BUYER]


def rendered(body: str, people: Iterable[Person]) -> str:
    """Return the safe HTML of a text in which these people are named."""
    return text.render(body, mentions={person.handle: person.name for person in people})


def without_profiles(html: str) -> str:
    """Return saved HTML with members named but not linked, for who may not open their profiles."""
    return _LINKED.sub(r'<b class="mention">\1</b>', html)


def _takes_part(topic: Topic | None) -> set[int]:
    if topic is None:
        return set()
    return set(
        session.scalars(sa.select(Post.author_id).where(Post.topic_id == topic.id, Post.removed.is_(False)))
    )
