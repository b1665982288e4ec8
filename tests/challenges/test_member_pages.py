"""Challenges in a browser, as a member: the shelf, taking one, drafts, handing in, taking back."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from challenges import reviews, stages, starters
from challenges.answers import Answer
from challenges.challenges import State as Life
from challenges.participations import Participation, State
from hub.database import session
from hub.facts import ledger
from tests import factories
from tests.challenges import taking
from tests.pages import count


def png() -> tuple[BytesIO, str]:
    """A small picture as a form sends it."""
    stream = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(stream, "PNG")
    stream.seek(0)
    return stream, "dashboard.png"


def fetched(client, key: str) -> int:
    """The status with which a file is handed out."""
    with client.get(f"/files/{key}") as answer:
        return answer.status_code


@pytest.fixture
def member(db):
    return factories.person(motives=["influence"])


@pytest.fixture
def client(client_of, member):
    return client_of(member)


def two_stages():
    """A question and an upload, as a manager would make it."""
    return taking.challenge(
        ("question", {"title": "What changed?", "points": 20}), ("upload", {"points": 30})
    )


def test_the_shelf_says_what_suits_one_and_why(client):
    made = taking.challenge(tags=["Reporting"])
    page = client.get("/challenges").text
    assert made.title in page
    assert "Because you said: “Influence the product”" in page
    assert "+40 points" in page
    assert "Nothing on “Audit” here" in client.get("/challenges?tag=Audit").text
    assert made.title in client.get("/challenges?tag=Reporting").text


@pytest.mark.parametrize(
    ("show", "words"),
    [("for-you", "done them all"), ("started", "Nothing under way"), ("done", "will stand here")],
)
def test_an_empty_shelf_says_what_will_stand_there(client, show, words):
    assert words in client.get(f"/challenges?show={show}").text


@pytest.mark.parametrize("facts", [{"live": False}, {"starts_in": 1}, {"starts_in": -2, "ends_in": -1}])
def test_what_is_not_open_is_not_found(client, at, facts):
    made = taking.challenge(live=facts.get("live", True))
    made.starts_at = at + timedelta(days=facts["starts_in"]) if "starts_in" in facts else None
    made.deadline = at + timedelta(days=facts["ends_in"]) if "ends_in" in facts else None
    assert client.get(f"/challenges/{made.id}").status_code == 404
    assert client.post(f"/challenges/{made.id}/participation").status_code == 404
    assert made.title not in client.get("/challenges").text


@pytest.mark.parametrize("htmx", [False, True])
def test_a_challenge_with_a_question_and_an_upload_from_start_to_the_points(client, client_of, member, htmx):
    made = two_stages()
    question, upload = stages.of(made)
    there = f"/challenges/{made.id}"

    def post(url: str, data: dict | None = None):
        answer = client.htmx("POST", url, data=data) if htmx else client.post(url, data=data)
        assert answer.status_code == (204 if htmx else 303), answer.text

    assert "Start" in client.get(there).text
    post(f"{there}/participation")
    assert client.post(f"{there}/stages/{question.id}/draft", data={"answer": "We cl"}).status_code == 204
    assert "We cl</textarea>" in client.get(there).text
    post(f"{there}/stages/{question.id}/answer", {"answer": "We close in **three** days."})
    page = client.get(there).text
    assert "<strong>three</strong>" in page
    assert "multipart/form-data" in page
    post(f"{there}/stages/{upload.id}/answer", {"file": png(), "note": "May", "then": "submit"})
    assert "We are looking at it" in client.get(there).text
    one = session.query(Participation).one()
    assert one.state is State.SUBMITTED
    manager = factories.person("manager")
    queue = client_of(manager)
    shown = queue.get("/admin/challenges/queue").text
    assert "three</strong>" in shown
    assert (proof := session.query(Answer).filter_by(stage_id=upload.id).one().value["file"]) in shown
    assert fetched(queue, proof) == 200
    assert (
        queue.post(f"/admin/challenges/queue/{one.id}/approval", data={"seen": one.version}).status_code
        == 303
    )
    assert "It brought you 50 points." in client.get(there).text
    assert ledger.account_of(member.id).balance == 50
    assert made.title in client.get("/challenges?show=done").text


def test_a_peer_cannot_fetch_what_somebody_handed_in(client, client_of):
    made = taking.challenge(("upload", {}))
    client.post(f"/challenges/{made.id}/participation")
    stage = stages.of(made)[0]
    client.post(f"/challenges/{made.id}/stages/{stage.id}/answer", data={"file": png(), "then": "submit"})
    proof = session.query(Answer).one().value["file"]
    assert fetched(client, proof) == 200
    for stranger in (client_of(factories.person()), client_of(), client_of(factories.person("sales"))):
        assert fetched(stranger, proof) == 404


@pytest.mark.parametrize("htmx", [False, True])
def test_a_missing_answer_is_said_beside_the_field(client, htmx):
    made = two_stages()
    question, upload = stages.of(made)
    client.post(f"/challenges/{made.id}/participation")
    for stage, words in ((question, "A few words are enough"), (upload, "Choose a picture or a PDF first.")):
        url = f"/challenges/{made.id}/stages/{stage.id}/answer"
        answer = client.htmx("POST", url, data={}) if htmx else client.post(url, data={})
        assert answer.status_code == 422
        assert words in answer.text
        assert answer.headers.get("HX-Retarget") == (f"#answer-{stage.id}" if htmx else None)


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_kept(client):
    made = taking.challenge(("upload", {}))
    client.post(f"/challenges/{made.id}/participation")
    url = f"/challenges/{made.id}/stages/{stages.of(made)[0].id}/answer"
    answer = client.post(url, data={"file": (BytesIO(b"<script>alert(1)</script>"), "a.png")})
    assert answer.status_code == 422
    assert "Please choose a picture" in answer.text
    assert count(Answer, Answer.answered_at.is_not(None)) == 0


def test_the_last_step_clicked_twice_hands_in_once(client, member):
    made = taking.challenge()
    client.post(f"/challenges/{made.id}/participation")
    url = f"/challenges/{made.id}/stages/{stages.of(made)[0].id}/answer"
    for _click in range(2):
        assert client.post(url, data={"answer": "Yes", "then": "submit"}).status_code == 303
    assert client.post(f"/challenges/{made.id}/submission").status_code == 303
    assert session.query(Participation).one().version == 2


def test_another_tab_cannot_change_what_is_handed_in(client, member):
    one = taking.submitted(taking.challenge(), member, "First")
    url = f"/challenges/{one.challenge_id}/stages/{stages.of(one.challenge)[0].id}"
    assert client.post(f"{url}/draft", data={"answer": "Second"}).status_code == 422
    assert client.post(f"{url}/answer", data={"answer": "Second"}).status_code == 422
    assert session.query(Answer).one().value["answer"] == "First"


@pytest.mark.parametrize("htmx", [False, True])
def test_what_is_handed_in_is_taken_back_and_up_again(client, member, htmx):
    one = taking.submitted(taking.challenge(), member)
    there = f"/challenges/{one.challenge_id}"
    url = f"{there}/participation/withdrawal"
    assert (client.htmx("POST", url) if htmx else client.post(url)).status_code == (204 if htmx else 303)
    page = client.get(there).text
    assert "Take it up again" in page
    assert 'action="' + f"{there}/participation" + '"' in page
    client.post(f"{there}/participation")
    assert "Hand it in" in client.get(there).text


def test_what_came_back_shows_the_comment_and_is_handed_in_again(client, member, at):
    one = taking.submitted(taking.challenge(), member)
    reviews.return_(
        one, comment="Which month is this?", by=factories.person("manager", first_name="Jonas"), now=at
    )
    there, stage = f"/challenges/{one.challenge_id}", stages.of(one.challenge)[0]
    page = client.get(there).text
    assert "Jonas sent it back to you" in page
    assert "Which month is this?" in page
    assert "Hand it in again" in page
    open_ = client.get(f"{there}?stage={stage.id}").text
    assert "We close in three days.</textarea>" in open_
    client.post(f"{there}/stages/{stage.id}/answer", data={"answer": "May.", "then": "submit"})
    assert session.query(Participation).one().state is State.SUBMITTED


def test_a_profile_step_says_what_is_missing_and_is_done_when_it_is_there(client, member):
    made = taking.challenge(("profile", {}))
    client.post(f"/challenges/{made.id}/participation")
    url = f"/challenges/{made.id}/stages/{stages.of(made)[0].id}/answer"
    refused = client.post(url, data={"then": "submit"})
    assert refused.status_code == 422
    assert "what you do" in refused.text
    member.title, member.expertise = "CFO", ["Audit"]
    assert client.post(url, data={"then": "submit"}).status_code == 303
    assert session.query(Participation).one().state is State.APPROVED


def test_the_code_word_is_never_told(client):
    made = taking.challenge(("link", {"settings": {"url": "https://x.example/", "code": "Marigold"}}))
    client.post(f"/challenges/{made.id}/participation")
    url = f"/challenges/{made.id}/stages/{stages.of(made)[0].id}/answer"
    assert "marigold" not in client.get(f"/challenges/{made.id}").text.lower()
    refused = client.post(url, data={"code": "Tulip", "then": "submit"})
    assert (refused.status_code, "marigold" in refused.text.lower()) == (422, False)
    assert client.post(url, data={"code": "marigold", "then": "submit"}).status_code == 303


def test_a_paused_challenge_stays_readable_for_who_began_it(client, member):
    one = taking.started(taking.challenge(), member)
    one.challenge.state = Life.PAUSED
    page = client.get(f"/challenges/{one.challenge_id}").text
    assert "takes a break" in page
    assert client.post(f"/challenges/{one.challenge_id}/participation").status_code == 403


def test_nobody_else_s_steps_or_participations_can_be_reached(client, client_of):
    mine, other = taking.challenge(), taking.challenge()
    client.post(f"/challenges/{mine.id}/participation")
    assert client.post(f"/challenges/{mine.id}/stages/{stages.of(other)[0].id}/answer").status_code == 404
    assert client.post(f"/challenges/{other.id}/submission").status_code == 404
    assert client.post(f"/challenges/{other.id}/stages/{stages.of(other)[0].id}/draft").status_code == 404


MEMBER_ROUTES = [
    ("GET", "/challenges"),
    ("GET", "/challenges/1"),
    ("POST", "/challenges/1/participation"),
    ("POST", "/challenges/1/participation/withdrawal"),
    ("POST", "/challenges/1/submission"),
    ("POST", "/challenges/1/stages/1/draft"),
    ("POST", "/challenges/1/stages/1/answer"),
]


@pytest.mark.parametrize(("method", "url"), MEMBER_ROUTES)
def test_only_who_takes_challenges_reaches_their_pages(client_of, method, url):
    assert client_of().open(url, method=method).status_code == 303
    for role in ("prospect", "sales"):
        assert client_of(factories.person(role)).open(url, method=method).status_code == 403


def test_the_pages_ask_as_much_for_ten_times_as_much(client, member):
    made = taking.challenge()
    for _ in range(3):
        taking.challenge()
    taking.started(made, member)
    urls = ("/challenges", "/challenges?show=started", f"/challenges/{made.id}")
    before = [client.cost(url) for url in urls]
    for number in range(30):
        taking.started(taking.challenge(title=f"Another {number}"), member)
    after = [client.cost(url) for url in urls]
    assert after == before
    assert max(after) <= 12


def test_starters_come_first_for_who_has_just_joined(client, at):
    made = taking.challenge()
    begun = starters.ensure(factories.person("manager"), at)
    assert starters.ensure(factories.person("manager"), at) == []
    page = client.get("/challenges").text
    assert max(page.index(starter.title) for starter in begun) < page.index(made.title)
    assert "A good first step" in page


def test_a_page_that_one_ticked_as_seen_is_shown_as_done_before_the_next_step(client):
    made = taking.challenge(("link", {"settings": {"url": "/members"}}), ("question", {}))
    link = stages.of(made)[0]
    client.post(f"/challenges/{made.id}/participation")
    client.post(f"/challenges/{made.id}/stages/{link.id}/answer", data={"seen": "y"})
    page = client.get(f"/challenges/{made.id}")
    assert page.status_code == 200
    assert "Had a look" in page.text
