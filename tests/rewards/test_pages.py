"""The pages of rewards: each for the right people, plain and by htmx, with a constant number of queries."""

import io

import pytest
import sqlalchemy as sa
from PIL import Image

from hub.database import session
from hub.facts import ledger
from hub.facts.audit import AuditEntry
from rewards import awards, board_marks
from rewards.awards import Award
from rewards.catalogue import Reward
from rewards.redemption_states import RedemptionState
from rewards.redemptions import Redemption
from rewards.reward_kinds import RewardKind
from rewards.wishes import Wish
from tests import factories
from tests.pages import count
from tests.rewards import shop

FACTS = {
    "name": "Summit ticket",
    "kind": "event",
    "description_md": "Two days **with us**.",
    "cost": "1500",
    "stock": "20",
    "per_member": "1",
    "level_id": "",
    "starts_on": "",
    "ends_on": "2026-09-30",
    "value": "490.50",
    "currency": "EUR",
    "picture": "",
}


@pytest.fixture
def manager(client_of):
    return client_of(factories.person("manager"))


def form_token(page):
    return page.text.partition('name="token" type="hidden" value="')[2].partition('"')[0]


def test_a_member_takes_a_reward_and_cancels_it_by_undo(client_of):
    member, mug = shop.saver(250), shop.reward(name="A mug", stock=1)
    client = client_of(member)
    page = client.get(f"/rewards/{mug.id}")
    assert "Take it for 100 points" in page.text
    answer = client.post(f"/rewards/{mug.id}/redemptions", data={"token": form_token(page)})
    assert (answer.status_code, answer.location) == (303, "/redemptions")
    history = client.get("/redemptions")
    assert "Asked for" in history.text
    assert "Undo" in history.text
    redemption = session.scalars(sa.select(Redemption)).one()
    assert client.post(f"/redemptions/{redemption.id}/cancellation").status_code == 303
    assert ledger.account_of(member.id).balance == 250
    assert "Cancelled" in client.get("/redemptions").text


def test_a_double_click_takes_one(client_of):
    member, mug = shop.saver(250), shop.reward()
    client = client_of(member)
    token = {"token": form_token(client.get(f"/rewards/{mug.id}"))}
    for _click in range(2):
        assert client.post(f"/rewards/{mug.id}/redemptions", data=token).status_code == 303
    assert ledger.account_of(member.id).balance == 150


def test_why_not_stands_there_before_the_click_and_after_it(client_of):
    mug = shop.reward(cost=400)
    client = client_of(shop.saver(250))
    page = client.get(f"/rewards/{mug.id}")
    assert "You need 150 more points" in page.text
    assert "Take it for" not in page.text
    for answer in (
        client.post(f"/rewards/{mug.id}/redemptions", data={"token": "late"}),
        client.htmx("post", f"/rewards/{mug.id}/redemptions", data={"token": "late"}),
    ):
        assert answer.status_code == 422
        assert "You need 150 more points" in answer.text
    assert count(Redemption) == 0


def test_a_redemption_without_its_token_is_refused(client_of):
    mug = shop.reward()
    assert client_of(shop.saver(250)).post(f"/rewards/{mug.id}/redemptions").status_code == 422


def test_htmx_goes_on_to_the_same_page(client_of):
    mug = shop.reward()
    answer = client_of(shop.saver(250)).htmx("post", f"/rewards/{mug.id}/redemptions", data={"token": "one"})
    assert answer.status_code == 204
    assert "/redemptions" in (answer.headers.get("HX-Location") or answer.headers.get("HX-Redirect"))


def test_an_instant_reward_is_there_at_once(client_of):
    mug = shop.reward(instant=True)
    client = client_of(shop.saver(250))
    client.post(f"/rewards/{mug.id}/redemptions", data={"token": "one"})
    assert session.scalars(sa.select(Redemption)).one().state is RedemptionState.FULFILLED
    assert "Undo" not in client.get("/redemptions").text


def test_the_shop_shows_what_is_affordable_first_and_never_what_is_archived(client_of, at):
    for name, cost in (("Dear", 900), ("Cheap", 50), ("Middle", 200)):
        shop.reward(name=name, cost=cost)
    shop.reward(name="Hidden away", archived_at=at)
    text = client_of(shop.saver(250)).get("/rewards").text
    assert text.index("Cheap") < text.index("Middle") < text.index("Dear")
    assert "Hidden away" not in text


def test_a_company_that_forbids_gifts_sees_none(client_of):
    shop.reward(name="A mug")
    shop.reward(name="Books for children", kind=RewardKind.DONATION)
    member = shop.saver(250, company=factories.company(forbids_gifts=True))
    text = client_of(member).get("/rewards").text
    assert "Books for children" in text
    assert "A mug" not in text
    assert "not to accept gifts" in text


def test_saving_for_a_reward_shows_on_the_home_page(client_of):
    member, mug = shop.saver(250), shop.reward(name="A mug", cost=500)
    client = client_of(member)
    client.post(f"/rewards/{mug.id}/wish")
    home = client.get("/").text
    assert "Saving for" in home
    assert "50 %" in home
    assert "Contributor" in home
    client.post(f"/rewards/{mug.id}/wish/removal")
    assert count(Wish) == 0
    assert "Saving for" not in client.get("/").text


def test_a_manager_fills_the_shop(manager):
    assert manager.get("/admin/rewards/new").status_code == 200
    assert manager.post("/admin/rewards", data=FACTS).status_code == 303
    made = session.scalars(sa.select(Reward)).one()
    assert (made.value_minor, made.currency, made.per_member, made.level_id) == (49050, "EUR", 1, None)
    assert "<strong>with us</strong>" in made.description_html
    assert 'value="490.5' in manager.get(f"/admin/rewards/{made.id}/edit").text
    manager.post(f"/admin/rewards/{made.id}", data={**FACTS, "cost": "1200", "instant": "y"})
    session.expire_all()
    assert (made.cost, made.instant) == (1200, True)
    manager.post(f"/admin/rewards/{made.id}/archive")
    assert "Summit ticket" in manager.get("/admin/rewards?show=archived").text
    manager.post(f"/admin/rewards/{made.id}/archive/end")
    assert "Summit ticket" in manager.get("/admin/rewards").text
    assert count(AuditEntry, AuditEntry.action.startswith("reward.")) == 4


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": ""}, "required"),
        ({"cost": "0"}, "between"),
        ({"starts_on": "2026-10-01"}, "end before it begins"),
        ({"currency": ""}, "In which currency?"),
    ],
)
def test_a_reward_that_makes_no_sense_is_refused_beside_the_field(manager, facts, said):
    answer = manager.post("/admin/rewards", data={**FACTS, **facts})
    assert answer.status_code == 422
    assert said in answer.text
    assert count(Reward) == 0


def test_a_reward_has_a_picture_that_members_may_fetch(manager, client_of):
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "PNG")
    picture.seek(0)
    data = {**FACTS, "picture": (picture, "mug.png")}
    assert manager.post("/admin/rewards", data=data, content_type="multipart/form-data").status_code == 303
    made = session.scalars(sa.select(Reward)).one()
    assert client_of(factories.person()).get(made.picture_url, buffered=True).status_code == 200
    assert client_of(factories.person("prospect")).get(made.picture_url, buffered=True).status_code == 404


def test_a_manager_approves_and_hands_over(manager, client_of):
    redemption = shop.taken(shop.reward(name="A mug"), shop.saver(250))
    assert "A mug" in manager.get("/admin/redemptions").text
    assert manager.get("/admin/redemptions?tab=nonsense").status_code == 200
    manager.post(f"/admin/redemptions/{redemption.id}/approval")
    assert "A mug" in manager.get("/admin/redemptions?tab=approved").text
    assert "Hand it over" in manager.get(f"/admin/redemptions/{redemption.id}").text
    manager.post(f"/admin/redemptions/{redemption.id}/fulfilment", data={"note": "Tracking 123"})
    assert "Tracking 123" in client_of(redemption.person).get("/redemptions").text
    assert manager.post(f"/admin/redemptions/{redemption.id}/approval").status_code == 422
    assert manager.post(f"/admin/redemptions/{redemption.id}/refund", data={"reason": ""}).status_code == 422
    manager.post(f"/admin/redemptions/{redemption.id}/refund", data={"reason": "It broke."})
    session.expire_all()
    assert redemption.state is RedemptionState.REFUNDED


def test_a_manager_declines_with_a_reason_that_the_member_reads(manager, client_of):
    member = shop.saver(250)
    redemption = shop.taken(shop.reward(), member)
    assert (
        manager.post(f"/admin/redemptions/{redemption.id}/refusal", data={"reason": " "}).status_code == 422
    )
    manager.post(f"/admin/redemptions/{redemption.id}/refusal", data={"reason": "Out of print."})
    page = client_of(member).get("/redemptions").text
    assert "Out of print." in page
    assert "Points returned" in page
    assert ledger.account_of(member.id).balance == 250


def test_nobody_touches_what_others_took(client_of):
    redemption = shop.taken(shop.reward(), shop.saver(250))
    stranger = client_of(factories.person())
    assert stranger.post(f"/redemptions/{redemption.id}/cancellation").status_code == 404
    assert stranger.post(f"/admin/redemptions/{redemption.id}/approval").status_code == 403
    assert client_of(factories.person("sales")).get("/rewards").status_code == 403
    assert client_of().get("/rewards").status_code == 303


def test_badges_show_what_is_held_and_how_far_the_rest_is(client_of):
    member = factories.person()
    for _time in range(3):
        shop.deed("challenge.completed", member)
    text = client_of(member).get("/badges").text
    assert "First step" in text
    assert 'aria-label="3 of 10"' in text
    assert "Luminary" in text


def test_a_badge_has_a_picture_that_browsers_keep(client_of):
    client, badge = client_of(), shop.badge("first-step")
    answer = client.get(f"/badges/{badge.id}/image", buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    again = client.get(
        f"/badges/{badge.id}/image", headers={"If-None-Match": answer.headers["ETag"]}, buffered=True
    )
    assert again.status_code == 304
    assert client.get("/badges/999/image").status_code == 404


def test_anybody_can_check_an_award_and_learns_no_address(client_of, at):
    member = factories.person(first_name="Priya", last_name="Raman", email="priya@kestrel.example")
    shop.deed("challenge.completed", member)
    [award] = awards.of(member.id)
    text = client_of().get(award.url).text
    assert "Priya Raman" in text
    assert "genuine" in text
    assert "kestrel.example" not in text
    awards.take_back(award, reason="A slip", by=factories.person("manager"), now=at)
    assert "withdrawn" in client_of().get(award.url).text
    assert client_of().get("/badges/awards/guess").status_code == 404


def test_a_manager_gives_a_badge_and_takes_it_back(manager):
    member, badge = factories.person(), shop.badge("above-and-beyond")
    given = {"badge": badge.id, "handle": member.handle, "reason": "For Lisbon"}
    assert manager.get(f"/admin/badges?to={member.handle}").status_code == 200
    assert manager.post("/admin/badges/awards", data={**given, "handle": "nobody"}).status_code == 422
    assert manager.post("/admin/badges/awards", data=given).status_code == 303
    assert manager.post("/admin/badges/awards", data=given).status_code == 303
    award = session.scalars(sa.select(Award)).one()
    assert manager.post(f"/admin/badges/awards/{award.id}/withdrawal").status_code == 303
    assert manager.post(f"/admin/badges/awards/{award.id}/withdrawal").status_code == 404


def test_a_profile_shows_level_and_badges(client_of):
    member = shop.saver(300)
    shop.deed("challenge.completed", member)
    text = client_of(factories.person()).get(f"/members/{member.handle}").text
    assert "Contributor" in text
    assert "First step" in text
    assert "Give a badge" in client_of(factories.person("manager")).get(f"/members/{member.handle}").text


@pytest.mark.parametrize("period", ["week", "month", "quarter", "ever", "nonsense"])
def test_the_board_shows_the_first_and_oneself_far_below(client_of, period):
    for number in range(25):
        shop.saver(500 + number)
    member = shop.saver(10, first_name="Marek")
    text = client_of(member).get(f"/leaderboard?period={period}").text
    assert "Marek" in text
    assert ">26<" in text


def test_who_hides_is_told_so(client_of):
    shop.saver(10)
    assert (
        "You keep yourself off the boards"
        in client_of(shop.saver(90, off_boards=True)).get("/leaderboard").text
    )
    assert "not on the boards" in client_of(factories.person("manager")).get("/leaderboard").text


@pytest.mark.parametrize(
    "url",
    [
        "/rewards",
        "/badges",
        "/leaderboard",
        "/redemptions",
        "/",
        "/admin/redemptions",
        "/admin/rewards",
        "/admin/badges",
    ],
)
def test_queries_do_not_grow_with_the_programme(client_of, at, url, monkeypatch):
    monkeypatch.setattr(board_marks, "STEP", 5)
    member = shop.saver(10_000) if not url.startswith("/admin") else factories.person("manager")
    client, queries = client_of(member), []
    for more in (26, 60):
        for _time in range(more):
            mug, other = shop.reward(stock=9), shop.saver(500)
            shop.taken(mug, other)
            shop.deed("challenge.completed", other)
            if "/admin" not in url:
                shop.taken(mug, member)
        queries.append(client.cost(url))
    assert queries[0] == queries[1] <= (7 if url in ("/leaderboard", "/") else 12), "\n".join(client.queries)
