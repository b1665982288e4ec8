"""The pages of references: each role, with the wrong turns."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from hub.clock import frozen_at
from hub.database import session
from hub.delivery import mail
from hub.delivery.outbox import OutboxRow
from hub.facts import asks, quiet_dates
from hub.people import buyers
from hub.people.opportunities import Result
from hub.people.persons import Person
from references import invitations, outcomes, requests, signed_links, stories
from references.calls import calls, holding, ratings
from references.calls.calls import CallState
from references.calls.ratings import Score, Side
from references.drafts import Draft
from references.formats import Format
from references.invitations import Answer
from references.requests import Request
from references.states import State
from references.stories import StoryKind
from references.terms import terms
from tests import factories
from tests.pages import count
from tests.references import scenes

FORM = {
    "opportunity_id": "0",
    "company_name": "Halden Re",
    "format": "video",
    "minutes": "30",
    "size": "",
    "timezone": "UTC",
    "need_industry": "required",
    "need_size": "preferred",
    "need_use_case": "preferred",
    "need_region": "ignored",
    "recording": "no",
    "industry": "Insurance",
    "buyer_name": "Bea Halden",
    "buyer_email": "bea@halden.example",
}


# --- who sees what


@pytest.mark.parametrize(
    ("role", "word"),
    [
        ("advocate", "Nobody has asked yet"),
        ("sales", "Ask for a reference"),
        ("csm", "Ask for a reference"),
        ("manager", "Requests"),
    ],
)
def test_each_role_has_its_own_page(client_of, role, word):
    assert word in client_of(factories.person(role)).get("/references").text


def test_a_prospect_and_a_stranger_have_no_references(client_of):
    assert client_of(factories.person("prospect")).get("/references").status_code == 403
    assert client_of().get("/references").status_code == 303


@pytest.mark.parametrize("url", ["/references", "/references/requests/new", "/stories"])
def test_an_empty_hub_shows_empty_pages(client_of, url):
    assert client_of(scenes.manager()).get(url).status_code == 200


def test_pages_ask_the_same_number_of_questions_for_ten_times_the_data(client_of):
    manager, seller, person = scenes.manager(), scenes.seller(), scenes.advocate()
    request = scenes.request(seller)
    visits = [
        (manager, "/references"),
        (manager, request.url),
        (seller, "/references"),
        (seller, request.url),
        (person, "/references"),
        (person, "/me/availability"),
        (person, "/me/impact"),
        (person, "/stories"),
    ]
    before = []
    for who, url in visits:
        before.append(client_of(who).cost(url))
    for number in range(10):
        scenes.advocate()
        scenes.request(seller, company_name=f"Company {number}")
    for (who, url), queries in zip(visits, before, strict=True):
        client = client_of(who)
        assert client.cost(url) == queries, (url, client.queries)
        assert queries <= 12, (url, queries, client.queries)


# --- terms


def test_an_advocate_says_what_suits_them(client_of):
    person = factories.person("advocate")
    form = {
        "formats": ["video", "quote"],
        "topics": ["Support"],
        "windows": ["0-morning", "4-evening"],
        "most": "2",
        "per": "quarter",
        "minutes": "60",
        "never_with": "Ledgerly, ledgerly",
        "languages": "German, English",
        "anonymous": "y",
    }
    response = client_of(person).post("/me/availability", data=form)
    assert response.status_code == 303
    own = terms.of(person.id)
    assert (own.formats, own.windows, own.never_with) == (
        ["video", "quote"],
        ["0-morning", "4-evening"],
        ["Ledgerly"],
    )
    assert scenes.sure(asks.budget_of(person.id)).monthly_minutes == 60
    page = client_of(person).get("/me/availability").text
    assert 'value="0-morning" checked' in page
    assert "Ledgerly" in page


def test_terms_that_cannot_be_are_refused_beside_the_field(client_of):
    client = client_of(factories.person("advocate"))
    response = client.post("/me/availability", data={"most": "0", "per": "month"})
    assert response.status_code == 422
    assert 'id="most-error"' in response.text
    assert (
        client.htmx("POST", "/me/availability", data={"most": "0", "per": "month"}).headers["HX-Retarget"]
        == "#terms-form"
    )


def test_one_click_pauses_and_another_ends_it(client_of):
    person = scenes.advocate()
    client = client_of(person)
    assert client.post("/me/availability/pause", data={"back": "home"}).location == "/"
    assert scenes.sure(asks.budget_of(person.id)).paused_until == scenes.later(days=30)
    assert client.htmx("POST", "/me/availability/pause/end").status_code == 204
    assert scenes.sure(asks.budget_of(person.id)).paused_until is None
    assert client.post("/me/availability/pause", data={"days": "9999"}).status_code == 404


def test_quiet_dates_are_kept_and_taken_back_by_their_owner_alone(client_of):
    person = scenes.advocate()
    client = client_of(person)
    client.post("/me/availability/quiet-dates", data={"starts_on": "2026-12-20", "ends_on": "2027-01-06"})
    (quiet,) = quiet_dates.of(person.id, now=scenes.later())
    assert (
        client_of(scenes.advocate()).post(f"/me/availability/quiet-dates/{quiet.id}/end").status_code == 404
    )
    assert (
        client.post(
            "/me/availability/quiet-dates", data={"starts_on": "2026-12-20", "ends_on": "2026-12-01"}
        ).status_code
        == 422
    )
    assert client.post(f"/me/availability/quiet-dates/{quiet.id}/end").status_code == 303


def test_the_home_page_shows_the_terms_with_the_next_possible_date(client_of):
    person = scenes.advocate()
    scenes.invited(person)
    page = client_of(person).get("/").text
    assert "Your terms" in page
    assert "1 April" in page
    assert "See times" in page


# --- asking


def test_sales_files_a_request_from_a_deal(client_of):
    buyer = factories.company("Halden Re", kind="prospect", industry="Insurance", employees=2000)
    deal = factories.opportunity(buyer)
    seller = scenes.seller()
    client = client_of(seller)
    page = client.get(f"/references/requests/new?opportunity={deal.id}").text
    assert 'value="Halden Re"' in page
    assert 'value="Insurance"' in page
    response = client.post("/references/requests", data={**FORM, "opportunity_id": str(deal.id)})
    request = scenes.sure(session.scalar(sa.select(Request)))
    assert response.location == request.url
    assert (request.opportunity_id, request.requester_id) == (deal.id, seller.id)
    assert request.needs["industry"] == "required"
    assert scenes.sure(request.buyer).name == "Bea Halden"


def test_a_second_request_for_a_deal_is_shown_the_first(client_of):
    deal = factories.opportunity()
    seller = scenes.seller()
    first = scenes.request(seller, opportunity=deal)
    client = client_of(seller)
    response = client.post("/references/requests", data={**FORM, "opportunity_id": str(deal.id)})
    assert response.status_code == 422
    assert first.url in response.text
    assert (
        client.post(
            "/references/requests", data={**FORM, "opportunity_id": str(deal.id), "again": "y"}
        ).status_code
        == 303
    )


def test_after_thirty_days_the_deal_can_be_asked_for_again(client_of, at):
    deal = factories.opportunity()
    scenes.request(opportunity=deal)
    assert requests.recent_for(deal.id, now=scenes.later(days=29)) is not None
    assert requests.recent_for(deal.id, now=scenes.later(days=30)) is None


def test_what_one_types_is_kept_until_it_is_filed(client_of):
    client = client_of(scenes.seller())
    assert (
        client.post(
            "/references/requests/draft", data={"company_name": "Orlice", "topics": ["Support"]}
        ).status_code
        == 204
    )
    page = client.get("/references/requests/new").text
    assert 'value="Orlice"' in page
    assert "This is your draft" in page
    client.post("/references/requests", data=FORM)
    assert count(Draft) == 0


def test_the_count_follows_the_form(client_of):
    scenes.advocate()
    client = client_of(scenes.seller())
    fits = client.get("/references/requests/fit", query_string={**FORM, "topics": "Implementation"})
    assert ">1<" in fits.text
    none = client.get("/references/requests/fit", query_string={**FORM, "industry": "Retail"})
    assert "Nobody fits" in none.text


def test_the_form_says_what_is_missing(client_of):
    response = client_of(scenes.seller()).post(
        "/references/requests", data={**FORM, "company_name": "", "buyer_name": ""}
    )
    assert response.status_code == 422
    assert 'id="company_name-error"' in response.text


@pytest.mark.parametrize("role", ["advocate", "prospect", "moderator"])
def test_who_does_not_ask_cannot_open_the_form(client_of, role):
    assert client_of(factories.person(role)).get("/references/requests/new").status_code == 403


def test_a_colleague_does_not_see_ones_request(client_of):
    request = scenes.request()
    assert client_of(scenes.seller()).get(request.url).status_code == 404
    assert client_of(scenes.seller()).post(f"{request.url}/withdrawal").status_code == 404


def test_a_buyer_who_asked_follows_their_request(client_of):
    buyer = factories.person("prospect")
    request = requests.file(requests.Wish("Halden Re"), by=buyer, buyer=buyer, now=scenes.later())
    assert client_of(buyer).get(request.url).status_code == 200


def test_a_request_is_handed_over_to_a_colleague(client_of):
    seller, colleague = scenes.seller(), scenes.seller()
    request = scenes.request(seller)
    assert (
        client_of(seller).post(f"{request.url}/hand-over", data={"to": str(colleague.id)}).status_code == 303
    )
    assert client_of(colleague).get(request.url).status_code == 200
    assert client_of(seller).get(request.url).status_code == 404


# --- matching


def test_a_manager_sees_the_ranking_and_who_cannot_be_asked_with_the_reason(client_of):
    rested, resting = scenes.advocate(first_name="Amara"), scenes.advocate(first_name="Tomas")
    asks.draw(resting, "reference", minutes=30, source="test", now=scenes.later())
    request = scenes.request()
    page = client_of(scenes.manager()).get(request.url).text
    assert "Invite first" in page
    assert rested.name in page
    assert "Next free on 1 April" in page
    assert "Due in 48 h" in page


def test_one_click_invites_the_first(client_of):
    person = scenes.advocate()
    request = scenes.request()
    client = client_of(scenes.manager())
    url = f"{request.url}/candidates/{person.handle}/invitation"
    assert client.post(url).status_code == 303
    assert client.post(url).status_code == 422
    assert scenes.sure(invitations.waiting_for(request.id)).person_id == person.id
    assert client.get(request.url).status_code == 200


def test_second_in_rank_waits_in_line_and_can_be_taken_out(client_of):
    scenes.advocate()
    second = scenes.advocate()
    request = scenes.request()
    client = client_of(scenes.manager())
    url = f"{request.url}/candidates/{second.handle}/place"
    assert client.post(url).status_code == 303
    assert "Second in rank" in client.get(request.url).text
    assert client.htmx("POST", f"{url}/removal").status_code == 204


def test_a_candidate_is_set_aside_with_a_reason(client_of):
    person = scenes.advocate()
    request = scenes.request()
    client = client_of(scenes.manager())
    url = f"{request.url}/candidates/{person.handle}"
    assert client.get(url).status_code == 200
    assert client.post(f"{url}/aside", data={"reason": ""}).status_code == 422
    client.post(f"{url}/aside", data={"reason": "Their CFO is on leave"})
    assert "Their CFO is on leave" in client.get(request.url).text
    client.post(f"{url}/aside/removal")
    assert "Their CFO is on leave" not in client.get(request.url).text


def test_going_past_a_guardrail_needs_a_reason(client_of):
    person = scenes.advocate()
    asks.draw(person, "reference", minutes=30, source="test", now=scenes.later())
    request = scenes.request()
    client = client_of(scenes.manager())
    url = f"{request.url}/candidates/{person.handle}/override"
    assert client.get(url).status_code == 200
    assert client.post(url, data={"reason": ""}).status_code == 422
    assert client.post(url, data={"reason": "The board asked"}).status_code == 303
    assert scenes.sure(invitations.waiting_for(request.id)).override == "The board asked"


def test_with_nobody_the_page_shows_the_nearest_and_a_way_on(client_of):
    scenes.advocate(company=factories.company(industry="Retail"))
    request = scenes.request(needs={"industry": "required"})
    client = client_of(scenes.manager())
    page = client.get(request.url).text
    assert "Nobody fits" in page
    assert "Industry differs" in page
    assert client.post(f"{request.url}/no-match").status_code == 303
    session.refresh(request)
    assert request.state is State.NO_MATCH
    assert request.responded_at is not None
    assert client.get(request.url).status_code == 200


def test_a_story_is_offered_and_who_asked_may_want_a_talk_after_all(client_of):
    manager, seller = scenes.manager(), scenes.seller()
    story = stories.publish(
        kind=StoryKind.CASE_STUDY,
        title="How Kestrel did it",
        summary="Fast.",
        body="It *worked*.",
        industry="Insurance",
        by=manager,
        now=scenes.later(),
    )
    request = scenes.request(seller)
    client = client_of(manager)
    assert "How Kestrel did it" in client.get(request.url).text
    client.post(f"{request.url}/offers", data={"thing": f"{story.url}|{story.title}"})
    session.refresh(request)
    assert request.state is State.CONTENT_OFFERED
    page = client_of(seller).get(request.url).text
    assert "I need a talk after all" in page
    client_of(seller).post(f"{request.url}/reopening")
    session.refresh(request)
    assert request.state.value == "in_review"


def test_a_thing_from_elsewhere_is_not_offered(client_of):
    request = scenes.request()
    response = client_of(scenes.manager()).post(
        f"{request.url}/offers", data={"thing": "https://evil.example|Look"}
    )
    assert response.status_code == 422


@pytest.mark.parametrize("verb", ["review", "refusal", "no-match", "offers"])
def test_only_managers_decide_on_a_request(client_of, verb):
    seller = scenes.seller()
    request = scenes.request(seller)
    assert client_of(seller).post(f"{request.url}/{verb}").status_code == 403


def test_turning_down_needs_a_reason_that_is_told(client_of):
    request = scenes.request()
    client = client_of(scenes.manager())
    assert client.post(f"{request.url}/refusal", data={}).status_code == 422
    client.post(f"{request.url}/refusal", data={"reason": "Too early in the deal"})
    session.refresh(request)
    assert "Too early" in scenes.sure(request.response)


# --- answering


def test_an_advocate_takes_the_call(client_of):
    invitation = scenes.invited(buyer_times=[scenes.TIME])
    client = client_of(invitation.person)
    page = client.get(invitation.url).text
    assert "Take this call" in page
    assert scenes.TIME in page
    response = client.post(f"{invitation.url}/acceptance", data={"times": [scenes.TIME]})
    call = scenes.sure(calls.of_request(invitation.request_id))
    assert response.location == call.url
    assert client.get(call.url).status_code == 200
    assert client.post(f"{invitation.url}/acceptance", data={"times": [scenes.TIME]}).status_code == 422


def test_nobody_else_sees_an_invitation(client_of):
    invitation = scenes.invited()
    for stranger in (scenes.advocate(), factories.person("advocate")):
        assert client_of(stranger).get(invitation.url).status_code == 404
        assert (
            client_of(stranger)
            .post(f"{invitation.url}/acceptance", data={"times": [scenes.TIME]})
            .status_code
            == 404
        )
    assert client_of(scenes.seller()).get(invitation.url).status_code == 403


def test_the_link_of_the_mail_answers_without_signing_in_once(client_of):
    invitation = scenes.invited()
    url = f"/references/answer/{signed_links.invitation_token(invitation.id)}"
    client = client_of()
    assert "Take this call" in client.get(url).text
    session.refresh(invitation)
    assert invitation.answer is Answer.WAITING, "opening the link does nothing"
    assert client.post(f"{url}/acceptance", data={}).status_code == 422
    assert client.post(f"{url}/acceptance", data={"times": [scenes.TIME]}).status_code == 303
    assert "Thank you" in client.get(url).text
    assert client.post(f"{url}/refusal", data={"reason": "no_time"}).status_code == 422


def test_a_forged_link_is_not_found(client_of):
    for url in (
        "/references/answer/forged",
        "/references/talk/forged",
        f"/references/talk/{signed_links.invitation_token(1)}",
    ):
        assert client_of().get(url).status_code == 404


def test_declining_by_the_link_says_what_follows(client_of):
    invitation = scenes.invited()
    url = f"/references/answer/{signed_links.invitation_token(invitation.id)}"
    assert "We leave you alone for 30 days" in client_of().get(url).text
    client_of().post(f"{url}/refusal", data={"reason": "no_time"})
    assert "That is fine" in client_of().get(url).text


def test_by_phone_the_number_is_for_the_buyer_alone(client_of):
    seller = scenes.seller()
    invitation = scenes.invited(format=Format.PHONE)
    invitation.request.requester_id = seller.id
    client = client_of(invitation.person)
    assert client.post(f"{invitation.url}/acceptance", data={"times": [scenes.TIME]}).status_code == 422
    client.post(f"{invitation.url}/acceptance", data={"times": [scenes.TIME], "place": "+43 1 234567"})
    call = scenes.sure(calls.of_request(invitation.request_id))
    buyer = f"/references/talk/{signed_links.buyer_token(call.request_id)}"
    client_of().post(f"{buyer}/time", data={"time": scenes.TIME})
    assert "+43 1 234567" in client_of().get(buyer).text
    assert "+43 1 234567" in client.get(call.url).text
    assert "+43 1 234567" not in client_of(seller).get(call.url).text
    assert "+43 1 234567" not in client_of(scenes.manager()).get(call.url).text


# --- the talk


def test_the_buyer_chooses_joins_and_rates_without_an_account(client_of):
    call = scenes.agreed(place="https://meet.example/room")
    client, url = client_of(), f"/references/talk/{signed_links.buyer_token(call.request_id)}"
    assert "Choose a time" in client.get(url).text
    assert client.post(f"{url}/time", data={"time": "2026-03-10T10:00:00+00:00"}).status_code == 404
    assert client.post(f"{url}/time", data={"time": scenes.TIME}).status_code == 303
    assert client.get(f"{url}/join").location == "https://meet.example/room"
    with frozen_at(scenes.later(days=8)):
        assert "How was it?" in client.get(url).text
        assert client.post(f"{url}/rating", data={"relevance": "5"}).status_code == 422
        assert (
            client.post(
                f"{url}/rating", data={"relevance": "5", "preparedness": "4", "again": "y"}
            ).status_code
            == 303
        )
        assert "will be glad" in client.get(url).text
    session.refresh(call)
    assert call.state is CallState.HELD
    assert ratings.of_call(call.id)[Side.BUYER].again


def test_the_way_in_is_for_the_two_who_speak(client_of):
    call = scenes.scheduled()
    assert client_of(call.person).get(f"{call.url}/join").location == "https://meet.example/room"
    manager = client_of(scenes.manager())
    assert manager.get(f"{call.url}/join").location == call.url
    assert "meet.example" not in manager.get(call.url).text
    assert client_of(scenes.advocate()).get(f"{call.url}/join").status_code == 404


def test_after_the_talk_the_advocate_says_so_and_rates(client_of):
    call = scenes.scheduled()
    with frozen_at(scenes.later(days=8)):
        client = client_of(call.person)
        assert "Did it take place?" in client.get(call.url).text
        assert client.post(f"{call.url}/held").status_code == 303
        assert "How was it?" in client.get(call.url).text
        assert (
            client.htmx(
                "POST", f"{call.url}/rating", data={"relevance": "4", "preparedness": "5"}
            ).status_code
            == 204
        )
        assert client.get(call.url).status_code == 200


def test_a_talk_that_did_not_take_place_finds_another_time(client_of):
    call = scenes.scheduled()
    with frozen_at(scenes.later(days=8)):
        client = client_of(call.person)
        client.post(f"{call.url}/missed")
        page = client.get(call.url).text
        slot = re.search(r'name="times" value="([^"]+)"', page)
        assert client.post(f"{call.url}/proposals", data={"times": [scenes.sure(slot)[1]]}).status_code == 303
        assert "A new time is needed" in page


def test_the_advocate_proposes_other_times_and_the_buyer_chooses(client_of):
    call = scenes.scheduled()
    other = scenes.later(days=9).isoformat()
    assert client_of(call.person).post(f"{call.url}/proposals", data={"times": [other]}).status_code == 303
    url = f"/references/talk/{signed_links.buyer_token(call.request_id)}"
    client_of().post(f"{url}/time", data={"time": other})
    session.refresh(call)
    assert call.starts_at == scenes.later(days=9)


def test_cancelling_needs_no_reason_and_frees_both(client_of):
    call = scenes.scheduled()
    assert client_of(call.person).post(f"{call.url}/cancellation").status_code == 303
    assert (
        "No talk just now"
        in client_of().get(f"/references/talk/{signed_links.buyer_token(call.request_id)}").text
    )


def test_sales_pastes_the_link(client_of):
    seller = scenes.seller()
    call = scenes.agreed(buyer_times=[scenes.TIME])
    call.request.requester_id = seller.id
    client = client_of(seller)
    assert "Only the link is missing" in client.get(call.url).text
    assert client.post(f"{call.url}/place", data={"place": "ftp://nowhere"}).status_code == 422
    assert client.post(f"{call.url}/place", data={"place": "https://meet.example/x"}).status_code == 303


# --- afterwards


def test_the_outcome_is_kept_and_the_advocate_sees_their_impact(client_of):
    seller = scenes.seller()
    call = scenes.held()
    call.request.requester_id = seller.id
    ratings.rate(call, Side.BUYER, Score(5, 5, note="Her plain answer decided it"), now=scenes.later(days=8))
    client = client_of(seller)
    assert (
        client.post(
            f"{call.request.url}/outcome", data={"result": "won", "amount": "240000", "currency": "eur"}
        ).status_code
        == 303
    )
    outcome = scenes.sure(outcomes.find(call.request_id))
    assert (outcome.result, outcome.amount_minor, outcome.currency) == (Result.WON, 24_000_000, "EUR")
    page = client_of(call.person).get("/me/impact").text
    assert "Halden Re chose us" in page
    assert "Her plain answer decided it" in page
    assert client.get(call.request.url).status_code == 200


def test_a_manager_thanks_in_their_own_words(client_of):
    person = scenes.advocate()
    client = client_of(scenes.manager())
    url = f"/references/thanks/{person.handle}"
    assert client.get(url).status_code == 200
    assert client.post(url, data={"note": ""}).status_code == 422
    assert client.post(url, data={"note": "You carried us."}).status_code == 303


def test_a_reference_from_outside_moves_the_next_free_date(client_of):
    person = scenes.advocate()
    client = client_of(scenes.manager())
    assert client.get("/references/outside/new").status_code == 200
    form = {
        "advocate": str(person.id),
        "opportunity": "0",
        "on": "2026-02-20",
        "minutes": "30",
        "note": "At a dinner",
    }
    assert client.post("/references/outside", data=form).status_code == 303
    assert asks.next_free(person.id, "reference", now=scenes.later()).date().isoformat() == "2026-03-22"
    assert client.post("/references/outside", data={**form, "on": "2026-12-20"}).status_code == 422


def test_a_csm_holds_their_customer_back_and_no_other(client_of):
    person = scenes.advocate()
    csm = scenes.csm_of(person)
    client, url = client_of(csm), f"/references/customers/{person.company_id}/hold"
    assert client.get(url).status_code == 200
    assert client.post(url, data={"until": "2026-03-20", "reason": "Year-end audit"}).status_code == 303
    assert "Year-end audit" in client.get("/references").text
    assert client.post(f"{url}/end").status_code == 303
    other = f"/references/customers/{factories.company().id}/hold"
    assert client.get(other).status_code == 403


def test_stories_are_written_read_found_and_taken_back(client_of):
    client = client_of(scenes.manager())
    assert client.get("/stories/new").status_code == 200
    form = {
        "kind": "case_study",
        "title": "Twelve days to two",
        "summary": "Close faster.",
        "body": "**Two** days.",
    }
    assert client.post("/stories", data={**form, "body": ""}).status_code == 422
    url = client.post("/stories", data=form).location
    assert "<strong>Two</strong>" in client_of(factories.person("prospect")).get(url).text
    assert "Twelve days" in client.get("/stories?q=twelve").text
    assert client_of(factories.person("advocate")).post(f"{url}/unpublishing").status_code == 403
    client.post(f"{url}/unpublishing")
    assert client.get(url).status_code == 404


def test_sales_reads_no_contact_data_of_an_advocate_on_any_page_nor_in_any_mail(client_of, work):
    seller = scenes.seller()
    person = scenes.advocate(email="secret@kestrel.example")
    call = scenes.held(person)
    call.request.requester_id = seller.id
    waiting = scenes.invited(scenes.advocate(email="secret2@kestrel.example"), company_name="Other")
    waiting.request.requester_id = seller.id
    client = client_of(seller)
    for url in (
        "/references",
        call.request.url,
        call.url,
        waiting.request.url,
        "/references/requests/new",
        "/stories",
    ):
        response = client.get(url)
        assert response.status_code == 200, url
        assert "kestrel.example" not in response.text, url
    for row in session.scalars(sa.select(OutboxRow).where(OutboxRow.task == mail.TASK)):
        if row.payload["to"] not in (person.id, waiting.person_id):
            written = mail.compose(
                session.get_one(Person, row.payload["to"]), row.payload, now=scenes.later()
            )
            assert "kestrel.example" not in written.as_string()


def test_an_advocate_who_keeps_back_their_name_is_nameless_for_sales(client_of):
    seller = scenes.seller()
    person = scenes.advocate(first_name="Zenobia", anonymous=True)
    invitation = scenes.invited(person)
    invitation.request.requester_id = seller.id
    page = client_of(seller).get(invitation.request.url).text
    assert "Zenobia" not in page
    assert "Somebody at a customer" in page


def test_every_mail_can_be_written_in_both_parts(db):
    call = scenes.held()
    ratings.rate(call, Side.BUYER, Score(5, 5), now=scenes.later(days=8))
    scenes.agreed(company_name="Other")
    from references import thanks

    thanks.thank(call, now=scenes.later(days=9))
    thanks.thank_personally(call.person, "Dear you", by=scenes.manager(), now=scenes.later(days=9))
    seen = set()
    for row in session.scalars(sa.select(OutboxRow).where(OutboxRow.task == mail.TASK)).all():
        if row.payload["template"].startswith("references/"):
            seen.add(row.payload["template"].rsplit("/", 1)[-1])
            written = mail.compose(
                session.get_one(Person, row.payload["to"]), row.payload, now=scenes.later()
            )
            assert "None" not in scenes.sure(written.get_body(("plain",))).get_content()
    assert seen == {"invitation", "status", "choose_time", "appointment", "happened", "thanks"}


def test_a_buyer_in_the_hub_gets_the_entry_too(db):
    deal = factories.opportunity()
    buyer = factories.person("prospect", company=deal.company)
    buyers.bind(buyer, deal, now=scenes.later())
    request = requests.file(
        requests.Wish(deal.company.name, opportunity=deal), by=buyer, buyer=buyer, now=scenes.later()
    )
    assert request.buyer_id == buyer.id


def test_holding_is_refused_when_it_was_cancelled(client_of):
    call = scenes.scheduled()
    client = client_of(call.person)
    client.post(f"{call.url}/cancellation")
    assert client.post(f"{call.url}/held").status_code == 422
    assert holding.KIND == "call.held"
    assert timedelta(0) < scenes.later(days=1) - scenes.later()
