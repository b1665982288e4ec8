"""Accepting an answer pays once; whatever undoes it takes the points back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community import acceptances, moderation, posts, reactions, removals
from community.acceptances import Acceptance
from community.topics import TopicState
from hub.clock import now
from hub.database import session
from hub.errors import Refusal
from hub.facts import activity, ledger, reconciliation
from hub.facts.activity import Activity
from tests.community.conftest import Place
from tests.community.talk import answer, ask
from tests.pages import count


def points(person):
    return ledger.account_of(person.id).balance


@pytest.mark.both
def test_an_accepted_answer_pays_forty_points_once(place: Place):
    topic = ask(place.open, place.tomas)
    post = answer(topic, place.amara)
    acceptances.accept(post, by=place.tomas, now=now())
    acceptances.accept(post, by=place.tomas, now=now())
    assert (points(place.amara), topic.state) == (45, TopicState.ANSWERED)


@pytest.mark.both
def test_another_answer_takes_its_place_and_its_points(place: Place):
    topic = ask(place.open, place.tomas)
    first, second = answer(topic, place.amara), answer(topic, place.moderator)
    acceptances.accept(first, by=place.tomas, now=now())
    acceptances.accept(second, by=place.tomas, now=now())
    assert points(place.amara) == 5
    standing = Acceptance.withdrawn_at.is_(None)
    assert count(Acceptance, standing) == count(Acceptance, standing, Acceptance.post_id == second.id) == 1


def test_taking_it_back_and_accepting_again_pays_again_but_never_twice(place: Place):
    topic = ask(place.open, place.tomas)
    post = answer(topic, place.amara)
    for _turn in range(3):
        acceptances.accept(post, by=place.tomas, now=now())
        assert points(place.amara) == 45
        acceptances.withdraw(topic, by=place.tomas, now=now())
        assert (points(place.amara), topic.state) == (5, TopicState.OPEN)


def test_ones_own_answer_may_be_accepted_and_is_no_deed(place: Place):
    topic = ask(place.open, place.tomas)
    acceptances.accept(answer(topic, place.tomas), by=place.tomas, now=now())
    assert topic.state is TopicState.ANSWERED
    assert (points(place.tomas), count(Activity, Activity.kind == "answer.accepted")) == (0, 0)


def test_a_moderator_who_accepts_their_own_answer_earns_nothing(place: Place):
    topic = ask(place.open, place.tomas)
    acceptances.accept(answer(topic, place.moderator), by=place.moderator, now=now())
    assert count(Activity, Activity.kind == "answer.accepted") == 0


def test_neither_the_question_nor_a_reply_in_a_discussion_can_be_accepted(place: Place):
    question, talk = ask(place.open, place.tomas), ask(place.team, place.csm)
    for post in (posts.first_of(question), answer(talk, place.manager)):
        with pytest.raises(Refusal):
            acceptances.accept(post, by=place.moderator, now=now())


def test_a_removed_answer_loses_all_and_gets_all_back(place: Place):
    topic = ask(place.open, place.tomas)
    post = answer(topic, place.amara)
    acceptances.accept(post, by=place.tomas, now=now())
    removals.remove(post, by=place.amara, now=now())
    removals.remove(post, by=place.amara, now=now())
    assert (points(place.amara), topic.state, topic.reply_count) == (0, TopicState.OPEN, 0)
    removals.restore(post, by=place.amara, now=now())
    removals.restore(post, by=place.amara, now=now())
    assert (points(place.amara), topic.state, topic.reply_count) == (45, TopicState.ANSWERED, 1)


def test_hiding_a_topic_takes_everything_back_and_showing_it_gives_it_again(place: Place):
    topic = ask(place.open, place.tomas)
    acceptances.accept(answer(topic, place.amara), by=place.tomas, now=now())
    moderation.hide(topic, reason="spam", by=place.moderator, now=now())
    assert (points(place.amara), place.open.topic_count) == (0, 0)
    assert activity.feed(place.amara) == []
    moderation.reveal(topic, by=place.moderator, now=now())
    assert points(place.amara) == 45
    acceptances.withdraw(topic, by=place.tomas, now=now())
    assert points(place.amara) == 5


def test_the_topics_first_post_cannot_be_removed(place: Place):
    with pytest.raises(Refusal):
        removals.remove(posts.first_of(ask(place.open, place.tomas)), by=place.tomas, now=now())


def test_useful_is_said_once_and_can_be_taken_back(place: Place):
    post = answer(ask(place.open, place.tomas), place.amara)
    assert reactions.toggle(post, by=place.tomas)
    assert not reactions.toggle(post, by=place.tomas)
    assert reactions.toggle(post, by=place.csm)
    assert post.useful_count == 1
    with pytest.raises(Refusal):
        reactions.toggle(post, by=place.amara)


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "withdraw", "remove", "restore", "hide", "reveal"]), st.integers(0, 2)
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_is_done_and_undone_points_are_those_of_what_stands(
    place: Place, deeds: list[tuple[str, int]]
):
    with session.begin_nested() as savepoint:
        topic = ask(place.open, place.tomas)
        answers = [
            answer(topic, place.amara),
            answer(topic, place.amara, body="More"),
            answer(topic, place.moderator),
        ]
        for what, which in deeds:
            _do(what, answers[which], topic, place)
            standing = [post for post in answers if not post.removed and not topic.hidden]
            accepted = acceptances.standing(topic.id)
            owed = sum(
                40
                for post in standing
                if accepted and accepted.post_id == post.id and post.author_id == place.amara.id
            )
            paid = points(place.amara) - owed
            assert paid in ((0,) if topic.hidden or not _by(standing, place.amara) else (0, 5))
            assert topic.reply_count == sum(not post.removed for post in answers)
            assert (topic.state is TopicState.ANSWERED) == (accepted is not None)
        assert reconciliation.problems() == []
        savepoint.rollback()
    session.expire_all()


def _by(standing, person):
    return [post for post in standing if post.author_id == person.id]


def test_nothing_is_earned_or_lost_in_a_hidden_topic(place: Place):
    topic = ask(place.open, place.tomas)
    post = answer(topic, place.amara)
    moderation.hide(topic, reason="", by=place.moderator, now=now())
    for deed in (acceptances.accept, removals.remove, removals.restore):
        with pytest.raises(Refusal):
            deed(post, by=place.moderator, now=now())


def _do(what, post, topic, place):
    match what:
        case "accept" | "remove" | "restore" if topic.hidden:
            return
        case "accept" if not post.removed:
            acceptances.accept(post, by=place.tomas, now=now())
        case "withdraw":
            acceptances.withdraw(topic, by=place.tomas, now=now())
        case "remove":
            removals.remove(post, by=place.moderator, now=now())
        case "restore":
            removals.restore(post, by=place.moderator, now=now())
        case "hide":
            moderation.hide(topic, reason="", by=place.moderator, now=now())
        case "reveal":
            moderation.reveal(topic, by=place.moderator, now=now())
    session.flush()
    session.expire_all()
