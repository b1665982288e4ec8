"""From an invitation to the first page."""

from datetime import timedelta

import pytest

from hub import clock
from hub.clock import now
from hub.database import session
from hub.errors import Refusal
from hub.people import buyers, consents, invitations
from hub.people.persons import Person
from tests import factories
from tests.conftest import MONDAY
from tests.pages import count
from tests.processes import race

FORM = {
    "first_name": "Amara",
    "last_name": "Obi",
    "password": "a long sentence only I know",
    "agree": "y",
    "email": "amara@kestrel.example",
}


@pytest.fixture
def jonna(db):
    return factories.person("manager", first_name="Jonna")


@pytest.fixture
def contact(db):
    return factories.contact(email="amara@kestrel.example", company=factories.company("Kestrel Insurance"))


def test_an_invited_contact_joins_says_what_they_want_and_is_home(client_of, jonna, contact):
    token = invitations.invite(
        contact, role="advocate", by=jonna, now=now(), note="You came to mind at once."
    )
    client = client_of()
    shown = client.get(f"/join/{token}")
    assert "You came to mind at once." in shown.text
    assert client.post(f"/join/{token}", data=FORM).location == "/welcome"
    said = {
        "motives": ["peers", "learn"],
        "title": "Head of Finance",
        "expertise": "Closing, audit , audit",
        "timezone": "Europe/Berlin",
        "references": "y",
    }
    assert client.post("/welcome", data=said).location == "/"
    assert client.get("/").status_code == 200
    amara = session.get_one(Person, contact.id)
    assert (amara.motives, amara.expertise, amara.timezone) == (
        ["peers", "learn"],
        ["Closing", "audit"],
        "Europe/Berlin",
    )
    assert set(consents.given_by(amara)) == {"membership", "references"}


def test_nobody_is_asked_to_agree_to_what_the_hub_does_not_do(client_of, db):
    client = client_of(factories.person(welcomed_at=None))
    welcome = client.get("/welcome").text
    assert "Suggest me to buyers" in welcome
    assert 'name="contact"' not in welcome
    assert "news of the programme" not in client.get("/me/privacy").text
    assert client.post("/me/privacy/contact/consent").status_code == 404


def test_a_link_that_was_used_is_gone_and_says_so(client_of, jonna, contact):
    token = invitations.invite(contact, role="advocate", by=jonna, now=now())
    client_of().post(f"/join/{token}", data=FORM)
    again = client_of().get(f"/join/{token}")
    assert again.status_code == 410
    assert "used already" in again.text


def test_an_invitation_gives_nobody_the_account_of_who_became_a_member_otherwise(client_of, jonna, contact):
    token = invitations.invite(contact, role="advocate", by=jonna, now=now())
    contact.joined_at, contact.password_hash = now(), "their own"
    answer = client_of().post(f"/join/{token}", data=FORM)
    assert answer.status_code == 410
    assert session.get_one(Person, contact.id, populate_existing=True).password_hash == "their own"


def test_a_link_is_too_old_after_thirty_days_and_dead_when_a_newer_one_was_sent(client_of, jonna, contact):
    old = invitations.invite(contact, role="advocate", by=jonna, now=now())
    new = invitations.invite(contact, role="advocate", by=jonna, now=now())
    client = client_of()
    assert client.get(f"/join/{old}").status_code == 410
    with clock.frozen_at(MONDAY + timedelta(days=30)):
        assert client.get(f"/join/{new}").status_code == 410


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first_name": ""}, "first_name"),
        ({"password": "short"}, "password"),
        ({"password": "password1"}, "password"),
        ({"agree": ""}, "agree"),
    ],
)
def test_wrong_input_is_said_beside_the_field_and_does_not_use_up_the_link(
    client_of, jonna, contact, wrong, field
):
    token = invitations.invite(contact, role="advocate", by=jonna, now=now())
    client = client_of()
    answer = client.post(f"/join/{token}", data={**FORM, **wrong})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert client.post(f"/join/{token}", data=FORM).status_code == 303


def test_somebody_else_cannot_change_the_address_the_invitation_went_to(client_of, jonna, contact):
    token = invitations.invite(contact, role="advocate", by=jonna, now=now())
    client_of().post(f"/join/{token}", data={**FORM, "email": "thief@example.com"})
    assert session.get_one(Person, contact.id).email == "amara@kestrel.example"


def test_a_buyer_who_joins_by_link_is_bound_to_their_deal(client_of, jonna):
    deal = factories.opportunity()
    token = invitations.open_link(role="prospect", by=jonna, now=now(), limit=2, opportunity=deal)
    client_of().post(f"/join/{token}", data={**FORM, "email": "bea@halden.example"})
    bea = session.query(Person).filter_by(email="bea@halden.example").one()
    assert buyers.opportunity_of(bea).id == deal.id
    assert bea.role_names == {"prospect"}


def test_an_open_link_does_not_let_anybody_claim_the_address_of_a_known_contact(client_of, jonna, contact):
    token = invitations.open_link(role="prospect", by=jonna, now=now())
    answer = client_of().post(f"/join/{token}", data=FORM)
    assert answer.status_code == 422
    assert contact.joined_at is None


def test_nobody_invites_into_a_role_that_may_more(db, contact):
    with pytest.raises(Refusal, match="may do more"):
        invitations.invite(contact, role="admin", by=factories.person("manager"), now=now())


@pytest.mark.both
@pytest.mark.slow
def test_a_link_for_three_lets_exactly_three_of_ten_in(app, jonna, work):
    token = invitations.open_link(role="prospect", by=jonna, now=now(), limit=3)
    before = count(Person)
    results = race(app, "tests.hub.people.races:join", [(token, n) for n in range(10)])
    assert sorted(results) == ["Stale"] * 7 + ["in"] * 3
    assert count(Person) == before + 3
