"""Generated volumes stand by every rule: the books add up, counts are true, and who came can sign in."""

from random import Random

import pytest
import sqlalchemy as sa

from admin.generate import commands, words
from community.acceptances import Acceptance
from community.forums import Forum
from community.posts import Post
from community.questions import Question
from community.topics import Topic, TopicState
from hub.content import text
from hub.database import session, transaction
from hub.demo import PASSWORD
from hub.errors import Refusal
from hub.facts import audit, ledger, reconciliation
from hub.people import passwords, persons
from hub.people.persons import Person
from tests.conftest import MONDAY
from tests.pages import count

pytestmark = [pytest.mark.both, pytest.mark.slow]


@pytest.fixture
def filled(app, at):
    with app.app_context():
        commands.fill(60, 900)
        yield
        session.remove()


def test_there_are_as_many_as_one_wanted_and_the_books_add_up(filled):
    assert count(Person, Person.email.startswith("member")) == 60
    assert count(Post) == 900
    assert reconciliation.problems() + audit.verify() == []
    assert count(ledger.Account, ledger.Account.balance > 0) > 20


def test_topics_know_how_many_posts_they_have(filled):
    posts = sa.select(sa.func.count()).where(Post.topic_id == Topic.id).scalar_subquery()
    last = sa.select(sa.func.max(Post.created_at)).where(Post.topic_id == Topic.id).scalar_subquery()
    assert count(Topic, sa.or_(Topic.post_count != posts, Topic.reply_count != posts - 1)) == 0
    assert count(Topic, Topic.last_post_at != last) == 0
    assert count(Topic) == session.scalar(sa.select(sa.func.sum(Forum.topic_count)))


def test_an_answered_question_has_one_accepted_answer(filled):
    answered = count(Topic, Topic.state == TopicState.ANSWERED)
    assert answered == count(Acceptance) > 5
    assert count(Question, Question.answered_at.is_not(None)) >= answered


def test_the_first_member_can_sign_in(filled):
    first = persons.find_by_email("member1@generated.example")
    assert first is not None
    assert first.role_names == {"advocate"}
    assert passwords.fits(PASSWORD, first.password_hash)


def test_people_and_posts_can_be_added_behind_what_was_generated(filled):
    with transaction():
        person = persons.add_contact("new@example.com", "Somebody", "New", now=MONDAY)
    assert person.id > 60


def test_a_database_with_people_is_left_alone(filled):
    with pytest.raises(Refusal, match="empty one"):
        commands.fill(10, 0)


def test_the_words_are_rendered_as_if_they_had_been_posted():
    for seed in range(20):
        body, html = words.said(Random(seed))
        assert text.render(body).strip() == html
