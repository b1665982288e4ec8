"""Telling: who hears of what. Nobody is told of a thing they did themselves, muted, or may not read."""

from datetime import datetime

from community.posts import Post
from community.subscriptions import followers
from community.topics import Topic
from community.voices import name_of
from hub.facts import notifications
from hub.i18n import _
from hub.people.persons import Person, holding


def written(post: Post, topic: Topic, mentioned: list[Person], *, by: Person, now: datetime) -> None:
    """Tell whom a post names, who asked the question it answers, and who follows the topic; each of them
    once.
    """
    name = name_of(by, post.pseudonym)
    following, muted = followers(topic)
    told = {by.id} | muted
    told |= named(post, topic, [person for person in mentioned if person.id not in told], by=by, now=now)
    waiting = [person for person in following if person.id not in told]
    asker = [person for person in waiting if topic.is_question and person.id == topic.author_id]
    others = [person for person in waiting if person not in asker]
    answered = _("%(who)s answered “%(what)s”", who=name, what=topic.title)
    replied = _("%(who)s wrote in “%(what)s”", who=name, what=topic.title)
    key = f"post:{post.id}"
    notifications.tell_all(asker, "question.answered", title=answered, url=post.url, key=key, now=now)
    notifications.tell_all(others, "topic.reply", title=replied, url=post.url, key=key, now=now)


def named(post: Post, topic: Topic, people: list[Person], *, by: Person, now: datetime) -> set[int]:
    """Tell people that a post names them, once however often it is edited; returns who was told."""
    title = _("%(who)s mentioned you in “%(what)s”", who=name_of(by, post.pseudonym), what=topic.title)
    others = [person for person in people if person.id != by.id]
    notifications.tell_all(others, "mention", title=title, url=post.url, key=f"mention:{post.id}", now=now)
    return {person.id for person in people}


def accepted(post: Post, topic: Topic, *, by: Person, now: datetime) -> None:
    """Tell somebody that their answer was accepted: what they wrote helped."""
    if post.author_id == by.id:
        return
    title = _("Your answer to “%(what)s” was accepted", what=topic.title)
    notifications.tell(
        post.author, "answer.accepted", title=title, url=post.url, key=f"accepted:{post.id}", now=now
    )


def risen(topic: Topic, *, now: datetime) -> None:
    """Tell the moderators that a question waits too long."""
    title = _("“%(what)s” still waits for an answer", what=topic.title)
    moderators = holding("post.moderate")
    notifications.tell_all(
        moderators, "question.risen", title=title, url=topic.url, key=f"risen:{topic.id}", now=now
    )
