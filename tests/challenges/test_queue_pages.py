"""The review queue in a browser: the oldest first, one verdict at a time or many, each can be undone."""

from datetime import timedelta

import pytest

from challenges import participations
from challenges.participations import Participation, State
from hub.database import session
from hub.facts import ledger
from tests import factories
from tests.challenges import taking

QUEUE = "/admin/challenges/queue"


@pytest.fixture
def client(client_of):
    return client_of(factories.person("manager"))


def waiting(at, many: int = 1) -> list[Participation]:
    """Submissions, the first one the newest."""
    made = taking.challenge()
    found = [taking.submitted(made, factories.person(first_name=f"Person{n}")) for n in range(many)]
    for days, one in enumerate(found):
        one.submitted_at = at - timedelta(days=days)
    return found


def test_what_waits_longest_comes_first(client, at):
    waiting(at, 3)
    page = client.get(QUEUE).text
    assert page.index("Person2") < page.index("Person1") < page.index("Person0")


def test_an_empty_queue_says_so(client):
    assert "Nothing waits for you" in client.get(QUEUE).text


def test_an_approval_by_htmx_takes_the_item_off_the_page_and_offers_to_undo_it(client, at):
    one, other = waiting(at, 2)
    answer = client.htmx("POST", f"{QUEUE}/{one.id}/approval", data={"seen": one.version})
    assert answer.status_code == 200
    assert f'action="{QUEUE}/{one.id}/reopening"' in answer.text
    assert "<article" not in answer.text
    last = client.htmx("POST", f"{QUEUE}/{other.id}/approval", data={"seen": other.version})
    assert (last.status_code, last.headers["HX-Redirect"]) == (204, QUEUE)
    assert client.post(f"{QUEUE}/{one.id}/reopening").status_code == 303
    assert ledger.account_of(one.person_id).balance == 0
    assert one.person.first_name in client.get(QUEUE).text


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(("way", "state"), [("return", State.RETURNED), ("rejection", State.REJECTED)])
def test_who_sends_back_or_declines_says_why(client, at, htmx, way, state):
    one = waiting(at)[0]

    def post(comment: str):
        data = {"seen": one.version, "comment": comment}
        url = f"{QUEUE}/{one.id}/{way}"
        return client.htmx("POST", url, data=data) if htmx else client.post(url, data=data)

    refused = post("")
    assert refused.status_code == 422
    assert f'id="comment-{one.id}-error"' in refused.text
    assert "<details" in refused.text
    assert " open>" in refused.text
    assert post("A sharper picture, please.").status_code in (204, 303)
    assert session.get_one(Participation, one.id).state is state


def test_who_saw_an_older_version_is_told(client, at):
    one = waiting(at)[0]
    answer = client.post(f"{QUEUE}/{one.id}/approval", data={"seen": one.version - 1})
    assert answer.status_code == 422
    assert "changed since you opened it" in answer.text
    participations.withdraw(one)
    gone = client.post(f"{QUEUE}/{one.id}/approval", data={"seen": one.version})
    assert (gone.status_code, "changed since you opened it" in gone.text) == (422, True)


def test_many_are_approved_at_once_and_the_toast_undoes_them_all(client, at):
    ids = [one.id for one in waiting(at, 3)]
    assert client.post(f"{QUEUE}/approvals").status_code == 422
    assert client.post(f"{QUEUE}/approvals", data={"submission": ids}).status_code == 303
    page = client.get(QUEUE).text
    assert "3 submissions approved." in page
    undo = page.split(f'action="{QUEUE}/approvals/reopening', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    assert client.post(f"{QUEUE}/approvals/reopening{undo}").status_code == 303
    assert {one.state for one in session.query(Participation)} == {State.SUBMITTED}


def test_the_queue_is_filtered_by_challenge(client, at):
    one, other = (
        waiting(at)[0],
        taking.submitted(taking.challenge(title="A quiz"), factories.person(first_name="Priya")),
    )
    page = client.get(f"{QUEUE}?challenge={other.challenge_id}").text
    assert ("Priya" in page, one.person.first_name in page) == (True, False)


def test_one_s_own_submission_is_decided_by_somebody_else(client_of):
    manager = factories.person("manager", "advocate")
    one = taking.submitted(taking.challenge(), manager)
    assert client_of(manager).post(f"{QUEUE}/{one.id}/approval").status_code == 403


def test_the_queue_asks_as_much_for_ten_times_as_much(client, at):
    waiting(at, 1)
    before = client.cost(QUEUE)
    waiting(at, 10)
    assert client.cost(QUEUE) == before <= 12
