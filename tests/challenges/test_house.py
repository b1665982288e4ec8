"""What challenges bring to other pages: next steps, the desk, search, and reasons."""

from datetime import timedelta

import pytest

from challenges import desk, documents, next_steps, recommendations, reviews
from challenges.challenges import Category
from hub.search import tokens_of
from tests import factories
from tests.challenges import taking


def test_what_came_back_is_the_first_step_then_what_is_under_way(db, at):
    member = factories.person(motives=["influence"])
    taking.challenge(title="New one")
    taking.started(taking.challenge(title="Under way"), member)
    back = taking.submitted(taking.challenge(title="Back"), member)
    reviews.return_(back, comment="Which month?", by=factories.person("manager"), now=at)
    steps = next_steps.offer(member, now=at)
    assert [str(step.title) for step in steps] == ["Back", "Under way", "New one"]
    assert [str(step.why) for step in steps][::2] == [
        "“Which month?”",
        "Because you said: “Influence the product”",
    ]
    assert [step.weight for step in steps] == sorted((step.weight for step in steps), reverse=True)


def test_who_takes_no_challenges_gets_no_steps(db, at):
    taking.challenge()
    assert next_steps.offer(factories.person("prospect"), now=at) == []


def test_at_most_three_steps_are_offered_and_nothing_that_waits_for_others(db, at):
    member = factories.person()
    for _ in range(5):
        taking.challenge()
    taking.submitted(taking.challenge(title="Handed in"), member)
    steps = next_steps.offer(member, now=at)
    assert len(steps) == 3
    assert "Handed in" not in [step.title for step in steps]


@pytest.mark.parametrize(
    ("facts", "about", "why"),
    [
        ({"motives": ["peers"]}, {"category": Category.COMMUNITY}, "Because you said: “Meet peers”"),
        ({"expertise": ["Audit"]}, {"tags": ["audit"]}, "Because you know Audit"),
        ({}, {"minutes": 3}, "New here"),
    ],
)
def test_a_recommendation_says_why(db, at, facts, about, why):
    taste = recommendations.taste_of(factories.person(**facts), now=at)
    found = recommendations.recommend(taking.challenge(**about), taste)
    assert str(found.reason.words) == why
    assert found.weight > 0


def test_a_short_challenge_that_ends_soon_says_so(db, at):
    made = taking.challenge(deadline=at + timedelta(days=3))
    made.published_at = at - timedelta(days=30)
    taste = recommendations.taste_of(factories.person(), now=at)
    assert str(recommendations.recommend(made, taste).reason.words) == "Only 3 days left"


def test_the_desk_counts_what_waits_and_says_how_long(db, at):
    manager = factories.person("manager")
    assert desk.report(manager, now=at) == []
    one = taking.submitted(taking.challenge(), factories.person())
    taking.submitted(one.challenge, factories.person())
    one.submitted_at = at - timedelta(days=4)
    item = desk.report(manager, now=at)[0]
    assert (str(item.what), str(item.detail), item.tone) == (
        "2 submissions to review",
        "“Show us your dashboard”, oldest 4 days",
        "bad",
    )
    assert desk.report(factories.person("csm"), now=at) == []


def test_a_challenge_is_found_by_who_may_open_it_and_only_while_it_is_open(db, at):
    made = taking.challenge(tags=["Audit"], body="About **ledgers**")
    [document] = documents.find([made.id])
    assert "ledgers" in document.text
    assert document.audience & tokens_of(factories.person())
    assert not document.audience & tokens_of(factories.person("csm"))
    assert list(documents.ids()) == [made.id]
    made.deadline = at
    assert documents.find([made.id, 999]) == []
