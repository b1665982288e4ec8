"""Signing in, out, and being kept out."""

import re
import sqlite3
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask.testing import FlaskClient

from hub import clock
from hub.clock import now
from hub.database import session
from hub.people import membership, passwords, sign_ins
from hub.people.guessing import FailedSignIn
from tests import factories
from tests.conftest import MONDAY
from tests.pages import count

PASSWORD = "a long sentence only I know"


@pytest.fixture
def amara(db):
    return factories.person(email="amara@example.com", password_hash=passwords.hashed(PASSWORD))


def sign_in(client, password=PASSWORD, email="amara@example.com", **more):
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def test_a_member_signs_in_and_arrives_where_they_wanted_to_go(client_of, amara):
    client = client_of()
    asked = client.get("/me/profile")
    assert asked.status_code == 303
    assert asked.location == "/sign-in?next=/me/profile"
    assert sign_in(client, next="/me/profile").location == "/me/profile"
    assert client.get("/me/profile").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(client_of, amara, elsewhere):
    assert sign_in(client_of(), next=elsewhere).location == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client_of, amara):
    wrong = sign_in(client_of(), password="not this one")
    unknown = sign_in(client_of(), email="nobody@example.com")
    assert wrong.status_code == unknown.status_code == 422
    bare = [re.sub(r'(value|content|nonce)="[^"]*"', "", answer.text) for answer in (wrong, unknown)]
    assert bare[0] == bare[1]


def test_the_sixth_wrong_password_within_a_quarter_of_an_hour_has_to_wait(client_of, amara):
    client = client_of()
    assert [sign_in(client, password="wrong").status_code for _ in range(6)] == [422] * 5 + [429]
    assert sign_in(client).status_code == 429, "even the right one waits"
    with clock.frozen_at(MONDAY + timedelta(minutes=16)):
        assert sign_in(client).status_code == 303


def test_who_guesses_gains_nothing_by_claiming_another_address_each_time(client_of, amara):
    client = client_of()
    tried = [
        client.post(
            "/sign-in",
            data={"email": "amara@example.com", "password": "wrong"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )
        for number in range(6)
    ]
    assert [answer.status_code for answer in tried] == [422] * 5 + [429]


def at_one_moment(app, times, email):
    """The answers to so many wrong passwords that come together."""
    session.commit()
    start, found = Barrier(times), []

    def guess(number):
        browser = FlaskClient(app, app.response_class)
        start.wait()
        answer = browser.post("/sign-in", data={"email": email, "password": f"wrong {number}"})
        found.append(answer.status_code)

    threads = [Thread(target=guess, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


@pytest.mark.both
@pytest.mark.slow
@pytest.mark.parametrize("email", ["amara@example.com", "nobody@example.com"])
def test_of_50_wrong_passwords_at_one_moment_five_are_looked_at(app, amara, email):
    assert at_one_moment(app, 50, email) == [422] * 5 + [429] * 45


@pytest.mark.both
def test_the_right_password_counts_for_no_wrong_one(client_of, amara):
    client = client_of()
    assert [sign_in(client, password="wrong").status_code for _ in range(4)] == [422] * 4
    assert [sign_in(client).status_code for _ in range(3)] == [303] * 3
    assert count(FailedSignIn) == 4
    assert [sign_in(client, password="wrong").status_code for _ in range(2)] == [422, 429]


def test_nobody_waits_for_the_database_while_a_password_is_looked_at(app, client_of, amara, monkeypatch):
    looked_at = []

    def fits(password, stored):
        with sqlite3.connect(
            app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"), timeout=0
        ) as other:
            other.execute("BEGIN IMMEDIATE")
            looked_at.append(other.execute("SELECT count(*) FROM failed_sign_ins").fetchone())
        return False

    monkeypatch.setattr(passwords, "fits", fits)
    assert sign_in(client_of()).status_code == 422
    assert looked_at == [(1,)], "the try is counted before, for all to see"


def test_signing_out_ends_the_session_on_the_server_too(client_of, amara):
    client = client_of(amara)
    token = client.kept()
    client.post("/sign-out")
    client.keep(token)
    assert client.get("/me/profile").status_code == 303


def test_a_session_is_over_after_two_idle_weeks_and_after_thirty_days(client_of, amara):
    token = sign_ins.begin(amara, device="x", now=now())
    assert sign_ins.find_present(token, now=now() + timedelta(days=13)) is not None
    assert sign_ins.find_present(token, now=now() + timedelta(days=15)) is None
    present = sign_ins.find_present(token, now=now())
    sign_ins.touch(present.sign_in_id, now=now() + timedelta(days=29))
    assert sign_ins.find_present(token, now=now() + timedelta(days=31)) is None


def test_a_session_in_use_lasts_longer_than_two_weeks_but_never_than_thirty_days(client_of, amara):
    client = client_of(amara)
    for day in (10, 20, 29):
        with clock.frozen_at(MONDAY + timedelta(days=day)):
            assert client.get("/me/profile").status_code == 200, f"used on day {day}"
    with clock.frozen_at(MONDAY + timedelta(days=30)):
        assert client.get("/me/profile").status_code == 303


def test_that_a_session_is_in_use_is_written_down_once_an_hour(client_of, amara):
    client = client_of(amara)
    with clock.frozen_at(MONDAY + timedelta(minutes=59)):
        client.get("/me/profile")
        assert not any(query.startswith("UPDATE") for query in client.queries)
    with clock.frozen_at(MONDAY + timedelta(minutes=61)):
        client.get("/me/profile")
        assert sum(query.startswith("UPDATE sign_ins") for query in client.queries) == 1


def test_changing_the_password_ends_every_other_session(client_of, amara):
    here, elsewhere = client_of(amara), client_of(amara)
    data = {"current": PASSWORD, "password": "another long sentence"}
    assert here.post("/me/sessions/password", data=data).status_code == 303
    assert here.get("/me/sessions").status_code == 200
    assert elsewhere.get("/me/sessions").status_code == 303


@pytest.mark.parametrize("password", ["short", "password", "12345678", "x" * 257])
def test_a_short_or_well_known_password_is_refused_with_the_reason(client_of, amara, password):
    answer = client_of(amara).post("/me/sessions/password", data={"current": PASSWORD, "password": password})
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text


def test_a_suspended_member_is_out_with_the_next_request(client_of, amara):
    client = client_of(amara)
    assert client.get("/me/profile").status_code == 200
    membership.suspend(amara, reason="spam", by=factories.person("manager"), now=now())
    assert client.get("/me/profile").status_code == 303


def test_a_role_that_is_taken_away_opens_nothing_from_the_next_request_on(client_of, db):
    admin, member = factories.person("admin"), factories.person("manager")
    client = client_of(member)
    assert client.get("/admin/audit").status_code == 200
    membership.take_role(member, "manager", by=admin, now=now())
    assert client.get("/admin/audit").status_code == 403


def test_a_link_by_mail_signs_in_once(client_of, amara, work, app):
    client = client_of()
    said = client.post("/sign-in/link", data={"email": "amara@example.com"})
    nothing = client.post("/sign-in/link", data={"email": "nobody@example.com"})
    assert said.status_code == nothing.status_code == 303
    work()
    link = link_in_mail(app, "Your link to sign in")
    assert client.get(link).status_code == 200
    assert client.post(link).location == "/"
    assert client.get("/me/profile").status_code == 200
    assert client.post(link).status_code == 410


def link_in_mail(app, subject):
    from hub.delivery import mail
    from hub.house import house_of

    found = [m for _, m in mail.captured(house_of(app).settings.data) if m["Subject"] == subject]
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", found[0].get_body(("plain",)).get_content())[1]


def test_the_last_administrator_stays(db):
    admin = factories.person("admin")
    with pytest.raises(Exception, match="Somebody must stay administrator"):
        membership.take_role(admin, "admin", by=admin, now=now())


def test_a_suspended_administrator_is_none_that_could_stay(db):
    gone, last = factories.person("admin"), factories.person("admin")
    membership.suspend(gone, reason="left", by=last, now=now())
    with pytest.raises(Exception, match="Somebody must stay"):
        membership.take_role(last, "admin", by=last, now=now())


def test_nobody_grants_what_they_do_not_hold(db):
    manager, member = factories.person("manager"), factories.person()
    with pytest.raises(Exception, match="may do more than you may"):
        membership.give_role(member, "admin", by=manager, now=now())
    session.rollback()


def test_rights_are_changed_only_by_who_proved_within_the_hour_who_they_are(client_of, amara):
    admin = factories.person("admin", email="root@example.com", password_hash=passwords.hashed(PASSWORD))
    client, address = client_of(admin), f"/members/{amara.handle}/roles"
    with clock.frozen_at(MONDAY + timedelta(hours=2)):
        asked = client.post(address, data={"role": "moderator"})
        assert asked.location.startswith("/me/confirmation")
        assert client.post("/me/confirmation", data={"password": "wrong one"}).status_code == 422
        assert (
            client.post("/me/confirmation", data={"password": PASSWORD, "next": "/members"}).location
            == "/members"
        )
        assert client.post(address, data={"role": "moderator"}).status_code == 303
    assert "moderator" in amara.role_names


def test_points_given_by_hand_are_given_once_and_the_member_reads_why(client_of, amara):
    manager, handle = client_of(factories.person("manager")), amara.handle
    given = {"points": "50", "reason": "The talk in Lisbon", "key": "one"}
    for _ in range(2):
        assert manager.post(f"/members/{handle}/points", data=given).status_code == 303
    own = client_of(amara).get("/me/points")
    assert "The talk in Lisbon" in own.text
    assert "50 points" in own.text
    assert manager.post(f"/members/{handle}/points", data={**given, "reason": " "}).status_code == 422


def test_nobody_gives_points_to_themselves(client_of, db):
    manager = factories.person("manager", "advocate")
    given = {"points": "50", "reason": "For me", "key": "one"}
    answer = client_of(manager).post(f"/members/{manager.handle}/points", data=given)
    assert answer.status_code == 422
    assert "Somebody else has to give you points." in answer.text


def test_who_sits_at_an_open_browser_cannot_guess_the_password_there_either(client_of, amara):
    client = client_of(amara)
    guess = {"current": "wrong one", "password": "another long sentence"}
    answers = [client.post("/me/sessions/password", data=guess).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_buyer_s_profile_is_for_the_team_alone(client_of, amara):
    buyer = factories.person("prospect", first_name="Bea")
    assert client_of(amara).get(f"/members/{buyer.handle}").status_code == 404
    assert client_of(factories.person("manager")).get(f"/members/{buyer.handle}").status_code == 200
