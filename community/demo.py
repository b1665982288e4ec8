"""A year of talk: Meridian opens the forums, people ask, answer, accept, and find each other useful."""

import sqlalchemy as sa

from community import acceptances, forums, moderation, reactions, writing
from community.circles import Circle
from community.demo_talk import Reply, Talk, script
from community.forums import Forum, ForumKind
from community.posts import Post
from community.topics import Topic
from hub.database import session
from hub.demo import World
from hub.people.persons import Person

USEFUL_PER_WEEK = 5
HELLOS_PER_WEEK = 0.8
LATELY = 60
"""How many of the latest posts people still react to."""

DUE, SAID, HELLO = "community.due", "community.said", "community.hello"
"""What the world keeps: due replies as (day, topic, talk, reply), posts, and who introduced themselves."""


def prepare(world: World) -> None:
    """Open the forums."""
    opened, _talks = script()
    for told in opened:
        rights = {
            "kind": ForumKind(told["kind"]),
            "sees": Circle(told["sees"]),
            "posts": Circle(told["posts"]),
        }
        forums.open_forum(**{**told, **rights}, by=world.staff["manager"], now=world.now)


def live(world: World) -> None:
    """Live one day: what is due is answered and accepted, new things are asked, somebody says hello."""
    _keep_promises(world)
    for index, talk in enumerate(script()[1]):
        if talk.day == world.day:
            _begin(index, talk, world)
    for _time in range(world.times(HELLOS_PER_WEEK)):
        _say_hello(world)
    for _time in range(world.times(USEFUL_PER_WEEK)):
        _find_useful(world)


def _begin(index: int, talk: Talk, world: World) -> None:
    asker = _who(talk.by, world, set())
    topic = writing.start(
        _forum(talk.forum),
        title=talk.title,
        body=talk.body,
        tags=talk.tags,
        by=asker,
        now=world.now,
        hide_name=True,
        talk_welcome=talk.talk_welcome,
    )
    if talk.pinned:
        moderation.pin(topic, by=asker, now=world.now)
    for number, reply in enumerate(talk.replies):
        world.kept.setdefault(DUE, []).extend((world.day + reply.after, topic.id, index, number))


def _keep_promises(world: World) -> None:
    """Do what is due today; an acceptance is a promise with the post's id, negative."""
    due = world.kept.pop(DUE, [])
    promises = [tuple(due[start : start + 4]) for start in range(0, len(due), 4)]
    for day, topic_id, index, number in promises:
        if day > world.day:
            world.kept.setdefault(DUE, []).extend((day, topic_id, index, number))
        elif number < 0:
            _accept(-number, world)
        else:
            _reply(topic_id, index, script()[1][index].replies[number], world)


def _reply(topic_id: int, index: int, reply: Reply, world: World) -> None:
    topic = session.get_one(Topic, topic_id)
    writers = set(session.scalars(sa.select(Post.author_id).where(Post.topic_id == topic_id)))
    writer = topic.author if reply.by == "asker" else _who(reply.by, world, writers)
    post = writing.reply(topic, body=reply.text, by=writer, now=world.now)
    world.kept.setdefault(SAID, []).append(post.id)
    if reply.accepted:
        world.kept.setdefault(DUE, []).extend((world.day + 1, topic_id, index, -post.id))


def _accept(post_id: int, world: World) -> None:
    post = session.get_one(Post, post_id)
    acceptances.accept(post, by=post.topic.author, now=world.now)


def _find_useful(world: World) -> None:
    recent = world.kept.get(SAID, [])[-LATELY:]
    if not recent or not world.advocates:
        return
    post, reader = session.get_one(Post, world.rng.choice(recent)), world.someone()
    taken = sa.exists().where(
        reactions.Reaction.post_id == post.id, reactions.Reaction.person_id == reader.id
    )
    if post.author_id != reader.id and not session.scalar(sa.select(taken)):
        reactions.toggle(post, by=reader)


def _say_hello(world: World) -> None:
    """Let an advocate who has something to offer introduce themselves; a moderator welcomes them."""
    said = world.kept.setdefault(HELLO, [])
    person = world.someone() if world.advocates else None
    if person is None or person.id in said or not person.expertise or person.company_name is None:
        return
    said.append(person.id)
    title = f"Hello from {person.company_name}"
    if session.scalar(sa.select(sa.exists().where(Topic.title == title))):
        return
    role = (
        f"I am {person.title} at {person.company_name}."
        if person.title
        else f"I work at {person.company_name}."
    )
    body = f"{role} Ask me about {' or '.join(person.expertise[:2])}; I am here to learn how others do it."
    topic = writing.start(
        _forum("the-lounge"), title=title, body=body, tags=["hello"], by=person, now=world.now
    )
    words = f"Welcome, {person.first_name}. You will find people with the same questions in the forums above."
    writing.reply(topic, body=words, by=world.staff["moderator"], now=world.now)


def _who(by: str, world: World, not_these: set[int]) -> Person:
    """Return somebody of a kind, or the one of that first name, who has not written here yet."""
    if by == "team":
        return world.staff["moderator"]
    people = world.prospects if by in ("buyer", "leon") and world.prospects else world.advocates
    named = next((person for person in people if person.first_name.lower().startswith(by[:3])), None)
    if by not in ("buyer", "customer") and named is not None and named.id not in not_these:
        return named
    free = [person for person in people if person.id not in not_these] or people
    return world.someone(free) if free else world.staff["manager"]


def _forum(slug: str) -> Forum:
    return session.scalars(sa.select(Forum).where(Forum.slug == slug)).one()
