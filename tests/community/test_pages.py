"""The pages of the community: who gets in, what they show, and every button with and without htmx."""

import pytest

from community import acceptances, drafts, moderation, posts, questions
from community.posts import Post
from community.reactions import Reaction
from community.read_marks import ReadMark
from community.subscriptions import Subscription
from community.topics import Topic
from hub.clock import now
from hub.database import session
from tests import factories
from tests.community.conftest import Place
from tests.community.talk import TITLE, answer, ask
from tests.pages import count

SEEN = [
    "/community",
    "/community/questions",
    "/community/questions?show=unanswered",
    "/community/questions?show=odd",
]
WAYS = pytest.mark.parametrize("way", ["plain", "htmx"])


def send(client, way: str, url: str, **data):
    return client.htmx("POST", url, data=data) if way == "htmx" else client.post(url, data=data)


def accepted(response) -> bool:
    """Whether the action was done: followed by a page, or answered with a fragment."""
    return response.status_code in (200, 204, 303)


@pytest.fixture
def topic(place: Place) -> Topic:
    return ask(place.open, place.tomas)


@pytest.fixture
def post(topic: Topic, place: Place) -> Post:
    return answer(topic, place.amara)


@pytest.mark.parametrize("role", ["advocate", "prospect", "sales", "csm", "moderator", "manager", "admin"])
def test_every_role_reads_what_is_open_to_it(place: Place, topic: Topic, client_of, role: str):
    client = client_of(factories.person(role))
    for url in [*SEEN, f"/community/forums/{place.open.slug}", topic.url]:
        assert client.get(url).status_code == 200, url


def test_who_is_not_signed_in_is_led_to_sign_in(place: Place, topic: Topic, client_of):
    for url in [
        *SEEN,
        topic.url,
        "/community/topics/new",
        "/admin/forums",
        "/search?q=audit",
        "/search/suggest?q=au",
    ]:
        assert client_of().get(url).headers["Location"].startswith("/sign-in"), url


def test_a_prospect_learns_nothing_of_a_members_forum(place: Place, client_of):
    secret = ask(place.members, place.tomas, title="A secret of Northwind Mutual")
    reply = answer(secret, place.amara)
    client = client_of(place.buyer)
    for url in (secret.url, reply.url, f"/community/forums/{place.members.slug}", f"{reply.url}/wordings"):
        assert client.get(url).status_code == 404, url
    for url in SEEN:
        page = client.get(url).text
        assert "Northwind" not in page
        assert place.members.name not in page


def test_a_prospect_cannot_touch_what_they_cannot_see(place: Place, client_of):
    secret = ask(place.members, place.tomas)
    reply = answer(secret, place.amara)
    client = client_of(place.buyer)
    for what in (
        "posts",
        "subscription",
        "reading",
        "draft",
        "hiding",
        "hiding/removal",
        "acceptance/removal",
    ):
        assert client.post(f"{secret.url}/{what}", data={"body": "x", "wish": "follow"}).status_code == 404, (
            what
        )
    for what in ("", "/useful", "/acceptance", "/removal", "/restoration"):
        assert client.post(f"{reply.url}{what}", data={"body": "x"}).status_code == 404, what


@pytest.mark.parametrize(
    "url",
    [
        "/community/topics/{}",
        "/community/posts/{}",
        "/community/posts/{}/edit",
        "/community/topics/{}?page=9",
    ],
)
def test_what_does_not_exist_is_404(place: Place, client_of, url: str):
    assert client_of(place.amara).get(url.format(999)).status_code == 404


def test_a_page_past_the_end_is_404(place: Place, topic: Topic, client_of):
    client = client_of(place.amara)
    for url in (
        f"{topic.url}?page=2",
        f"/community/forums/{place.open.slug}?page=2",
        "/community/questions?page=2",
    ):
        assert client.get(url).status_code == 404, url


@WAYS
def test_a_buyer_asks_under_a_pseudonym_and_welcomes_a_talk(place: Place, client_of, way: str):
    form = {
        "forum": place.open.slug,
        "title": TITLE,
        "body": "We weigh it.",
        "tags": "audit",
        "hide_name": "y",
        "talk_welcome": "y",
    }
    assert accepted(send(client_of(place.buyer), way, "/community/topics", **form))
    topic = session.query(Topic).one()
    assert (topic.pseudonym, questions.of(topic).talk_welcome) == ("A buyer in banking", True)
    page = client_of(place.amara).get(topic.url).text
    assert "A buyer in banking" in page
    assert "Raman" not in page


@WAYS
@pytest.mark.parametrize("missing", ["title", "body"])
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(
    place: Place, client_of, way: str, missing: str
):
    form = {"forum": place.open.slug, "title": TITLE, "body": "Our auditors", "tags": "audit", missing: " "}
    response = send(client_of(place.amara), way, "/community/topics", **form)
    assert response.status_code == 422
    assert f'id="{missing}-error"' in response.text
    assert ("Our auditors" if missing == "title" else TITLE) in response.text
    assert (response.headers.get("HX-Retarget") == "#topic-form") == (way == "htmx")


def test_nobody_starts_a_topic_where_only_others_may(place: Place, client_of):
    form = {"forum": place.members.slug, "title": TITLE, "body": "x"}
    assert client_of(place.buyer).post("/community/topics", data=form).status_code == 422
    sales = client_of(factories.person("sales"))
    assert sales.post("/community/topics", data=form).status_code == 403
    assert sales.get("/community/topics/new").status_code == 403


@WAYS
def test_a_reply_lands_where_it_stands(place: Place, topic: Topic, client_of, way: str):
    response = send(client_of(place.amara), way, f"{topic.url}/posts", body="We did")
    post = session.query(Post).filter_by(number=2).one()
    assert (
        response.headers.get("Location", response.headers.get("HX-Redirect")) == f"{topic.url}#post-{post.id}"
    )


@WAYS
def test_an_empty_reply_is_refused_and_the_topic_shown_again(place: Place, topic: Topic, client_of, way: str):
    response = send(client_of(place.amara), way, f"{topic.url}/posts", body="  ")
    assert response.status_code == 422
    assert 'id="reply-form"' in response.text


def test_hostile_words_do_no_harm(place: Place, client_of):
    evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](https://evil.example/p.png)"
    topic = ask(place.open, place.tomas, title='<img src=x onerror="alert(1)">', body=evil)
    answer(topic, place.amara, body=evil)
    for url in (
        topic.url,
        "/community",
        f"/community/forums/{place.open.slug}",
        f"{posts.first_of(topic).url}/edit",
    ):
        page = client_of(place.moderator).get(url).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
        assert 'evil.example/p.png"' not in page.replace('href="https://evil.example/p.png"', "")


def test_a_locked_topic_says_why_and_refuses(place: Place, topic: Topic, post: Post, client_of):
    moderation.lock(topic, reason="Answered in the handbook", by=place.moderator, now=now())
    client = client_of(place.amara)
    page = client.get(topic.url).text
    assert "This topic is locked: Answered in the handbook" in page
    assert 'id="reply-form"' not in page
    refused = client.post(f"{topic.url}/posts", data={"body": "Still"})
    assert (refused.status_code, "Answered in the handbook" in refused.text) == (403, True)
    assert client.post(post.url, data={"body": "Better"}).status_code == 403


@WAYS
def test_useful_answers_with_its_own_button(place: Place, topic: Topic, post: Post, client_of, way: str):
    response = send(client_of(place.tomas), way, f"{post.url}/useful")
    assert count(Reaction) == 1
    if way == "htmx":
        assert 'aria-pressed="true"' in response.text
        assert f'id="useful-{post.id}"' in response.text
    else:
        assert response.headers["Location"] == f"{topic.url}#post-{post.id}"


@WAYS
def test_following_and_muting(place: Place, topic: Topic, client_of, way: str):
    client = client_of(place.csm)
    for wish, rows in (("follow", 1), ("mute", 1), ("", 0), ("odd", 0)):
        assert accepted(send(client, way, f"{topic.url}/subscription", wish=wish))
        assert count(Subscription, Subscription.person_id == place.csm.id) == rows


@WAYS
def test_only_who_asked_or_a_moderator_accepts_an_answer(
    place: Place, topic: Topic, post: Post, client_of, way: str
):
    assert send(client_of(place.amara), way, f"{post.url}/acceptance").status_code == 403
    assert accepted(send(client_of(place.tomas), way, f"{post.url}/acceptance"))
    assert acceptances.standing(topic.id) is not None
    assert "Accepted answer" in client_of(place.buyer).get(topic.url).text
    assert accepted(send(client_of(place.moderator), way, f"{topic.url}/acceptance/removal"))
    assert acceptances.standing(topic.id) is None


@WAYS
def test_a_post_is_removed_and_brought_back_by_its_author(
    place: Place, topic: Topic, post: Post, client_of, way: str
):
    client = client_of(place.amara)
    assert client_of(place.tomas).post(f"{post.url}/removal").status_code == 403
    assert accepted(send(client, way, f"{post.url}/removal"))
    page = client.get(topic.url).text
    assert "A post was removed here." in page
    assert "five months" not in page
    assert f"{post.url}/restoration" in page
    assert client_of(place.tomas).post(f"{post.url}/restoration").status_code == 403
    assert accepted(send(client, way, f"{post.url}/restoration"))
    assert "five months" in client.get(topic.url).text


def test_what_a_moderator_removed_its_author_does_not_bring_back(place: Place, post: Post, client_of):
    client_of(place.moderator).post(f"{post.url}/removal")
    assert client_of(place.amara).post(f"{post.url}/restoration").status_code == 403


@WAYS
def test_better_words_are_kept_with_the_earlier_ones(
    place: Place, topic: Topic, post: Post, client_of, way: str
):
    client = client_of(place.amara)
    assert "five months" in client.get(f"{post.url}/edit").text
    assert client_of(place.tomas).get(f"{post.url}/edit").status_code == 403
    assert accepted(send(client, way, post.url, body="For six months."))
    assert "five months" in client.get(f"{post.url}/wordings").text
    assert client_of(place.tomas).get(f"{post.url}/wordings").status_code == 403
    assert "Edited" in client_of(place.tomas).get(topic.url).text
    assert send(client, way, post.url, body=" ").status_code == 422


def test_a_topics_title_and_tags_change_with_its_first_post(place: Place, topic: Topic, client_of):
    first = posts.first_of(topic)
    form = {"title": "One trail across two ledgers?", "body": "Better", "tags": "audit, Ledger"}
    assert client_of(place.tomas).post(first.url, data=form).status_code == 303
    session.refresh(topic)
    assert (topic.title, topic.tags) == ("One trail across two ledgers?", ["audit", "ledger"])


@WAYS
def test_moderators_lock_pin_and_hide_and_undo_it(place: Place, topic: Topic, client_of, way: str):
    client = client_of(place.moderator)
    for what in ("lock", "pin", "hiding"):
        assert accepted(send(client, way, f"{topic.url}/{what}", reason="Because"))
        assert client.get(topic.url).status_code == 200
        assert client_of(place.amara).get(topic.url).status_code == (404 if what == "hiding" else 200)
        assert accepted(send(client, way, f"{topic.url}/{what}/removal"))
    for what in ("lock", "lock/removal", "pin", "pin/removal"):
        assert client_of(place.amara).post(f"{topic.url}/{what}").status_code == 403


def test_one_takes_ones_own_topic_away_while_nobody_replied(place: Place, topic: Topic, client_of):
    client = client_of(place.tomas)
    assert client_of(place.amara).post(f"{topic.url}/hiding").status_code == 403
    assert client.post(f"{topic.url}/hiding").status_code == 303
    assert client.get(topic.url).status_code == 404
    assert client.post(f"{topic.url}/hiding/removal").status_code == 303
    answer(topic, place.amara)
    assert client.post(f"{topic.url}/hiding").status_code == 403


def test_what_a_moderator_hid_its_author_does_not_reveal(place: Place, topic: Topic, client_of):
    moderation.hide(topic, reason="", by=place.moderator, now=now())
    assert client_of(place.tomas).post(f"{topic.url}/hiding/removal").status_code == 403
    assert client_of(place.amara).post(f"{topic.url}/hiding/removal").status_code == 404


def test_a_preview_reads_as_it_will(place: Place, client_of):
    preview = client_of(place.amara).post(
        "/community/preview", data={"body": f"**Hi** @{place.tomas.handle} <b>x</b>"}
    )
    assert "<strong>Hi</strong>" in preview.text
    assert "&lt;b&gt;" in preview.text
    assert f"/members/{place.tomas.handle}" in preview.text
    assert (
        "/members/"
        not in client_of(place.buyer).post("/community/preview", data={"body": f"@{place.tomas.handle}"}).text
    )
    assert client_of(place.amara).post("/community/preview", data={"body": "x" * 60_000}).status_code == 422


def test_drafts_come_back_until_they_are_posted(place: Place, topic: Topic, client_of):
    client = client_of(place.amara)
    assert client.post(f"{topic.url}/draft", data={"body": "Half a thought"}).status_code == 204
    assert (
        client.post(
            "/community/topics/new/draft", data={"title": "Half a title", "forum": "nowhere"}
        ).status_code
        == 204
    )
    assert "Half a thought" in client.get(topic.url).text
    assert "Half a thought" not in client_of(place.csm).get(topic.url).text
    assert "Half a title" in client.get("/community/topics/new").text
    client.post(f"{topic.url}/posts", data={"body": "A whole thought"})
    assert drafts.find(f"topic:{topic.id}", by=place.amara) == {}


def test_a_quote_begins_the_reply(place: Place, topic: Topic, post: Post, client_of):
    client = client_of(place.tomas)
    assert "&gt; We did, for five months." in client.get(f"{topic.url}?quote={post.id}").text
    assert client.get(f"{topic.url}?quote=999").status_code == 200


def test_reading_is_marked_by_a_post_of_its_own_and_the_topic_is_no_longer_new(
    place: Place, topic: Topic, client_of
):
    client, listed = client_of(place.amara), f"/community/forums/{place.open.slug}"
    assert "unread" in client.get(listed).text
    assert f'hx-post="{topic.url}/reading"' in client.get(topic.url).text
    assert count(ReadMark, ReadMark.person_id == place.amara.id) == 0
    assert client.htmx("POST", f"{topic.url}/reading", data={"up_to": "1"}).status_code == 204
    assert client.post(f"{topic.url}/reading", data={"up_to": "nonsense"}).status_code == 204
    assert "unread" not in client.get(listed).text


def test_profiles_are_linked_for_members_only(place: Place, topic: Topic, client_of):
    answer(topic, place.amara, body=f"Ask @{place.tomas.handle}")
    assert f"/members/{place.tomas.handle}" in client_of(place.csm).get(topic.url).text
    page = client_of(place.buyer).get(topic.url).text
    assert "/members/" not in page
    assert place.tomas.name in page


def test_the_teams_answers_say_so(place: Place, topic: Topic, client_of):
    answer(topic, place.csm)
    assert "Meridian team" in client_of(place.buyer).get(topic.url).text


def test_a_new_name_shows_at_once(place: Place, topic: Topic, client_of):
    client_of(place.csm).get(topic.url)
    place.tomas.last_name = "Kern-Sørensen"
    assert "Kern-Sørensen" in client_of(place.csm).get(topic.url).text


def test_the_waiting_questions_are_those_without_a_customers_answer(place: Place, topic: Topic, client_of):
    other = ask(place.open, place.tomas, title="A question with an answer")
    answer(other, place.amara)
    client = client_of(place.moderator)
    waiting, answered = (
        client.get(f"/community/questions?show={show}").text for show in ("unanswered", "answered")
    )
    assert (topic.title in waiting, other.title in waiting) == (True, False)
    assert (topic.title in answered, other.title in answered) == (False, True)


@pytest.mark.both
def test_pages_ask_as_little_however_much_there_is(place: Place, client_of):
    client = client_of(place.amara)
    urls = ["/community", f"/community/forums/{place.open.slug}", "/community/questions"]
    topic = ask(place.open, place.tomas)
    few = [client.cost(url) for url in [*urls, topic.url]]
    for number in range(24):
        answer(topic, factories.person(company=factories.company()), body=f"Part {number}")
        answer(ask(place.open, factories.person(), title=f"Another question, {number}"), place.amara)
    many = [client.cost(url) for url in [*urls, topic.url]]
    assert many == few
    assert max(many) <= 7


def test_managers_set_up_forums_and_nobody_else(place: Place, client_of):
    form = {
        "name": "Audit",
        "category": "Practice",
        "about": "Trails",
        "kind": "question",
        "sees": "members",
        "posts": "members",
    }
    for person in (place.amara, place.buyer, place.moderator):
        assert client_of(person).get("/admin/forums").status_code == 403
        assert client_of(person).post("/admin/forums", data=form).status_code == 403
    client = client_of(place.manager)
    assert client.get("/admin/forums").status_code == client.get("/admin/forums/new").status_code == 200
    assert client.post("/admin/forums", data=form).status_code == 303
    assert client.get("/admin/forums/audit").status_code == 200
    assert client.post("/admin/forums", data=form).status_code == 422
    assert client.htmx("POST", "/admin/forums/audit", data={**form, "name": "Audits"}).status_code == 204
    assert client.post("/admin/forums/audit", data={**form, "kind": "ideas"}).status_code == 422
    assert client.get("/admin/forums/nowhere").status_code == 404
