"""The shelf: what one can take, what goes on, and what is done, each in its place."""

from datetime import timedelta

import pytest

from challenges import recommendations, reviews, shelf
from challenges.challenges import Category
from challenges.challenges import State as Life
from challenges.participations import State
from challenges.recommendations import Because
from challenges.shelf import Place
from hub.database import session
from tests import factories
from tests.challenges import taking


def standing(member, at):
    """Title and place of what stands on a member's shelf, in its order."""
    session.flush()
    return [(offer.challenge.title, offer.place) for offer in shelf.offers(member, now=at)]


@pytest.mark.both
def test_what_came_back_stands_first_then_what_suits_then_the_newest(db, at):
    member, manager = factories.person(expertise=["Audit"]), factories.person("manager")
    for title in ("Older", "Newer"):
        taking.challenge(title=title, category=Category.ONBOARDING, minutes=20)
    taking.challenge(title="Suits", tags=["audit"], minutes=20)
    back = taking.submitted(taking.challenge(title="Back"), member)
    reviews.return_(back, comment="So", by=manager, now=at)
    assert standing(member, at) == [
        ("Back", Place.STARTED),
        ("Suits", Place.OFFERED),
        ("Newer", Place.OFFERED),
        ("Older", Place.OFFERED),
    ]


@pytest.mark.both
def test_what_is_done_stands_by_when_it_was_decided(db, at):
    member, manager = factories.person(), factories.person("manager")
    ones = [taking.submitted(taking.challenge(title=title), member) for title in ("One", "Two")]
    for days, one in enumerate(reversed(ones)):
        reviews.approve(one, comment="So", by=manager, now=at + timedelta(days=days))
    assert standing(member, at) == [("One", Place.DONE), ("Two", Place.DONE)]


@pytest.mark.both
@pytest.mark.parametrize(
    ("life", "begun", "handed_in"),
    [(Life.LIVE, True, True), (Life.PAUSED, True, True), (Life.ENDED, False, True)],
)
def test_what_one_began_stays_in_sight_while_one_can_go_on_and_what_waits_until_it_is_decided(
    db, at, life, begun, handed_in
):
    member = factories.person()
    ones = [
        taking.started(taking.challenge(title="Begun"), member),
        taking.submitted(taking.challenge(title="Handed in"), member),
    ]
    for one in ones:
        one.challenge.state = life
    taking.challenge(title="Not begun").state = Life.PAUSED
    expected = {"Begun": begun, "Handed in": handed_in}
    assert {title for title, _place in standing(member, at)} == {
        title for title in expected if expected[title]
    }


@pytest.mark.both
def test_what_one_took_back_is_offered_again_while_it_is_open(db, at):
    member = factories.person()
    one = taking.started(taking.challenge(title="Again"), member)
    one.state = State.WITHDRAWN
    assert standing(member, at) == [("Again", Place.OFFERED)]
    one.challenge.deadline = at
    assert standing(member, at) == []


@pytest.mark.both
def test_the_shelf_tells_what_a_challenge_says_now(db, at):
    member, made = factories.person(), taking.challenge(title="Before", tags=["Audit"])
    assert shelf.offers(member, now=at)[0].challenge.tags == ("Audit",)
    made.title, made.tags, made.deadline = "After", ["Close", "Audit"], at + timedelta(days=1)
    session.flush()
    [offer] = shelf.offers(member, now=at)
    told = offer.challenge
    assert (told.title, told.tags, told.category, told.deadline) == (
        "After",
        ("Close", "Audit"),
        made.category,
        at + timedelta(days=1),
    )
    assert told.last_moment == made.last_moment


def test_every_reason_counts_and_the_first_is_said(db, at):
    member = factories.person(joined_at=at, motives=["peers"], expertise=["Audit"])
    made = taking.challenge(category=Category.FUN, tags=["Audit"], minutes=3, deadline=at + timedelta(days=2))
    made.starter = "one"
    found = recommendations.recommend(made, recommendations.taste_of(member, now=at))
    assert found == (50 + 20 + 15 + 12 + 6 + 4, (Because.NEWCOMER, 3))
    assert recommendations.SAID.keys() == set(Because)
