"""What lists and pages of topics show: to whom, how much, and never what it was a moment ago."""

import re
from typing import Any

import pytest

from community import acceptances, forums, listings, moderation, reactions, topic_page, writing
from community.circles import Circle
from community.forums import ForumKind
from community.listings import Show
from hub.clock import now
from hub.database import session
from hub.errors import Refusal
from tests.community.conftest import Place
from tests.community.talk import answer, ask


@pytest.mark.both
def test_questions_are_listed_and_counted_as_each_reader_may_see_them(place: Place):
    waiting, decided, helped = (
        ask(place.open, place.tomas, title=f"An open question, {n}") for n in range(3)
    )
    secret = ask(place.members, place.tomas, title="A question among members")
    ask(place.team, place.csm, title="No question at all")
    acceptances.accept(answer(decided, place.csm), by=place.tomas, now=now())
    answer(helped, place.amara)
    gone = ask(place.open, place.tomas, title="A question that is hidden")
    moderation.hide(gone, reason="", by=place.moderator, now=now())
    for reader, more in ((place.buyer, set()), (place.amara, {secret.id}), (place.moderator, {secret.id})):
        seen = {
            Show.ALL: {waiting.id, decided.id, helped.id} | more,
            Show.UNANSWERED: {waiting.id} | more,
            Show.ANSWERED: {decided.id, helped.id},
        }
        for show, ids in seen.items():
            assert {one.id for one in listings.asked(show, 1, to=reader, now=now())} == ids
            assert listings.how_many(show, to=reader) == len(ids)


@pytest.mark.both
def test_beside_a_topic_stand_answered_neighbours_those_with_its_tags_first(place: Place):
    titles = [
        "Two\x1fledgers,\x1eone trail",
        'The "other" neighbour',
        "Änderungen ohne Spuren?",
        "No answer yet",
    ]
    tags = [["sap"], ["audit", "sap"], ["audit"], ["audit"]]
    others = [
        ask(place.open, place.tomas, title=title, tags=own) for title, own in zip(titles, tags, strict=True)
    ]
    for other in others[:3]:
        answer(other, place.amara)
    answer(ask(place.members, place.tomas, title="In another forum", tags=["audit"]), place.amara)
    topic = ask(place.open, place.tomas, tags=["audit", "treasury"])
    related = topic_page.read(topic.id, 1, by=place.amara).related
    assert [(one.id, one.title, one.reply_count) for one in related[2:]] == [
        (others[0].id, "Two ledgers, one trail", 1)
    ]
    assert {one.title for one in related[:2]} == set(titles[1:3])
    moderation.hide(others[0], reason="", by=place.moderator, now=now())
    assert len(topic_page.read(topic.id, 1, by=place.amara).related) == 2


def test_a_topic_without_neighbours_stands_alone(place: Place):
    topic = ask(place.open, place.tomas)
    answer(topic, place.amara)
    assert topic_page.read(topic.id, 1, by=place.amara).related == ()


def test_a_forum_stays_what_it_is_even_when_all_in_it_is_hidden(place: Place):
    same: dict[str, Any] = {"category": "Getting started", "about": "", "by": place.manager, "now": now()}
    topic = ask(place.open, place.tomas)
    moderation.hide(topic, reason="", by=place.moderator, now=now())
    who = {"sees": Circle.PROSPECTS, "posts": Circle.PROSPECTS}
    with pytest.raises(Refusal) as refusal:
        forums.change(place.open, name="Talk", kind=ForumKind.DISCUSSION, **who, **same)
    assert refusal.value.field == "kind"
    forums.change(place.members, name="Talk", kind=ForumKind.DISCUSSION, **who, **same)
    assert place.members.kind is ForumKind.DISCUSSION


def test_what_changes_shows_at_once_on_pages_that_are_kept(place: Place, client_of):
    topic = ask(place.open, place.tomas)
    post = answer(topic, place.amara)
    client, listed = client_of(place.csm), f"/community/forums/{place.open.slug}"

    def shown() -> str:
        return client.get(topic.url).text + client.get(listed).text

    assert shown().count("Amara Obi") == shown().count("Amara Obi") > 0
    place.amara.first_name = "Adaeze"
    assert ("Amara Obi" in (page := shown()), "Adaeze Obi" in page) == (False, True)
    reactions.toggle(post, by=place.moderator)
    assert '<span class="num">1</span>' in shown()
    writing.edit(post, body="For six months.", by=place.amara, now=now())
    assert ("five months" in (page := shown()), "six months" in page, "Edited" in page) == (False, True, True)
    acceptances.accept(post, by=place.tomas, now=now())
    assert "Accepted answer" in shown()
    topic.title = "One trail across three ledgers?"
    session.flush()
    assert shown().count("three ledgers") == 3
    place.amara.erased_at, place.amara.first_name = now(), ""
    assert ("Adaeze" in (page := shown()), "A former member" in page) == (False, True)


def test_the_ways_to_other_pages_keep_what_was_asked(place: Place, client_of):
    for number in range(listings.PER_PAGE + 1):
        ask(place.open, place.tomas, title=f"A question, number {number}")
    client = client_of(place.amara)
    for asked in ("", "show=unanswered", f"x={'y' * 200}"):
        page = client.get(f"/community/questions?{asked}").text
        assert f'href="/community/questions?{asked}{"&amp;" if asked else ""}page=2" rel="next"' in page
    assert 'rel="next"' not in client.get("/community/questions?page=2").text
    assert 'rel="prev"' not in client.get(f"/community/forums/{place.members.slug}").text


def test_each_reader_finds_their_own_token_in_every_form(place: Place, client_of):
    topic = ask(place.open, place.tomas)
    answer(topic, place.amara)
    tokens = []
    for person in (place.csm, place.manager, place.moderator, place.moderator):
        page = client_of(person).get(topic.url).text
        tokens += {*re.findall(r'name="csrf_token" value="([^"]+)"', page)}
    assert len(tokens) == len(set(tokens)) == 4
