"""One request is one transaction, and every answer carries what keeps it to itself."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from hub import upgrades
from hub.app import create_app
from hub.clock import now
from hub.database import db as database
from hub.database import session
from hub.errors import NotAllowed, Refusal
from hub.facts.settings import Setting
from hub.people import consents
from hub.people.consents import Consent
from hub.web.access import public
from tests import factories
from tests.conftest import settings_for
from tests.pages import count


@pytest.fixture
def breaking(tmp_path) -> Flask:
    """An app with views that go wrong in every way."""
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path), ())
    app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    with app.app_context():
        upgrades.upgrade_database()
        session.remove()
        database.engine.dispose()
    for error in (RuntimeError("a secret"), Refusal("Not like this."), NotAllowed("Only on Mondays.")):
        name = type(error).__name__

        def fail(error: Exception = error) -> str:
            raise error

        app.add_url_rule(f"/{name}", name, public(fail), methods=["GET", "POST"])
    return app


def test_a_page_that_breaks_tells_a_number_and_nothing_else(breaking):
    answer = breaking.test_client().get("/RuntimeError")
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_with_the_database_away_a_page_tells_its_number_to_members_too(tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'no folder' / 'x.sqlite3'}", tmp_path), ())
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = "of a member"
    for path in ("/", "/sign-in", "/no-such-page"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert answer.headers["X-Request-Id"] in answer.text
        assert "Content-Security-Policy" in answer.headers


@pytest.mark.both
@pytest.mark.parametrize(
    "url",
    [
        f"/challenges/{10**30}",
        f"/references/requests/{2**31}",
        f"/references/requests/new?opportunity={10**30}",
        f"/admin/challenges/queue?challenge={2**31}",
    ],
)
def test_a_number_that_no_row_can_have_is_not_found_and_breaks_nothing(client_of, db, url):
    assert client_of(factories.person("manager", "sales", "advocate")).get(url).status_code in (200, 404)


def test_a_refusal_without_a_form_is_a_page_that_says_why(breaking):
    answer = breaking.test_client().post("/Refusal")
    assert answer.status_code == 422
    assert "Not like this." in answer.text


def test_what_one_may_not_do_is_refused_with_the_reason(breaking):
    answer = breaking.test_client().get("/NotAllowed")
    assert answer.status_code == 403
    assert "Only on Mondays." in answer.text


@pytest.mark.both
def test_a_refused_request_changes_nothing(client_of, db):
    person = factories.person()
    consents.give(person, "membership", now=person.created_at)
    answer = client_of(person).post("/me/privacy/membership/withdrawal")
    assert answer.status_code == 422
    assert count(Consent, Consent.withdrawn_at.is_not(None)) == 0


@pytest.mark.both
def test_a_page_that_is_only_read_cannot_write(db, app):
    with app.test_request_context("/"), pytest.raises(sa.exc.DBAPIError, match="read.?only"):
        app.preprocess_request()
        session.add(Setting(name="x", value={}, at=now()))
        session.flush()


@pytest.mark.parametrize("path", ["/sign-in", "/no-such-page", "/members"])
def test_every_answer_carries_the_headers(client_of, db, path):
    headers = client_of(factories.person()).get(path).headers
    policy = headers["Content-Security-Policy"]
    assert re.search(r"script-src 'nonce-[\w-]{20,}' 'strict-dynamic'", policy)
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert {"HX-Request", "Cookie"} <= set(headers["Vary"].split(", "))


def test_over_tls_cookies_are_bound_to_the_host_and_the_browser_remembers(tmp_path):
    settings = settings_for(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path)
    app = create_app(type(settings)(**{**vars(settings), "public_url": "https://hub.example.com"}), ())
    assert app.config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert app.config["SESSION_COOKIE_SECURE"]
    assert "max-age=31536000" in app.test_client().get("/healthz").headers["Strict-Transport-Security"]


def test_a_form_sent_by_htmx_comes_back_alone_with_the_error_beside_the_field(client_of, db):
    client = client_of(factories.person())
    plain = client.post("/me/profile", data={"first_name": ""})
    swapped = client.htmx("POST", "/me/profile", data={"first_name": ""})
    assert plain.status_code == swapped.status_code == 422
    assert swapped.headers["HX-Retarget"] == "#profile-form"
    assert 'id="first_name-error"' in plain.text


def test_an_action_by_htmx_leads_on_like_a_plain_one(client_of, db):
    client = client_of(factories.person())
    assert client.post("/me/notifications/reading").location == "/me/notifications"
    assert client.htmx("POST", "/me/notifications/reading").headers["HX-Redirect"] == "/me/notifications"


def test_what_is_too_large_is_refused_with_the_limit(client_of, db):
    client = client_of(factories.person())
    answer = client.post(
        "/me/profile/picture",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(13 * 1024 * 1024)},
    )
    assert answer.status_code == 413
    assert "12" in answer.text
