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
    for person in following:
        if person.id in told:
            continue
        if person.id == topic.author_id and topic.is_question:
            kind, title = "question.answered", _("%(who)s answered “%(what)s”", who=name, what=topic.title)
        else:
            kind, title = "topic.reply", _("%(who)s wrote in “%(what)s”", who=name, what=topic.title)
        notifications.tell(person, kind, title=title, url=post.url, key=f"post:{post.id}", now=now)


def named(post: Post, topic: Topic, people: list[Person], *, by: Person, now: datetime) -> set[int]:
    """Tell people that a post names them, once however often it is edited; returns who was told."""
    title = _("%(who)s mentioned you in “%(what)s”", who=name_of(by, post.pseudonym), what=topic.title)
    for person in people:
        if person.id != by.id:
            notifications.tell(
                person, "mention", title=title, url=post.url, key=f"mention:{post.id}", now=now
            )
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
    for person in holding("post.moderate"):
        notifications.tell(
            person, "question.risen", title=title, url=topic.url, key=f"risen:{topic.id}", now=now
        )
