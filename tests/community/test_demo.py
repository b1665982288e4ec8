"""The demo's year of talk: believable, complete, and lived through the public rules."""

from datetime import timedelta
from random import Random

from community import demo
from community.demo_talk import script
from community.posts import Post
from community.topics import Topic, TopicState
from hub.clock import now
from hub.demo import World
from hub.people.persons import slug
from tests import factories
from tests.pages import count


def test_every_conversation_has_its_forum_and_no_text_is_told_twice():
    forums, talks = script()
    texts = [talk.body for talk in talks] + [reply.text for talk in talks for reply in talk.replies]
    assert {talk.forum for talk in talks} <= {slug(forum["name"]) for forum in forums}
    assert len(forums) == 8
    assert len(texts) == len(set(texts)) >= 100


def test_a_month_of_talk_is_answered_and_accepted(db: None):
    world = World(rng=Random(7), start=now().date(), now=now())
    world.staff = {name: factories.person(name) for name in ("manager", "moderator")}
    world.advocates = [
        factories.person(first_name=name) for name in ("Amara", "Tomás", "Priya", "Ruth", "Kenji", "Joan")
    ]
    world.prospects = [factories.person("prospect", first_name="Mia")]
    demo.prepare(world)
    for _day in range(30):
        demo.live(world)
        world.now += timedelta(days=1)
    assert count(Topic) >= 7
    assert count(Post) >= 20
    assert count(Topic, Topic.state == TopicState.ANSWERED) >= 4
    assert count(Topic, Topic.author_id == world.prospects[0].id, Topic.pseudonym.is_(None)) == 0
