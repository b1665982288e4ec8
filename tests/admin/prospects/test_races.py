"""Two clicks, four tabs: one yes files one request, whoever is first, on both databases."""

import pytest

from admin.prospects.offers import OfferState, TalkOffer
from admin.prospects.talks import Talk
from hub.database import session
from references.requests import Request
from tests.admin.prospects.scenes import buyer
from tests.pages import count
from tests.processes import race

pytestmark = [pytest.mark.both, pytest.mark.slow]
HERE = "tests.admin.prospects.races"
TABS = 4


@pytest.fixture
def offered(db, at):
    person = buyer()
    offer = TalkOffer(
        topic_id=1, title="How?", url="/x", person_id=person.id, state=OfferState.OPEN, offered_at=at
    )
    session.add(offer)
    session.flush()
    return offer.id, person.id


def test_many_clicks_on_yes_file_one_request(offered, app):
    results = race(app, f"{HERE}:say_yes", [offered] * TABS)
    assert len(set(results)) == 1, results
    assert count(Request) == count(Talk) == 1


def test_of_many_clicks_on_no_one_counts(offered, app):
    assert sorted(race(app, f"{HERE}:say_no", [offered] * TABS)) == [False] * (TABS - 1) + [True]


def test_one_form_sent_many_times_asks_once(db, app):
    person = buyer()
    assert len(set(race(app, f"{HERE}:ask", [(person.id, "form:1")] * TABS))) == 1
    assert count(Request) == 1


def test_of_many_forms_at_one_moment_one_is_filed(db, app):
    person = buyer()
    results = race(app, f"{HERE}:ask", [(person.id, f"form:{number}") for number in range(TABS)])
    assert results.count("AlreadyAsked") == TABS - 1, results
    assert count(Request) == count(Talk) == 1
