"""The deadline story: a buyer asks, nobody answers in time, a talk is offered, and yes files a request."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from admin.prospects import offers, talks
from admin.prospects.offers import OfferState, TalkOffer
from admin.prospects.talks import Talk
from community import acceptances, writing
from hub import clock
from hub.database import session
from hub.delivery import schedule
from hub.delivery.outbox import OutboxRow
from hub.errors import NotFound, Refusal
from hub.facts import settings
from hub.facts.notifications import Notification
from hub.people import buyers
from hub.people.companies import CompanyKind
from references import requests
from references.requests import Request
from references.states import State
from tests import factories
from tests.admin.prospects.scenes import asked, buyer, offer_for, question_forum, waiting_for
from tests.pages import count

pytestmark = pytest.mark.both
HOUR = timedelta(hours=1)


def pass_time(hours):
    """Let time pass, and the periodic work be done."""
    session.commit()
    with clock.frozen_at(clock.now() + hours * HOUR):
        schedule.run("community.deadlines", now=clock.now())
        return clock.now()


@pytest.fixture
def one_hour(db, at):
    settings.change("community.answer_hours", 1, by=None, now=at)


def test_a_question_without_an_answer_in_time_is_offered_a_talk(one_hour, at):
    person = buyer()
    topic = asked(person)
    pass_time(2)
    offer = offer_for(topic, person)
    assert offer.state is OfferState.OPEN
    assert count(Request) == 0
    assert count(Notification, Notification.kind == "talk.offered", Notification.person_id == person.id) == 1
    assert count(OutboxRow, OutboxRow.task == "mail.send") >= 1


def test_it_is_offered_once_however_often_the_work_runs(one_hour, at):
    asked(buyer())
    pass_time(2)
    pass_time(3)
    assert count(TalkOffer) == 1
    assert count(Notification, Notification.kind == "talk.offered") == 1


def test_answered_in_time_means_no_offer(one_hour, at):
    topic = asked(buyer())
    writing.reply(
        topic, body="We ran both for five months.", by=factories.person(company=factories.company()), now=at
    )
    pass_time(2)
    assert count(TalkOffer) == 0


def test_within_the_deadline_nothing_is_offered(one_hour, at):
    asked(buyer())
    pass_time(0.5)
    assert count(TalkOffer) == 0


def test_yes_files_one_request_with_the_deal_and_the_question(one_hour, at):
    person = buyer(industry="Insurance", employees=2000, region="DACH", use_case="Fraud review")
    topic = asked(person, body="Our auditors want one trail.")
    now = pass_time(2)
    offer = offer_for(topic, person)
    first = offers.accept(offer, by=person, now=now)
    assert offers.accept(offer, by=person, now=now) == first
    request = waiting_for(person)
    assert count(Request) == count(Talk) == 1
    assert (request.id, request.buyer_id, request.requester_id) == (first, person.id, person.id)
    assert (request.industry, request.size, request.region, request.use_case) == (
        "Insurance",
        "1,000–4,999",
        "DACH",
        "Fraud review",
    )
    assert request.opportunity_id is not None
    assert "one trail" in request.concerns
    assert topic.title in request.concerns
    assert request.topic_url == topic.url
    assert offer.state is OfferState.ACCEPTED


def test_who_welcomed_a_talk_while_asking_has_it_requested_at_once(one_hour, at):
    person = buyer()
    topic = asked(person, talk_welcome=True)
    pass_time(2)
    offer = offer_for(topic, person)
    assert offer.state is OfferState.ACCEPTED
    assert waiting_for(person).id == offer.request_id
    assert count(Notification, Notification.kind == "talk.offered") == 1


def test_a_welcome_that_cannot_be_filed_now_becomes_a_question(one_hour, at):
    person = buyer()
    talks.ask(person, talks.Wish(key="before", question="How long did it take?"), now=at)
    topic = asked(person, talk_welcome=True)
    pass_time(2)
    assert offer_for(topic, person).state is OfferState.OPEN
    assert count(Request) == 1


def test_an_answer_accepted_before_the_yes_ends_the_offer(one_hour, at):
    person, customer = buyer(), factories.person(company=factories.company())
    topic = asked(person)
    now = pass_time(2)
    answer = writing.reply(topic, body="We ran both for five months.", by=customer, now=now)
    acceptances.accept(answer, by=person, now=now)
    offer = offer_for(topic, person)
    assert offers.get(offer.id, to=person).state is OfferState.WITHDRAWN
    with pytest.raises(Refusal, match="not open any more"):
        offers.accept(offer, by=person, now=now)
    assert count(Request) == 0


def test_no_thanks_can_be_taken_back(one_hour, at):
    person = buyer()
    topic = asked(person)
    now = pass_time(2)
    offer = offer_for(topic, person)
    assert offers.decline(offer, now=now)
    assert not offers.decline(offer, now=now)
    assert offers.of(person) == []
    assert offers.reopen(offer)
    assert [one.id for one in offers.of(person)] == [offer.id]


def test_a_yes_counts_besides_another_open_request(one_hour, at):
    person = buyer()
    topic = asked(person)
    now = pass_time(2)
    first = talks.ask(person, talks.Wish(key="other", question="How long did it take?"), now=now)
    assert offers.accept(offer_for(topic, person), by=person, now=now) != first
    with pytest.raises(talks.AlreadyAsked):
        talks.ask(person, talks.Wish(key="third", question="And what did it cost?"), now=now)


def test_a_yes_that_is_refused_leaves_the_offer_open(one_hour, at):
    person = buyer()
    topic = asked(person)
    now = pass_time(2)
    session.execute(sa.delete(buyers.Buyer))
    session.expire_all()
    offer = offer_for(topic, person)
    with pytest.raises(Refusal, match="evaluating"):
        offers.accept(offer, by=person, now=now)
    assert offers.get(offer.id, to=person).state is OfferState.OPEN


def test_members_are_not_offered_a_talk(one_hour, at):
    writing.start(
        question_forum(),
        title="How do you run two ledgers?",
        body="Tell me.",
        tags=[],
        by=factories.person(company=factories.company()),
        now=at,
    )
    pass_time(50)
    assert count(TalkOffer) == 0


def test_an_offer_is_only_its_own_persons(one_hour, at):
    person = buyer()
    topic = asked(person)
    pass_time(2)
    offer = offer_for(topic, person)
    with pytest.raises(NotFound):
        offers.get(offer.id, to=buyer())


def test_a_request_that_sales_filed_for_the_deal_is_not_in_the_way(one_hour, at):
    person = buyer()
    deal = buyers.opportunity_of(person)
    assert deal is not None
    requests.file(requests.of_opportunity(deal), by=factories.person("sales"), now=at)
    talks.ask(person, talks.Wish(key="mine", question="How long did it take?"), now=at)
    assert count(Request) == 2


def test_once_a_talk_is_over_the_next_may_be_asked_for(db, at):
    person = buyer()
    first = talks.ask(person, talks.Wish(key="one", question="How long did it take?"), now=at)
    request = waiting_for(person)
    request.state = State.CLOSED
    assert talks.ask(person, talks.Wish(key="two", question="And the cost?"), now=at) != first


def test_who_evaluates_nothing_cannot_ask_for_a_talk(db, at):
    stranger = factories.person("prospect", company=factories.company(kind=CompanyKind.PROSPECT))
    with pytest.raises(Refusal, match="evaluating"):
        talks.ask(stranger, talks.Wish(key="one", question="How long did it take?"), now=at)
