"""Customers and contacts: what a file says, compared with what is known, stored as a whole."""

from datetime import date

import pytest
import sqlalchemy as sa

from admin.imports import columns, importing
from admin.imports.cells import Dates, Manner
from admin.imports.fields import Kind
from hub import clock
from hub.content import tables
from hub.database import session
from hub.delivery.jobs import Unwatched
from hub.errors import Refusal
from hub.facts.audit import AuditEntry
from hub.people.account_team import csm_of
from hub.people.companies import Company, CompanyKind, find_by_name
from hub.people.persons import Person, find_by_email
from tests import factories
from tests.pages import count

HEAD = (
    "Account Name,Account ID,NPS,Usage Percentile,Health Score,Customer Since,Executive Sponsor,"
    "Strategic,CSM,First Name,Last Name,Email,Title\n"
)
KESTREL = (
    "Kestrel Insurance,001A,9,91.5%,88,2021-04-01,Lena Novak,yes,,Amara,Obi,amara@kestrel.example,"
    "Head of Finance Systems\n"
)


def taken_in(text, kind=Kind.CUSTOMERS, dates=Dates.ISO, **more):
    sheet = tables.read(text.encode(), "file.csv")
    found, _manner = columns.proposed(kind, sheet.headings)
    how = columns.checked(kind, found, Manner(dates, "EUR"))
    whole = importing.read(sheet, kind, how, Unwatched())
    planned = importing.apply(whole, kind, how, by=None, now=clock.now(), **more)
    session.flush()
    session.expire_all()
    return planned


@pytest.mark.both
def test_a_row_is_a_contact_with_their_company_s_facts(db):
    planned = taken_in(HEAD + KESTREL)
    company, person = find_by_name("kestrel  INSURANCE"), find_by_email("amara@kestrel.example")
    assert (company.external_id, company.usage_percentile, company.health, company.strategic) == (
        "001A",
        91.5,
        88,
        True,
    )
    assert (company.customer_since, company.executive_sponsor, company.nps) == (
        date(2021, 4, 1),
        "Lena Novak",
        None,
    )
    assert (person.name, person.title, person.nps, person.company_id) == (
        "Amara Obi",
        "Head of Finance Systems",
        9,
        company.id,
    )
    assert (person.handle, person.joined_at, company.kind) == ("amara-obi", None, CompanyKind.CUSTOMER)
    assert (
        planned.counts["companies"]
        == planned.counts["contacts"]
        == {"created": 1, "updated": 0, "unchanged": 0}
    )
    assert count(AuditEntry, AuditEntry.action == "customers.imported") == 1


@pytest.mark.both
def test_the_same_file_again_changes_nothing(db):
    taken_in(HEAD + KESTREL)
    planned = taken_in(HEAD + KESTREL)
    assert (
        planned.counts["companies"]
        == planned.counts["contacts"]
        == {"created": 0, "updated": 0, "unchanged": 1}
    )
    assert count(Company) == count(Person) == 1


@pytest.mark.both
def test_what_changed_is_changed_and_an_empty_cell_is_unknown(db):
    taken_in(HEAD + KESTREL)
    planned = taken_in(
        HEAD + "Kestrel Insurance,001A,,84,,2021-04-01,,no,,Amara,Obi-Reed,amara@kestrel.example,CFO\n"
    )
    company, person = find_by_name("Kestrel Insurance"), find_by_email("amara@kestrel.example")
    assert (company.usage_percentile, company.health, company.executive_sponsor, company.strategic) == (
        84,
        None,
        None,
        False,
    )
    assert (person.name, person.title, person.nps) == ("Amara Obi-Reed", "CFO", None)
    assert planned.counts["companies"]["updated"] == planned.counts["contacts"]["updated"] == 1


def test_columns_that_are_not_in_the_file_stay_as_they_are(db):
    taken_in(HEAD + KESTREL)
    taken_in("Account ID,Health\n001A,70\n")
    company = find_by_name("Kestrel Insurance")
    assert (company.health, company.usage_percentile, company.executive_sponsor) == (70, 91.5, "Lena Novak")


def test_a_company_alone_brings_its_own_nps(db):
    taken_in(
        HEAD
        + "Northwind Mutual,,10,,,,,,,,,,\n"
        + "Northwind Mutual,,,,,,,,,Tomás,Kern,tomas@northwind.example,\n"
    )
    assert find_by_name("Northwind Mutual").nps == 10
    assert find_by_email("tomas@northwind.example").nps is None


def test_rows_of_one_company_complete_each_other(db):
    taken_in(
        HEAD
        + "Orlice,7,,82,,,,,,,,o1@orlice.example,\n"
        + "Orlice,,,,91,,,,,Marek,Dvořák,o2@orlice.example,\n"
    )
    company = find_by_name("Orlice")
    assert (company.external_id, company.usage_percentile, company.health) == ("7", 82, 91)
    assert count(Person, Person.company_id == company.id) == 2
    assert find_by_email("o1@orlice.example").name == "O"


def test_a_company_is_the_same_by_its_id_even_under_a_new_name(db):
    taken_in(HEAD + KESTREL)
    taken_in("Account ID,Account Name\n001A,Kestrel Group\n")
    assert count(Company) == 1
    assert find_by_name("Kestrel Group").external_id == "001A"


def test_a_known_company_without_an_id_gets_it(db):
    prospect = factories.company("Halden Re", kind=CompanyKind.PROSPECT)
    taken_in("Account ID,Account Name\n77,HALDEN RE\n")
    assert (prospect.external_id, prospect.kind, prospect.name) == ("77", CompanyKind.CUSTOMER, "Halden Re")


def test_who_joined_speaks_for_themselves(db):
    member = factories.person(
        first_name="Amara", last_name="Obi", email="amara@kestrel.example", title="Finance systems"
    )
    taken_in(HEAD + KESTREL.replace("Amara,Obi", "A.,OBI"))
    assert (member.name, member.title, member.nps, member.company_name) == (
        "Amara Obi",
        "Finance systems",
        9,
        "Kestrel Insurance",
    )


def test_the_csm_is_found_by_name_or_address_and_else_kept_as_a_name(db):
    csm = factories.person("csm", first_name="Ines", last_name="Rau", email="ines@vendor.example")
    taken_in("Account Name,CSM\nOne,ines rau\nTwo,Ines@vendor.example\nThree,Somebody Else\n")
    assert [csm_of(find_by_name(name).id) for name in ("One", "Two", "Three")] == [csm, csm, None]
    assert find_by_name("Three").csm_name == "Somebody Else"
    assert taken_in("Account Name,CSM\nOne,Ines Rau\n").counts["companies"]["updated"] == 1
    assert taken_in("Account Name,CSM\nOne,Ines Rau\n").counts["companies"]["unchanged"] == 1


BAD = [
    (",,9,,,,,,,,,x@y.example,", "names no company"),
    ("Acme,,11,,,,,,,,,,", "between 0 and 10"),
    ("Acme,,,high,,,,,,,,,", "is no number"),
    ("Acme,,,,,1.4.2021,,,,,,,", "no date as in 2026-03-31"),
    ("Acme,,,,,,,perhaps,,,,,", "neither yes nor no"),
    ("Acme,,,,,,,,,Ann,,,", "no e-mail address"),
    ("Acme,,,,,,,,,Ann,,not an address,", "is no e-mail address"),
    (",unknown-id,,,,,,,,,,,", "No company is known by the id"),
    ("Acme,,,", "this row has 4"),
]


@pytest.mark.parametrize(("row", "words"), BAD)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_stored(db, row, words):
    with pytest.raises(Refusal, match="One row cannot be taken"):
        taken_in(HEAD + KESTREL + row + "\n")
    assert count(Company) == 0
    planned = taken_in(HEAD + KESTREL + row + "\n", with_errors=True)
    assert [problem.line for problem in planned.problems] == [3]
    assert words in str(planned.problems[0].message)
    assert count(Company) == 1


def test_what_contradicts_itself_is_named(db):
    factories.company("Known", external_id="K1")
    factories.person("manager", email="boss@vendor.example")
    rows = [
        "Acme,1,,,,,,,,,,a@acme.example,",
        "Acme,2,,,,,,,,,,,",
        "Other,3,,,,,,,,,,a@acme.example,",
        "Known,K2,,,,,,,,,,,",
        "Vendor,9,,,,,,,,,,boss@vendor.example,",
        "Renamed,K1,,,,,,,,,,,",
    ]
    planned = taken_in(HEAD + "\n".join(rows) + "\n", with_errors=True)
    found = {problem.line: str(problem.message) for problem in planned.problems}
    assert "two company ids" in found[3]
    assert "at another company in line 2" in found[4]
    assert "known here by another company id, K1" in found[5]
    assert "own team" in found[6]
    assert find_by_name("Renamed").external_id == "K1"


def test_dates_are_read_as_the_file_declares_them(db):
    taken_in("Account Name,Customer Since\nAcme,03/04/2021\n", dates=Dates.MONTH_FIRST)
    assert find_by_name("Acme").customer_since == date(2021, 3, 4)


def test_two_people_of_one_name_get_handles_of_their_own(db):
    taken_in(
        "Account Name,First Name,Last Name,Email\nAcme,Ann,Lee,a@acme.example\nAcme,Ann,Lee,b@acme.example\n"
    )
    handles = session.scalars(sa.select(Person.handle)).all()
    assert len(set(handles)) == 2
    assert all(handle.startswith("ann-lee") for handle in handles)


def test_a_file_without_rows_is_refused(db):
    with pytest.raises(Refusal, match="no row below"):
        taken_in(HEAD)


def test_hostile_and_long_cells_are_kept_as_text(db):
    taken_in('Account Name,Industry\n"=cmd|\' /C calc\'!A0","<script>alert(1)</script>"\n')
    assert session.scalars(sa.select(Company.industry)).one() == "<script>alert(1)</script>"
    with pytest.raises(Refusal):
        taken_in(f"Account Name,Industry\nAcme,{'x' * 600}\n")
