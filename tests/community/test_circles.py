"""One answer to "who may see this", in rules and in queries alike."""

from typing import Any

import pytest
import sqlalchemy as sa

from community import forums, policy
from community.circles import Circle, circles_of, rights_of, tokens
from community.forums import Forum, ForumKind
from hub.clock import now
from hub.database import session
from hub.errors import NotFound, Refusal
from tests import factories
from tests.community.conftest import Place, forum


def test_a_prospect_stands_in_the_outermost_circle_alone(place: Place):
    assert circles_of(place.buyer) == [Circle.PROSPECTS]
    assert tokens(place.buyer) == {"forum:prospects"}


def test_an_advocate_sees_what_members_see_and_the_team_sees_all(place: Place):
    assert circles_of(place.amara) == [Circle.PROSPECTS, Circle.MEMBERS]
    assert circles_of(place.csm) == list(Circle)


def test_who_has_left_stands_nowhere(place: Place):
    place.amara.suspended_at = now()
    assert circles_of(place.amara) == []


@pytest.mark.both
@pytest.mark.parametrize("role", ["advocate", "prospect", "sales", "csm", "moderator", "manager", "admin"])
def test_predicate_and_query_say_the_same_for_every_role_and_forum(place: Place, role: str):
    person = factories.person(role)
    found = set(session.scalars(sa.select(Forum.slug).where(forums.VISIBLE), rights_of(person)))
    allowed = {one.slug for one in forums.all_forums() if policy.may_see(person, one)}
    assert found == allowed
    assert found


def test_a_forum_that_is_closed_to_somebody_is_as_good_as_missing(place: Place):
    with pytest.raises(NotFound):
        forums.get_visible(place.members.slug, to=place.buyer)


def test_two_forums_never_share_a_name(place: Place):
    with pytest.raises(Refusal) as refusal:
        forum("Migration &  Set-up", Circle.MEMBERS)
    assert refusal.value.field == "name"


def test_who_cannot_read_cannot_write(place: Place):
    with pytest.raises(Refusal) as refusal:
        forum("Odd", Circle.STAFF, posts=Circle.PROSPECTS)
    assert refusal.value.field == "posts"


def test_a_forum_with_topics_can_be_opened_wider_but_never_narrowed(place: Place):
    place.open.topic_count = place.members.topic_count = 1
    same: dict[str, Any] = {
        "category": "Getting started",
        "about": "",
        "kind": ForumKind.QUESTION,
        "by": place.manager,
        "now": now(),
    }
    forums.change(place.members, name="Everyone", sees=Circle.PROSPECTS, posts=Circle.MEMBERS, **same)
    assert place.members.open_to_prospects
    with pytest.raises(Refusal) as refusal:
        forums.change(place.open, name="Closed", sees=Circle.MEMBERS, posts=Circle.MEMBERS, **same)
    assert refusal.value.field == "sees"


def test_only_the_team_starts_announcements_and_members_may_reply(place: Place):
    news = forum("News", Circle.MEMBERS, ForumKind.ANNOUNCEMENTS)
    assert not policy.may_start(place.amara, news)
    assert policy.may_start(place.csm, news)
    assert policy.may_reply(place.amara, news, None)
