"""A new programme finds somewhere to talk; what it makes of that stays."""

import pytest

from community import forums, opening
from community.circles import Circle
from tests import factories


@pytest.fixture
def manager(db):
    return factories.person("manager")


def test_a_new_programme_can_ask_talk_and_hear_buyers(manager, at):
    opened = opening.ensure(manager, at)
    assert [forum.name for forum in opened] == ["Questions and answers", "Before you decide", "The lounge"]
    buyer = factories.person("prospect")
    assert {forum.name for forum in opened if forum.posts is Circle.PROSPECTS} == {"Before you decide"}
    assert forums.get_visible("before-you-decide", to=buyer) == opened[1]


def test_a_programme_with_forums_of_its_own_gets_none(manager, at):
    opening.ensure(manager, at)
    assert opening.ensure(manager, at) == []
