"""The desk's pages: what each role sees, and whole jobs done in a browser."""

import gc
import re
import warnings
from io import BytesIO

import pytest

from admin import scores
from admin.imports.runs import ImportRun, RunState
from hub import clock
from hub.database import commit, session
from hub.delivery.mail import captured
from hub.house import house_of
from hub.people import invitations
from hub.people.companies import Company, CompanyKind
from hub.people.invitations import Invitation
from hub.people.persons import Person
from tests import factories
from tests.pages import count

CSV = (
    "Account Name,NPS,Usage Percentile,Customer Since,Health Score,Executive Sponsor,First Name,"
    "Last Name,Email,Phone\n"
)
ROWS = (
    "Kestrel Insurance,9,91,2020-01-01,90,Lena Novak,Amara,Obi,amara@kestrel.example,1\nNorthwind "
    "Mutual,3,20,2020-01-01,40,none,Tomás,Kern,tomas@northwind.example,2\n"
)


@pytest.fixture
def manager(client_of):
    return client_of(factories.person("manager", first_name="Jonas", last_name="Meier"))


def hand_in(client, text=CSV + ROWS, kind="customers", name="export.csv", **more):
    data = {"kind": kind, "key": "abc", "file": (BytesIO(text.encode()), name), **more}
    return client.post("/admin/imports", data=data, content_type="multipart/form-data")


def scored_contacts(number=2, **facts):
    company = factories.company(
        "Kestrel Insurance",
        nps=9,
        usage_percentile=91,
        health=90,
        executive_sponsor="Lena Novak",
        industry="Insurance",
        **facts,
    )
    people = [
        factories.contact(company=company, first_name="Amara", last_name=f"Obi {n}") for n in range(number)
    ]
    session.commit()
    scores.recompute(now=clock.now())
    return [session.get(Person, person.id) for person in people]


def test_a_file_is_handed_in_matched_checked_and_imported(manager, work):
    url = hand_in(manager).headers["Location"]
    page = manager.get(url).text
    assert "What do the columns hold?" in page
    assert '<option value="nps" selected>' in page
    mapped = {
        f"column-{place}": name
        for place, name in enumerate(
            [
                "account_name",
                "nps",
                "usage_percentile",
                "customer_since",
                "health",
                "executive_sponsor",
                "first_name",
                "last_name",
                "email",
                "",
            ]
        )
    }
    assert (
        manager.post(f"{url}/columns", data={**mapped, "dates": "iso", "currency": "EUR"}).status_code == 303
    )
    assert "Waiting for its turn" in manager.get(url).text
    work()
    page = manager.get(url).text
    assert "Import 2 rows" in page
    assert "Amara" in page
    assert count(Company) == 0
    for _click in range(2):
        assert manager.post(f"{url}/application", data={"with_errors": "no"}).status_code == 303
    work()
    page = manager.get(url).text
    assert "export.csv is imported" in page
    assert count(Company) == 2
    assert "export.csv" in manager.get("/admin/imports").text
    assert "Amara Obi" in manager.get("/admin/advocates?class=reference").text


def test_rows_that_cannot_be_taken_are_listed_and_downloaded(manager, work):
    url = hand_in(manager, CSV + ROWS + "Bad,99,,,,,,,,\n").headers["Location"]
    manager.post(
        f"{url}/columns",
        data={"column-0": "account_name", "column-1": "nps", "dates": "iso", "currency": "EUR"},
    )
    work()
    page = manager.get(url).text
    assert "99 does not lie between 0 and 10." in page
    assert "Import the 2 good rows" in page
    download = manager.get(f"{url}/problems.csv")
    assert download.mimetype == "text/csv"
    assert "4,NPS,99 does not lie" in download.text
    assert manager.post(f"{url}/application").status_code == 422
    assert manager.post(f"{url}/application", data={"with_errors": "yes"}).status_code == 303


def test_the_same_click_twice_is_one_import(manager):
    assert hand_in(manager).headers["Location"] == hand_in(manager).headers["Location"]
    assert count(ImportRun) == 1


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("", "empty.csv", "empty"),
        (CSV, "heads.csv", "no row below"),
        ("%PDF-1.7", "a.pdf", "CSV file or an Excel workbook"),
        ("a\x00b", "x.csv", "CSV file or an Excel"),
    ],
)
def test_bad_files_are_refused_beside_the_form(manager, text, name, words):
    answer = hand_in(manager, text, name=name)
    assert answer.status_code == 422
    assert words in answer.text
    assert count(ImportRun) == 0


def test_no_file_is_said_beside_the_field(manager):
    answer = manager.htmx("POST", "/admin/imports", data={"kind": "customers"})
    assert answer.status_code == 422
    assert "Choose a file." in answer.text


def test_only_imports_may_send_large_files(manager):
    with warnings.catch_warnings():  # what is broken off leaves its temporary file to the collector
        warnings.simplefilter("ignore", ResourceWarning)
        send_large_files(manager)
        gc.collect()


def send_large_files(manager):
    large = "x" * (13 * 1024 * 1024)
    assert hand_in(manager, "Account Name\n" + large).status_code == 422
    assert (
        manager.post(
            "/admin/links",
            data={"opportunity": (BytesIO(large.encode()), "x")},
            content_type="multipart/form-data",
        ).status_code
        == 413
    )
    answer = hand_in(manager, "x" * (51 * 1024 * 1024))
    assert answer.status_code == 413
    assert "50 MB" in answer.text


def test_a_missing_column_and_a_left_file(manager):
    url = hand_in(manager).headers["Location"]
    answer = manager.post(f"{url}/columns", data={"column-1": "nps", "dates": "iso", "currency": "EUR"})
    assert answer.status_code == 422
    assert "Say which column holds" in answer.text
    assert '<option value="nps" selected>' in answer.text
    assert manager.get(f"{url}/columns").status_code == 200
    assert manager.post(f"{url}/removal").status_code == 303
    assert manager.get(url).status_code == 404
    assert manager.get("/admin/imports/999").status_code == 404


def test_the_file_itself_is_only_for_those_who_import(manager, client_of):
    hand_in(manager)
    key = session.query(ImportRun).one().file.public_key
    with manager.get(f"/files/{key}") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client_of(factories.person("advocate")).get(f"/files/{key}").status_code == 404


def test_a_score_explains_itself(manager):
    person = scored_contacts()[0]
    page = manager.get(f"/admin/advocates/{person.id}").text
    assert "5 of 7 signals known" not in page
    for words in (
        "Would recommend us (NPS)",
        "25/25",
        "unknown",
        "Lena Novak",
        "Reference candidate",
        "Nobody has invited Amara yet.",
    ):
        assert words in page, words
    assert manager.get("/admin/advocates/99999").status_code == 404
    assert manager.get(f"/admin/advocates/{factories.person('sales').id}").status_code == 404


def test_the_list_is_filtered_sorted_and_paged(manager):
    people = scored_contacts(60)
    page = manager.get("/admin/advocates")
    assert (page.text.count("Amara Obi"), "60 people" in page.text) == (100, True)
    few = manager.queries
    assert len(few) <= 12
    assert manager.get("/admin/advocates?page=2").status_code == 200
    for query, shown in (
        ("q=kestrel", True),
        ("q=nobody", False),
        ("class=board", False),
        ("class=reference", True),
        ("state=member", False),
        ("state=contact&sort=name", True),
        ("class=none", False),
        ("sort=nonsense", True),
    ):
        assert (people[0].company_name in manager.get(f"/admin/advocates?{query}").text) is shown, query


def test_an_empty_list_says_what_to_do(manager):
    assert "Import customers" in manager.get("/admin/advocates").text


def test_many_are_invited_with_a_note(app, manager, work):
    people = scored_contacts(3)
    ids = [("person", str(person.id)) for person in people]
    page = manager.get("/admin/advocates/invitations/new", query_string=ids).text
    assert "Invite 3 people" in page
    answer = manager.post(
        "/admin/advocates/invitations",
        data={"person": [value for _name, value in ids], "note": "We would love to have you."},
    )
    assert answer.status_code == 303
    work()
    mails = captured(house_of(app).settings.data)
    assert (
        sum("We would love to have you." in mail.get_body(("plain",)).get_content() for _name, mail in mails)
        >= 3
    )
    assert "Invited" in manager.get("/admin/advocates?state=invited").text
    assert manager.get("/admin/advocates/invitations/new").status_code == 422
    assert manager.post("/admin/advocates/invitations", data={"person": ["x", "99999"]}).status_code == 422


def test_an_invitation_is_sent_again_and_taken_back(manager):
    person = scored_contacts(1)[0]
    manager.post("/admin/advocates/invitations", data={"person": str(person.id), "note": ""})
    [first] = session.query(Invitation)
    assert "Open" in manager.get(f"/admin/advocates/{person.id}").text
    assert person.name in manager.get("/admin/invitations").text
    assert manager.post(f"/admin/invitations/{first.id}/resending").status_code == 303
    session.expire_all()
    last = session.query(Invitation).order_by(Invitation.id.desc()).first()
    assert (first.withdrawn_at is None, last.withdrawn_at) == (False, None)
    assert manager.post(f"/admin/invitations/{last.id}/withdrawal").status_code == 303
    assert "No invitation is open" in manager.get("/admin/invitations").text
    assert manager.post("/admin/invitations/999/withdrawal").status_code == 404


def test_an_invitation_sent_again_is_for_the_same_role_and_carries_the_same_note(client_of):
    admin, guest = factories.person("admin"), factories.contact()
    invitations.invite(guest, role="moderator", by=admin, now=clock.now(), note="Keep us kind.")
    [first] = session.query(Invitation)
    assert client_of(admin).post(f"/admin/invitations/{first.id}/resending").status_code == 303
    last = session.query(Invitation).order_by(Invitation.id.desc()).first()
    assert (last.id != first.id, last.role, last.note) == (True, "moderator", "Keep us kind.")


def test_nobody_sends_an_invitation_again_to_a_role_that_may_more_than_they(client_of, manager):
    guest = factories.contact()
    invitations.invite(guest, role="admin", by=factories.person("admin"), now=clock.now())
    [first] = session.query(Invitation)
    answer = manager.post(f"/admin/invitations/{first.id}/resending")
    assert answer.status_code == 422
    assert "may do more than you may" in answer.text
    assert session.get_one(Invitation, first.id, populate_existing=True).withdrawn_at is None


def test_a_link_for_buyers_is_shown_once(client_of):
    deal = factories.opportunity(factories.company("Halden Re", kind=CompanyKind.PROSPECT))
    sales = client_of(factories.person("sales"))
    assert "Halden Re" in sales.get(f"/admin/links?opportunity={deal.id}").text
    answer = sales.post("/admin/links", data={"opportunity": deal.id, "limit": 2})
    address = re.search(r'value="(http[^"]+/join/[^"]+)"', answer.text)
    assert address
    token = address[1].rpartition("/")[2]
    assert token not in sales.get("/admin/links").text
    assert client_of().get(f"/join/{token}").status_code == 200
    link = session.query(Invitation).one()
    other = client_of(factories.person("sales"))
    assert other.post(f"/admin/links/{link.id}/withdrawal").status_code == 403
    assert sales.post(f"/admin/links/{link.id}/withdrawal").status_code == 303
    assert client_of().get(f"/join/{token}").status_code == 410
    assert sales.post("/admin/links", data={"opportunity": 999, "limit": 2}).status_code == 422
    assert sales.post("/admin/links", data={"opportunity": deal.id, "limit": 500}).status_code == 422


def test_the_desk_is_where_managers_start(manager, work):
    assert manager.get("/").headers["Location"] == "/admin"
    assert "All done for today" in manager.get("/admin").text
    scored_contacts(2)
    url = hand_in(manager).headers["Location"]
    manager.post(f"{url}/columns", data={"column-0": "account_name", "dates": "iso", "currency": "EUR"})
    work()
    page = manager.get("/admin").text
    assert "2 reference candidates are not invited" in page
    assert "export.csv is ready to import" in page
    assert session.query(ImportRun).one().state is RunState.CHECKED
    assert len(manager.queries) <= 12


ADDRESSES = {
    "/admin": {"csm", "moderator", "manager", "admin"},
    "/admin/advocates": {"csm", "manager", "admin"},
    "/admin/advocates/1": {"csm", "manager", "admin"},
    "/admin/imports": {"manager", "admin"},
    "/admin/imports/1": {"manager", "admin"},
    "/admin/imports/1/columns": {"manager", "admin"},
    "/admin/imports/1/problems.csv": {"manager", "admin"},
    "/admin/invitations": {"manager", "admin"},
    "/admin/advocates/invitations/new": {"manager", "admin"},
    "/admin/links": {"sales", "manager", "admin"},
}
ACTIONS = {
    "/admin/imports": {"manager", "admin"},
    "/admin/imports/1/columns": {"manager", "admin"},
    "/admin/imports/1/application": {"manager", "admin"},
    "/admin/imports/1/removal": {"manager", "admin"},
    "/admin/advocates/invitations": {"manager", "admin"},
    "/admin/invitations/1/resending": {"manager", "admin"},
    "/admin/invitations/1/withdrawal": {"manager", "admin"},
    "/admin/links": {"sales", "manager", "admin"},
    "/admin/links/1/withdrawal": {"sales", "manager", "admin"},
}


@pytest.mark.parametrize(
    "role", [None, "advocate", "prospect", "sales", "csm", "moderator", "manager", "admin"]
)
def test_each_address_is_for_whom_it_is(client_of, role):
    client = client_of(factories.person(role) if role else None)
    commit()
    for method, addresses in (("GET", ADDRESSES), ("POST", ACTIONS)):
        for url, roles in addresses.items():
            answer = client.open(url, method=method)
            if role is None:
                assert answer.headers["Location"].startswith("/sign-in"), url
            else:
                assert (answer.status_code == 403) is (role not in roles), (url, answer.status_code)
