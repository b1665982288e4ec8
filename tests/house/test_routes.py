"""Every route carries a marker, is in the committed table, and refuses who may not call it."""

import re
from pathlib import Path

import pytest

from hub.app import FEATURES, create_app
from hub.people import roles
from hub.web.access import PUBLIC, SIGNED_IN, STAFF, marker_of, refuse_unmarked
from tests import factories
from tests.conftest import CHOSEN, settings_for

TABLE = Path(__file__).with_name("routes.txt")
pytestmark = pytest.mark.house


def routes(app):
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods))):
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield method, rule.rule, marker_of(app.view_functions[rule.endpoint])


def test_the_committed_table_names_every_route(sqlite_app):
    if set(CHOSEN) != set(FEATURES):
        pytest.skip("only some features are on")
    table = "".join(f"{method:<7}{rule}  [{marker}]\n" for method, rule, marker in routes(sqlite_app))
    assert TABLE.read_text() == table, "run `python -m tests.house.routes` and look at what changed"


@pytest.mark.parametrize(
    "features", [(), *((feature,) for feature in FEATURES), FEATURES], ids=lambda f: "+".join(f) or "none"
)
def test_the_house_boots_with_any_choice_of_features(features, tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path), features)
    assert app.test_client().get("/healthz").status_code == 200


def test_a_view_without_a_marker_stops_the_start(tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path), ())
    app.add_url_rule("/open", "open", lambda: "anybody")
    with pytest.raises(RuntimeError, match="needs a marker"):
        refuse_unmarked(app)


def filled(rule: str) -> str:
    """Return an address for the rule with ids that exist nowhere."""
    rule = re.sub(r"<int:[^>]+>", "999999", rule)
    return re.sub(r"<(?:[a-z]+:)?[^>]+>", "no-such-thing", rule)


def test_nobody_gets_in_without_signing_in(client_of, sqlite_app):
    client = client_of()
    for method, rule, marker in routes(sqlite_app):
        if marker != PUBLIC:
            answer = client.open(filled(rule), method=method)
            assert answer.status_code == 303, f"{method} {rule} answered {answer.status_code}"
            assert "/sign-in" in answer.location


def test_the_wrong_role_is_refused_everywhere(client_of, sqlite_app):
    clients = {
        name: (client_of(person := factories.person(name)), person.permissions) for name in roles.BUILT_IN
    }
    for method, rule, marker in routes(sqlite_app):
        if marker in (PUBLIC, SIGNED_IN):
            continue
        for name, (client, permissions) in clients.items():
            allowed = name in roles.STAFF if marker == STAFF else marker in permissions
            if not allowed:
                answer = client.open(filled(rule), method=method)
                assert answer.status_code in (403, 404), (
                    f"{method} {rule} answered {answer.status_code} to {name}"
                )


def test_what_does_not_exist_is_404_or_a_clear_refusal_for_everybody(client_of, sqlite_app):
    for name in roles.BUILT_IN:
        client = client_of(factories.person(name))
        for method, rule, _marker in routes(sqlite_app):
            if "<" in rule and not rule.startswith("/assets"):
                status = client.open(filled(rule), method=method).status_code
                assert status in (303, 403, 404, 405, 422), f"{method} {rule} answered {status} to {name}"


def test_every_unsafe_route_refuses_a_forged_request(client_of, sqlite_app):
    client = client_of(factories.person("admin", "advocate", "sales", "manager"))
    sqlite_app.config["WTF_CSRF_ENABLED"] = True
    try:
        for method, rule, _marker in routes(sqlite_app):
            if method != "GET" and not rule.startswith("/unsubscribe/"):
                assert client.open(filled(rule), method=method).status_code == 400, f"{method} {rule}"
    finally:
        sqlite_app.config["WTF_CSRF_ENABLED"] = False
