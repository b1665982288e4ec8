"""What the processes of the races do."""

from community import acceptances, posts, reactions, removals, topics, writing
from hub.clock import now
from hub.database import session
from hub.people import persons


def accept(post_id: int, person_id: int) -> str:
    """Accept an answer."""
    acceptances.accept(session.get_one(posts.Post, post_id), by=persons.get(person_id), now=now())
    return "accepted"


def reply(topic_id: int, person_id: int, words: str) -> int:
    """Reply; returns the number of the post."""
    topic = session.get_one(topics.Topic, topic_id)
    return writing.reply(topic, body=words, by=persons.get(person_id), now=now()).number


def like(post_id: int, person_id: int) -> bool:
    """Find a post useful."""
    return reactions.toggle(session.get_one(posts.Post, post_id), by=persons.get(person_id))


def remove(post_id: int, person_id: int) -> str:
    """Remove a post."""
    removals.remove(session.get_one(posts.Post, post_id), by=persons.get(person_id), now=now())
    return "removed"
