"""A buyer's pages: the start, the offers, asking for a talk; and what nobody but a buyer gets."""

from datetime import timedelta

import pytest

from admin.prospects import offers, talks
from admin.prospects.offers import OfferState
from community import acceptances, writing
from hub import clock
from hub.database import session
from hub.delivery import schedule
from hub.facts import settings
from hub.people import invitations
from hub.people.persons import Person
from hub.search import reindex
from references.requests import Request
from tests import factories
from tests.admin.prospects.scenes import asked, buyer, offer_for, question_forum, waiting_for
from tests.pages import count


@pytest.fixture
def offered(db, at):
    """A buyer whose question waited in vain, with the offer they got."""
    settings.change("community.answer_hours", 1, by=None, now=at)
    person = buyer(industry="Insurance")
    topic = asked(person)
    session.commit()
    with clock.frozen_at(at + timedelta(hours=2)):
        schedule.run("community.deadlines", now=clock.now())
    return offer_for(topic, person)


def owner(offer):
    return session.get(Person, offer.person_id)


def test_a_buyers_day_starts_at_ask(client_of):
    answer = client_of(buyer()).get("/")
    assert (answer.status_code, answer.location) == (303, "/ask")


def test_members_and_staff_have_another_home(client_of):
    for role in ("advocate", "sales", "manager"):
        assert client_of(factories.person(role)).get("/").location != "/ask"


def test_the_start_is_for_buyers(client_of):
    assert client_of().get("/ask").status_code == 303
    for role in ("advocate", "sales", "csm", "manager"):
        assert client_of(factories.person(role)).get("/ask").status_code == 403


def test_an_empty_start_says_what_to_do(client_of):
    page = client_of(buyer()).get("/ask")
    assert page.status_code == 200
    assert "Ask your first question" in page.text
    assert "Ask for a talk" in page.text


def test_the_start_finds_what_a_buyer_may_read(client_of, at, work):
    asker, customer = buyer(), factories.person(company=factories.company())
    topic = asked(asker)
    acceptances.accept(
        writing.reply(topic, body="We ran both ledgers.", by=customer, now=at), by=asker, now=at
    )
    title = topic.title
    work()
    reindex()
    client = client_of(buyer())
    assert title in client.get("/ask?q=audit+trail").text.replace("<mark>", "").replace("</mark>", "")
    assert "Nobody has said anything" in client.get("/ask?q=parking").text
    assert title in client.get("/ask").text


def test_the_start_takes_the_same_queries_with_ten_times_the_questions(client_of, at):
    person = buyer()
    client = client_of(person)
    asked(person)
    before = client.cost("/ask")
    for number in range(9):
        asked(person, title=f"A question with the number {number}")
    assert client.cost("/ask") == before <= 12


def test_joining_by_a_link_leads_to_the_start_and_binds_to_the_deal(client_of, at):
    deal = factories.opportunity()
    token = invitations.open_link(role="prospect", by=factories.person("sales"), now=at, opportunity=deal)
    client = client_of()
    values = {
        "first_name": "Jana",
        "last_name": "Novak",
        "email": "jana@halden.example",
        "password": "a very long sentence",
        "agree": "y",
    }
    assert client.post(f"/join/{token}", data=values).status_code == 303
    assert deal.company.name in client.get("/ask/talk").text


def test_an_offer_stands_at_the_top_until_it_is_answered(client_of, offered):
    client = client_of(owner(offered))
    assert "Would you like to talk to somebody like you?" in client.get("/ask").text
    assert client.post(f"/ask/offers/{offered.id}/acceptance").status_code == 303
    assert client.post(f"/ask/offers/{offered.id}/acceptance").status_code == 303
    assert count(Request) == 1
    page = client.get("/ask").text
    assert "Would you like" not in page
    assert "A talk is on its way" in page


def test_yes_by_htmx_answers_as_well(client_of, offered):
    answer = client_of(owner(offered)).htmx("POST", f"/ask/offers/{offered.id}/acceptance")
    assert answer.headers["HX-Redirect"] == "/ask"


def test_no_thanks_can_be_undone(client_of, offered):
    client = client_of(owner(offered))
    client.post(f"/ask/offers/{offered.id}/refusal")
    assert f"/ask/offers/{offered.id}/refusal/removal" in client.get("/ask").text
    client.post(f"/ask/offers/{offered.id}/refusal/removal")
    assert session.get_one(offers.TalkOffer, offered.id).state is OfferState.OPEN


def test_somebody_elses_offer_does_not_exist(client_of, offered):
    client = client_of(buyer())
    for verb in ("acceptance", "refusal", "refusal/removal"):
        assert client.post(f"/ask/offers/{offered.id}/{verb}").status_code == 404


def test_asking_for_a_talk_twice_with_one_form_asks_once(client_of):
    person = buyer()
    client = client_of(person)
    values = {
        "question": "How long did it take?",
        "topics": ["Support"],
        "format": "phone",
        "soon": "week",
        "key": "k1",
    }
    for _click in range(2):
        assert client.post("/ask/talk", data=values).status_code == 303
    assert count(Request) == 1
    request = waiting_for(person)
    assert (request.topics, request.format.value) == (["Support"], "phone")
    assert "already looking for somebody" in client.get("/ask/talk").text


def test_a_talk_without_a_question_says_what_is_missing(client_of):
    answer = client_of(buyer()).post(
        "/ask/talk", data={"question": " ", "format": "video", "soon": "week", "key": "k"}
    )
    assert answer.status_code == 422
    assert "A sentence is enough" in answer.text


def test_a_form_without_its_key_asks_all_the_same(client_of):
    values = {"question": "How long did it take?", "format": "video", "soon": "week"}
    assert client_of(buyer()).post("/ask/talk", data=values).status_code == 303


def test_nonsense_in_the_form_is_refused(client_of):
    answer = client_of(buyer()).post(
        "/ask/talk", data={"question": "Why?", "format": "carrier pigeon", "soon": "x", "key": "k"}
    )
    assert answer.status_code == 422
    assert count(Request) == 0


def test_from_a_question_one_may_wish_for_who_helped(client_of, at):
    asker, customer = (
        buyer(),
        factories.person(first_name="Amara", last_name="Obi", company=factories.company("Kestrel")),
    )
    topic = asked(asker)
    writing.reply(topic, body="We ran both.", by=customer, now=at)
    person = buyer()
    client = client_of(person)
    assert "Amara Obi, Kestrel" in client.get(f"/ask/talk?topic={topic.id}").text
    values = {"question": "How?", "helped": customer.handle, "format": "video", "soon": "month", "key": "k"}
    client.post(f"/ask/talk?topic={topic.id}", data=values)
    request = waiting_for(person)
    assert "talk with Amara Obi" in request.concerns
    assert request.topic_url == topic.url


def test_who_has_no_deal_is_told_where_to_get_a_link(client_of):
    assert "Ask who invited you" in client_of(factories.person("prospect")).get("/ask/talk").text


def test_beside_a_question_a_buyer_finds_the_way_to_a_talk(client_of, offered):
    topic_page = f"/community/topics/{offered.topic_id}"
    assert f"/ask/talk?topic={offered.topic_id}" in client_of(buyer()).get(topic_page).text
    assert "Yes, find somebody" in client_of(owner(offered)).get(topic_page).text
    assert "/ask/talk" not in client_of(factories.person()).get(topic_page).text


def test_a_question_shows_how_it_stands(client_of, at):
    person = buyer()
    asked(person)
    client = client_of(person)
    assert "Waiting for an answer" in client.get("/ask").text
    assert question_forum().open_to_prospects


def test_a_buyer_sees_their_request_without_what_the_vendor_thinks_of_the_deal(client_of, at):
    person = buyer()
    request_id = talks.ask(person, talks.Wish(key="k", question="How long did it take?"), now=at)
    colleague = factories.person("sales", first_name="Sofia", last_name="Lindqvist")
    client = client_of(person)
    page = client.get(f"/references/requests/{request_id}").text
    assert "How long did it take?" in page
    assert "240,000" not in page
    assert "Sofia Lindqvist" not in page
    address = f"/references/requests/{request_id}"
    assert client.post(f"{address}/hand-over", data={"to": colleague.id}).status_code == 403
    assert client.post(f"{address}/outcome", data={"result": "won"}).status_code == 403
    assert "240,000" in client_of(factories.person("manager")).get(address).text
