"""The builder in a browser: one form keeps everything, whatever button is pressed."""

from datetime import UTC, datetime

import pytest

from challenges import stages
from challenges.challenges import Challenge, State
from hub.database import session
from tests import factories
from tests.challenges import taking
from tests.challenges.test_member_pages import fetched, png


@pytest.fixture
def client(client_of):
    return client_of(factories.person("manager", timezone="Europe/Prague"))


def filled(made: Challenge, **changes: str) -> dict[str, str]:
    """What a browser sends when nothing but `changes` was changed."""
    fields = {
        "title": made.title,
        "summary": made.summary,
        "category": "feedback",
        "minutes": "5",
        "body": "",
        "tags": "",
    }
    for stage in stages.of(made):
        part = {"title": stage.title, "prompt": stage.prompt, "points": str(stage.points), **stage.settings}
        fields |= {f"stage_{stage.id}-{name}": value for name, value in part.items()}
    return {**fields, **changes}


def test_a_manager_makes_and_publishes_a_challenge_with_two_steps(client):
    created = client.post(
        "/admin/challenges", data={"title": "A tour", "summary": "Short", "category": "fun", "minutes": 3}
    )
    assert created.status_code == 303
    made = session.query(Challenge).one()
    url = f"/admin/challenges/{made.id}"
    assert "Add at least one step" in client.get(f"{url}/edit").text
    client.post(url, data=filled(made, body="All *about* it", tags="Audit, Close", then="add:question"))
    client.post(url, data=filled(made, then="add:upload", body="All *about* it"))
    assert [stage.kind_name for stage in stages.of(made)] == ["question", "upload"]
    page = client.get(f"{url}/edit").text
    assert "Ready to go live" in page
    assert "All *about* it" in page
    client.post(url, data=filled(made, then="publish"))
    assert session.query(Challenge).one().state is State.LIVE
    assert "A tour" in client.get(f"{url}/preview").text


def test_what_was_typed_is_kept_when_a_step_is_moved_or_removed_and_that_can_be_undone(client):
    made = taking.challenge(("question", {"title": "A"}), ("question", {"title": "B"}), live=False)
    first, second = stages.of(made)
    url = f"/admin/challenges/{made.id}"
    changed = {f"stage_{first.id}-prompt": "Typed just now", f"stage_{second.id}-points": "70"}
    client.post(url, data=filled(made, then=f"up:{second.id}", **changed))
    assert [(one.title, one.prompt, one.points) for one in stages.of(made)] == [
        ("B", "", 70),
        ("A", "Typed just now", 20),
    ]
    client.post(url, data=filled(made, then=f"remove:{first.id}"))
    assert [one.title for one in stages.of(made)] == ["B"]
    assert f"/admin/challenges/{made.id}/stages/{first.id}/restoration" in client.get(f"{url}/edit").text
    client.post(f"{url}/stages/{first.id}/restoration")
    assert [one.title for one in stages.of(made)] == ["B", "A"]


def test_a_step_added_in_another_tab_is_left_alone(client):
    made = taking.challenge(live=False)
    data = filled(made, then="keep")
    stages.add(made, "upload", title="From the other tab")
    assert client.post(f"/admin/challenges/{made.id}", data=data).status_code == 303
    assert stages.of(made)[1].title == "From the other tab"


def test_wrong_input_is_said_beside_the_field_and_the_rest_is_remembered(client):
    made = taking.challenge(live=False)
    stage = stages.of(made)[0]
    wrong = {f"stage_{stage.id}-points": "9999", "title": "", "summary": "Still here"}
    answer = client.post(f"/admin/challenges/{made.id}", data=filled(made, **wrong))
    assert answer.status_code == 422
    assert "Give it a title." in answer.text
    assert "Still here" in answer.text
    assert session.query(Challenge).one().title == "Show us your dashboard"
    early = client.post(
        f"/admin/challenges/{made.id}", data=filled(made, starts_on="2026-05-02", ends_on="2026-05-01")
    )
    assert (early.status_code, "It would end before it starts." in early.text) == (422, True)


def test_the_last_day_ends_at_midnight_where_the_manager_is(client):
    made = taking.challenge(live=False)
    client.post(f"/admin/challenges/{made.id}", data=filled(made, ends_on="2026-05-01"))
    assert session.query(Challenge).one().deadline == datetime(2026, 5, 1, 22, tzinfo=UTC)
    assert 'value="2026-05-01"' in client.get(f"/admin/challenges/{made.id}/edit").text


def test_what_cannot_be_done_is_kept_but_not_published(client):
    made = taking.challenge(("link", {}), live=False)
    client.post(f"/admin/challenges/{made.id}", data=filled(made, summary="New words", then="publish"))
    assert (session.query(Challenge).one().state, session.query(Challenge).one().summary) == (
        State.DRAFT,
        "New words",
    )
    assert "needs an address" in client.get(f"/admin/challenges/{made.id}/edit").text
    refused = client.post(f"/admin/challenges/{made.id}/publication")
    assert (refused.status_code, "needs an address" in refused.text) == (422, True)


def test_a_live_challenge_cannot_be_made_undoable(client):
    made = taking.challenge()
    assert client.post(f"/admin/challenges/{made.id}", data=filled(made, summary="")).status_code == 422
    assert session.query(Challenge).one().summary


def test_a_picture_is_shown_to_members_once_it_is_published(client, client_of):
    made = taking.challenge(live=False)
    client.post(
        f"/admin/challenges/{made.id}",
        data=filled(made) | {"picture": png()},
        content_type="multipart/form-data",
    )
    key = session.query(Challenge).one().image_key or ""
    member = client_of(factories.person())
    assert (fetched(client, key), fetched(member, key)) == (200, 404)
    client.post(f"/admin/challenges/{made.id}/publication")
    assert (fetched(member, key), fetched(client_of(), key)) == (
        200,
        404,
    )
    assert f"/files/{key}" in member.get(f"/challenges/{made.id}").text


@pytest.mark.parametrize("htmx", [False, True])
def test_a_challenge_goes_through_its_life(client, htmx):
    made = taking.challenge()
    for way, state in (
        ("pause", State.PAUSED),
        ("publication", State.LIVE),
        ("end", State.ENDED),
        ("archiving", State.ARCHIVED),
        ("restoration", State.DRAFT),
    ):
        url = f"/admin/challenges/{made.id}/{way}"
        assert (client.htmx("POST", url) if htmx else client.post(url)).status_code == (204 if htmx else 303)
        assert session.query(Challenge).one().state is state
    assert client.post(f"/admin/challenges/{made.id}/pause").status_code == 422


def test_the_page_s_own_buttons_keep_what_was_typed_first(client):
    made = taking.challenge()
    client.post(f"/admin/challenges/{made.id}", data=filled(made, summary="Typed first", then="pause"))
    assert (session.query(Challenge).one().state, session.query(Challenge).one().summary) == (
        State.PAUSED,
        "Typed first",
    )


def test_the_list_is_searched_filtered_and_paged(client):
    for number in range(25):
        taking.challenge(title=f"Number {number}")
    taking.challenge(title="Still a draft", live=False)
    assert "Still a draft" in client.get("/admin/challenges").text
    assert "Number 3" in client.get("/admin/challenges?page=2").text
    assert "Still a draft" not in client.get("/admin/challenges?state=live").text
    found = client.get("/admin/challenges?q=draft").text
    assert ("Still a draft" in found, "Number 3" in found) == (True, False)
    assert "Nothing found" in client.get("/admin/challenges?q=zzz").text
    queries = len(client.queries)
    assert queries <= 12


def test_an_empty_list_says_how_to_begin(client):
    assert "No challenges yet" in client.get("/admin/challenges").text


MANAGER_ROUTES = [
    ("GET", "/admin/challenges"),
    ("GET", "/admin/challenges/new"),
    ("POST", "/admin/challenges"),
    ("GET", "/admin/challenges/1/edit"),
    ("POST", "/admin/challenges/1"),
    ("GET", "/admin/challenges/1/preview"),
    ("POST", "/admin/challenges/1/publication"),
    ("POST", "/admin/challenges/1/pause"),
    ("POST", "/admin/challenges/1/end"),
    ("POST", "/admin/challenges/1/archiving"),
    ("POST", "/admin/challenges/1/restoration"),
    ("POST", "/admin/challenges/1/stages/1/restoration"),
    ("GET", "/admin/challenges/queue"),
    ("POST", "/admin/challenges/queue/1/approval"),
    ("POST", "/admin/challenges/queue/1/return"),
    ("POST", "/admin/challenges/queue/1/rejection"),
    ("POST", "/admin/challenges/queue/1/reopening"),
    ("POST", "/admin/challenges/queue/approvals"),
    ("POST", "/admin/challenges/queue/approvals/reopening"),
]


@pytest.mark.parametrize(("method", "url"), MANAGER_ROUTES)
def test_only_managers_reach_the_builder_and_the_queue(client_of, method, url):
    assert client_of().open(url, method=method).status_code == 303
    for role in ("advocate", "prospect", "sales", "csm", "moderator"):
        assert client_of(factories.person(role)).open(url, method=method).status_code == 403


def test_what_does_not_exist_is_not_found(client):
    for method, url in MANAGER_ROUTES:
        if "/1" in url:
            assert client.open(url, method=method).status_code == 404, url
