"""Routes: community first, a talk when it helps; and the answers that exist already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin.prospects import answers, routing
from admin.prospects.routing import Facts, Way, choose
from community import acceptances, forums, writing
from community.circles import Circle
from community.forums import ForumKind
from hub.database import session
from hub.search import reindex
from references import requests
from references.requests import Wish
from references.states import State
from tests import factories
from tests.admin.prospects.scenes import asked, buyer

FACTS = st.builds(
    Facts,
    answers=st.integers(0, 4),
    stories=st.integers(0, 4),
    perfect=st.integers(0, 5),
    potential=st.integers(0, 5),
    late=st.booleans(),
    in_person=st.booleans(),
)


@pytest.mark.parametrize(
    ("facts", "way"),
    [
        (Facts(2, 0, 3, 5), Way.COMMUNITY),
        (Facts(1, 1, 3, 5), Way.COMMUNITY),
        (Facts(0, 2, 3, 5), Way.STORY),
        (Facts(0, 1, 0, 0), Way.STORY),
        (Facts(1, 0, 3, 5), Way.CALL),
        (Facts(0, 0, 0, 2), Way.CALL),
        (Facts(0, 0, 0, 0), Way.COMMUNITY),
        (Facts(3, 3, 1, 0, late=True), Way.CALL),
        (Facts(3, 3, 1, 0, in_person=True), Way.CALL),
        (Facts(3, 0, 0, 0, late=True), Way.COMMUNITY),
    ],
)
def test_what_exists_comes_first_and_a_talk_where_it_counts(facts, way):
    assert choose(facts)[0] is way


@given(FACTS)
def test_every_route_has_its_reasons_and_can_be_taken(facts):
    way, reasons = choose(facts)
    assert len(reasons) == 2
    assert way is not Way.CALL or facts.perfect + facts.potential > 0
    assert way is not Way.STORY or facts.stories > 0


def test_words_that_stand_in_any_question_tell_nothing():
    assert answers.telling_words("Does anybody close accounts in more than ten currencies?") == [
        "close",
        "accounts",
        "currencies",
    ]


def test_telling_words_are_neither_frequent_nor_said_twice():
    assert answers.telling_words("How do you keep the audits of an audit across two ledgers?") == [
        "keep",
        "audits",
        "across",
        "ledgers",
    ]


@pytest.fixture
def answered(db, at, work):
    """Title and address of a question that a customer answered, open to buyers; one like it is not."""
    customer, asker = factories.person(company=factories.company()), buyer()
    topic = asked(asker)
    acceptances.accept(writing.reply(topic, body="We ran both.", by=customer, now=at), by=asker, now=at)
    inside = forums.open_forum(
        "Inside",
        category="Questions",
        about="",
        kind=ForumKind.QUESTION,
        sees=Circle.MEMBERS,
        posts=Circle.MEMBERS,
        by=None,
        now=at,
    )
    hidden = writing.start(
        inside, title="An audit trail across two ledgers, inside", body="?", tags=[], by=customer, now=at
    )
    helper = factories.person(company=factories.company())
    acceptances.accept(writing.reply(hidden, body="So.", by=helper, now=at), by=customer, now=at)
    found = (topic.title, topic.url)
    work()
    reindex()
    return found


def test_only_what_a_buyer_may_read_is_offered(answered, at):
    filed = requests.file(
        Wish("Halden Re", concerns="One audit trail across ledgers"), by=factories.person("sales"), now=at
    )
    assert [one.url for one in answers.for_request(filed, now=at)] == [answered[1]]
    route = routing.for_request(filed, now=at)
    assert route.way is Way.COMMUNITY
    assert routing.as_data(route)["existing"] == [
        {"title": answered[0], "url": answered[1], "kind": "Answer in the community"}
    ]
    assert "because: One good answer exists already" in routing.as_text(route)


def test_an_answer_about_something_else_is_not_offered(answered, at):
    assert answers.answered("holiday parking permits", now=at) == []


def test_a_manager_may_offer_what_exists_before_asking_anybody(answered, at, client_of):
    filed = requests.file(
        Wish("Halden Re", concerns="One audit trail across ledgers"), by=factories.person("sales"), now=at
    )
    client = client_of(factories.person("manager"))
    page = client.get(filed.url).text
    assert "One good answer exists already." in page
    assert f"{answered[1]}|{answered[0]}" in page
    client.post(f"{filed.url}/offers", data={"thing": f"{answered[1]}|{answered[0]}"})
    assert requests.get(filed.id).state is State.CONTENT_OFFERED


def test_the_command_line_prints_the_route(answered, at, app):
    filed = requests.file(
        Wish("Halden Re", concerns="One audit trail across ledgers"), by=factories.person("sales"), now=at
    )
    session.commit()
    ran = app.test_cli_runner().invoke(args=["route", str(filed.id), "--json"])
    assert ran.exit_code == 0, ran.output
    assert '"route": "community"' in ran.output
    assert answered[0] in app.test_cli_runner().invoke(args=["route", str(filed.id)]).output
