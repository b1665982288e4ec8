"""Deadlines: a question that waits rises, a buyer who waits too long is known to whoever arranges talks."""

from datetime import datetime, timedelta

import pytest

from community import acceptances, moderation, offers, questions, removals
from community.questions import Question
from hub.clock import frozen_at, now
from hub.database import session
from hub.facts import settings
from hub.facts.activity import Activity, Visibility
from hub.facts.notifications import Notification
from tests import factories
from tests.community.conftest import Place
from tests.community.talk import answer, ask
from tests.pages import count


def later(hours: int, place: Place) -> None:
    session.commit()
    questions.mind_deadlines(now=now() + timedelta(hours=hours))


def missed(topic):
    return session.query(Activity).filter_by(kind="question.unanswered", subject_id=topic.id).all()


@pytest.mark.both
def test_a_buyer_without_an_answer_by_a_customer_in_48_hours_is_a_fact_once(place: Place):
    topic = ask(place.open, place.buyer, talk_welcome=True)
    later(47, place)
    assert missed(topic) == []
    later(48, place)
    later(49, place)
    (act,) = missed(topic)
    assert (act.person_id, act.visibility, act.subject_kind) == (place.buyer.id, Visibility.OWN, "topic")
    assert (act.data["talk_welcome"], act.data["topic_id"]) == (True, topic.id)


def test_the_deadline_is_a_setting(place: Place):
    topic = ask(place.open, place.buyer)
    settings.change("community.answer_hours", 1, by=place.manager, now=now())
    later(1, place)
    assert len(missed(topic)) == 1


def test_answered_in_time_by_a_customer_it_is_not(place: Place):
    topic = ask(place.open, place.buyer)
    answer(topic, place.amara)
    later(72, place)
    assert missed(topic) == []


def test_an_answer_by_the_team_is_no_answer_by_a_customer(place: Place):
    topic = ask(place.open, place.buyer)
    answer(topic, place.csm)
    answer(topic, place.buyer)
    later(48, place)
    assert len(missed(topic)) == 1


def test_whatever_answer_the_buyer_accepts_is_good_enough(place: Place):
    topic = ask(place.open, place.buyer)
    acceptances.accept(answer(topic, place.csm), by=place.buyer, now=now())
    later(48, place)
    assert missed(topic) == []


def test_an_answer_that_was_removed_does_not_count_until_it_is_back(place: Place):
    topic = ask(place.open, place.buyer)
    post = answer(topic, place.amara)
    removals.remove(post, by=place.amara, now=now())
    assert session.get_one(Question, topic.id).answered_at is None
    removals.restore(post, by=place.amara, now=now())
    assert questions.of(topic).answered_at == post.created_at


def test_a_hidden_question_waits_for_nobody(place: Place):
    topic = ask(place.open, place.buyer)
    moderation.hide(topic, reason="spam", by=place.moderator, now=now())
    later(72, place)
    assert missed(topic) == []


def test_a_members_question_rises_but_is_offered_no_talk(place: Place):
    topic = ask(place.members, place.tomas)
    later(48, place)
    assert missed(topic) == []
    told = count(
        Notification, Notification.kind == "question.risen", Notification.person_id == place.moderator.id
    )
    assert told == 1


def test_what_rose_stands_on_the_desk_of_moderators_until_it_is_answered(place: Place):
    topic = ask(place.open, place.buyer, hide_name=True)
    later(24, place)
    (item,) = offers.desk(place.moderator, now=now())
    assert (str(item.what), item.who, item.url) == (topic.title, "A buyer in banking", topic.url)
    assert offers.desk(place.amara, now=now()) == []
    answer(topic, place.amara)
    assert offers.desk(place.moderator, now=now()) == []


def test_an_advocate_is_offered_the_questions_that_touch_what_they_know(place: Place, at: datetime):
    topic = ask(place.members, place.tomas, title="One audit trail across two ledgers?")
    ask(place.members, place.tomas, title="Which bank statements import best?", tags=["banks"])
    (step,) = offers.next_steps(place.amara, now=now())
    assert (step.url, "audit trails" in str(step.why)) == (topic.url, True)
    assert offers.next_steps(place.tomas, now=now()) == []
    answer(topic, place.amara)
    assert offers.next_steps(place.amara, now=now()) == []


def test_nobody_is_offered_a_question_that_they_may_not_see(place: Place):
    ask(place.team, place.csm, title="One audit trail across two ledgers?")
    assert offers.next_steps(place.amara, now=now()) == []


def test_the_clock_may_jump_and_nothing_is_lost(place: Place):
    with frozen_at(now() - timedelta(days=60)):
        topics = [ask(place.open, place.buyer, title=f"An old question, number {n}") for n in range(3)]
    factories.person("manager")
    later(0, place)
    assert all(missed(topic) for topic in topics)
