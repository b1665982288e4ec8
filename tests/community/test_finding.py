"""Finding what was said: what one may open and nothing else, as one types and on the page of results."""

import pytest

from community import documents, moderation, removals
from hub.clock import now
from hub.database import session
from hub.search import find, reindex, suggest
from tests.community.conftest import Place
from tests.community.talk import answer, ask


def indexed() -> None:
    """Let the index know all that there is, and nothing of other tests."""
    session.commit()
    reindex()


def titles(text, reader):
    return [(hit.kind, hit.title) for hit in find(text, reader=reader, now=now()).hits]


@pytest.mark.both
def test_a_topic_and_its_answers_are_found_by_who_may_open_them(place: Place):
    ask(place.open, place.tomas, title="Parallel run of two ledgers")
    secret = ask(place.members, place.tomas, title="Parallel ledgers among members")
    answer(secret, place.amara, body="Nobody outside should read of the parallel freeze")
    indexed()
    assert len(titles("parallel", place.amara)) == 3
    assert titles("parallel", place.buyer) == [("topic", "Parallel run of two ledgers")]
    assert find("freeze", reader=place.buyer, now=now()).total == 0
    assert [hit.title for hit in suggest("paral", reader=place.buyer, now=now())] == [
        "Parallel run of two ledgers"
    ]


def test_the_author_of_a_pseudonymous_question_cannot_be_searched_for(place: Place):
    ask(place.open, place.buyer, hide_name=True)
    indexed()
    assert titles("author:raman", place.manager) == []
    assert len(titles("author:banking", place.manager)) == 1


def test_operators_know_state_tag_and_forum(place: Place):
    ask(place.open, place.tomas, tags=["audit"])
    indexed()
    for text in ("is:unanswered", "tag:audit ledgers", f"in:{place.open.slug}", "is:question ledgers"):
        assert len(titles(text, place.amara)) == 1, text
    assert titles("is:answered", place.amara) == []


def test_what_is_removed_or_hidden_is_found_no_more(place: Place):
    topic = ask(place.open, place.tomas, title="A question about freezing")
    post = answer(topic, place.amara, body="Freeze the chart of accounts")
    removals.remove(post, by=place.amara, now=now())
    indexed()
    assert titles("freeze", place.amara) == [("topic", topic.title)]
    moderation.hide(topic, reason="", by=place.moderator, now=now())
    indexed()
    assert titles("freeze", place.amara) == []


def test_documents_are_those_that_can_be_found(place: Place):
    topic = ask(place.open, place.tomas)
    post = answer(topic, place.amara)
    assert list(documents.topic_ids()) == [topic.id]
    assert list(documents.post_ids()) == [post.id]
    assert [found.id for found in documents.find_posts([post.id, topic.id + 99])] == [post.id]
    removals.remove(post, by=place.amara, now=now())
    assert documents.find_posts([post.id]) == []


def test_the_page_of_results_marks_what_was_looked_for(place: Place, client_of):
    topic = ask(place.open, place.tomas, title="Parallel run", body="We weigh a parallel run of six months")
    indexed()
    page = client_of(place.buyer).get("/search?q=parallel").text
    assert "<mark>parallel</mark>" in page
    assert topic.url in page
    assert client_of(place.buyer).get("/search?q=parallel&type=member").status_code == 200


def test_another_spelling_is_offered(place: Place, client_of):
    ask(place.open, place.tomas, title="Reconciliation of intercompany balances")
    indexed()
    page = client_of(place.amara).get("/search?q=reconcilation").text
    assert "Did you mean" in page
    assert "/search?q=reconciliation" in page


def test_nothing_found_shows_a_way_on(place: Place, client_of):
    page = client_of(place.amara).get("/search?q=zebra").text
    assert "/community/topics/new?kind=question&amp;title=zebra" in page
    assert "zebra" in client_of(place.amara).get("/community/topics/new?kind=question&title=zebra").text


@pytest.mark.parametrize(
    "text", ["", " ", '"', "-", "in:", "<script>", "a" * 500, "before:9999", "*:*", "'; drop table"]
)
def test_whatever_is_typed_there_is_an_answer(place: Place, client_of, text: str):
    client = client_of(place.buyer)
    assert client.get("/search", query_string={"q": text}).status_code == 200
    assert client.htmx("GET", "/search/suggest", query_string={"q": text}).status_code == 200
    assert client.get("/search", query_string={"q": "audit", "type": text, "page": text}).status_code == 200


def test_suggestions_lead_straight_to_what_was_meant(place: Place, client_of):
    topic = ask(place.open, place.tomas, title="Parallel run")
    indexed()
    fragment = client_of(place.buyer).get("/search/suggest?q=par").text
    assert f'href="{topic.url}"' in fragment
    assert "<html" not in fragment
