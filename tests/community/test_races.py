"""Many at one moment: one acceptance pays, every reply has its number, counts add up."""

import pytest

from community import acceptances, topics
from community.acceptances import Acceptance
from community.posts import Post
from hub.database import session
from hub.facts import ledger, reconciliation
from hub.facts.activity import Activity, standing
from tests import factories
from tests.community.conftest import Place
from tests.community.talk import answer, ask
from tests.pages import count
from tests.processes import race

RACES = "tests.community.races"
pytestmark = pytest.mark.slow


@pytest.mark.both
def test_of_eight_acceptances_at_once_one_stands_and_pays(app, place: Place):
    topic = ask(place.open, place.tomas)
    answers = [answer(topic, factories.person()) for _each in range(4)]
    results = race(
        app, f"{RACES}:accept", [(post.id, place.tomas.id) for post in answers for _twice in range(2)]
    )
    assert set(results) <= {"accepted", "Refusal"}
    assert count(Acceptance, Acceptance.withdrawn_at.is_(None)) == 1
    assert acceptances.standing(topic.id) is not None
    paid = [ledger.account_of(post.author_id).balance for post in answers]
    assert sorted(paid) == [5, 5, 5, 45]
    assert count(Activity, Activity.kind == "answer.accepted", standing()) == 1
    assert reconciliation.problems() == []


@pytest.mark.both
def test_replies_at_one_moment_get_their_own_numbers_and_are_all_counted(app, place: Place):
    topic = ask(place.open, place.tomas)
    results = race(app, f"{RACES}:reply", [(topic.id, place.amara.id, f"Reply {n}") for n in range(8)])
    assert sorted(results) == list(range(2, 10))
    session.refresh(topic)
    assert (topic.post_count, topic.reply_count) == (9, 8)


@pytest.mark.both
def test_useful_at_one_moment_adds_up(app, place: Place):
    post = answer(ask(place.open, place.tomas), place.amara)
    people = [factories.person() for _each in range(8)]
    assert race(app, f"{RACES}:like", [(post.id, person.id) for person in people]) == [True] * 8
    assert session.get_one(Post, post.id, populate_existing=True).useful_count == 8


@pytest.mark.both
def test_one_removal_of_many_at_once_takes_the_points_back_once(app, place: Place):
    topic = ask(place.open, place.tomas)
    post = answer(topic, place.amara)
    race(app, f"{RACES}:remove", [(post.id, place.moderator.id)] * 6)
    assert session.get_one(topics.Topic, topic.id, populate_existing=True).reply_count == 0
    assert ledger.account_of(place.amara.id).balance == 0
    assert reconciliation.problems() == []
