"""The commands: what a program may rely on."""

import json
from datetime import date

import pytest

from hub.database import session
from hub.errors import Refusal
from hub.facts.standings import Standing
from hub.people.companies import Company
from hub.people.opportunities import Opportunity
from hub.people.persons import find_by_email
from tests import factories
from tests.pages import count

HEADINGS = (
    *(
        "Account Name",
        "Account ID",
        "Industry",
        "NPS Score",
        "Usage Percentile",
        "Customer Since",
        "Health Score",
    ),
    *("Last Renewal Date", "Last Expansion Date", "Executive Sponsor", "Strategic"),
    *("First Name", "Last Name", "Email", "Title"),
)
EXPORT = f"""{",".join(HEADINGS)}
Best,1,Insurance,10,95,2020-01-01,92,2026-09-01,,Lena Novak,yes,Ann,Best,best@x.example,CFO
Edge Above,2,Banking,9,80.1,2025-11-21,85.1,2026-05-22,,n/a,no,Bo,Above,above@x.example,COO
Edge Below,3,Banking,8,80,2025-11-22,85,2026-05-21,,none,0,Cy,Below,below@x.example,CTO
Unknown,4,,,,,,,,,,Di,Unknown,unknown@x.example,
Future,5,,,,2027-01-01,,2026-12-01,2026-10-01,false,1,Ed,Future,future@x.example,
Company Nps,6,,9,,,,,,,,,,,
Company Nps,6,,,,,,,,,,Flo,Quiet,quiet@x.example,
"""


@pytest.fixture
def run(app, db, tmp_path):
    """`run("import", "customers", content)` writes the content to a file first; returns (exit code,
    output).
    """

    def call(*args, **files):
        session.commit()
        paths = {}
        for name, content in files.items():
            paths[name] = tmp_path / f"{name}.csv"
            paths[name].write_bytes(content if isinstance(content, bytes) else content.encode())
        done = app.test_cli_runner().invoke(args=[str(paths.get(arg, arg)) for arg in args])
        if isinstance(done.exception, Refusal):
            return 1, str(done.exception)
        assert not done.exception or isinstance(done.exception, SystemExit), done.exception
        session.expire_all()
        return done.exit_code, done.stdout

    return call


@pytest.mark.both
def test_scores_after_an_import_are_exactly_the_table(run):
    code, printed = run("import", "customers", "file", "--as-of", "2026-11-22", "--json", file=EXPORT)
    report = json.loads(printed)
    assert (
        code,
        report["stored"],
        report["rows"],
        report["scored"],
        report["errors"],
        report["left_out"],
    ) == (0, True, 7, 6, [], [])
    code, printed = run("scores", "--as-of", "2026-11-22", "--json")
    found = {one["email"].partition("@")[0]: one for one in json.loads(printed)}
    points = {name: [line["points"] for line in one["lines"]] for name, one in found.items()}
    assert [line["signal"] for line in found["best"]["lines"]] == [
        "nps",
        "usage",
        "tenure",
        "health",
        "renewal",
        "sponsor",
        "priority",
    ]
    assert [line["max"] for line in found["best"]["lines"]] == [25, 20, 15, 15, 10, 10, 5]
    assert points == {
        "best": [25, 20, 15, 15, 10, 10, 5],
        "above": [25, 20, 15, 15, 10, 0, 0],
        "below": [0, 0, 0, 0, 0, 0, 0],
        "unknown": [0, 0, 0, 0, 0, 0, 0],
        "future": [0, 0, 0, 0, 10, 0, 5],
        "quiet": [25, 0, 0, 0, 0, 0, 0],
    }
    assert {name: (one["score"], one["class"]) for name, one in found.items()} == {
        "best": (100, "board"),
        "above": (85, "board"),
        "below": (0, "none"),
        "unknown": (0, "none"),
        "future": (15, "none"),
        "quiet": (25, "none"),
    }
    assert [found[name]["complete"] for name in ("best", "below", "unknown")] == [1, 1, 0]
    assert [line["value"] for line in found["unknown"]["lines"]] == [None] * 7
    assert [line["value"] for line in found["above"]["lines"]] == [
        9,
        80.1,
        "2025-11-21",
        85.1,
        "2026-05-22",
        "n/a",
        False,
    ]
    assert set(found["best"]) == {"email", "company", "score", "complete", "class", "lines"}
    assert (
        session.get(Standing, ("person", find_by_email("above@x.example").id, "advocate_score")).value == 85
    )


def test_scores_of_one_contact_on_another_day_store_nothing(run):
    run("import", "customers", "file", file=EXPORT)
    before = count(Standing)
    code, printed = run("scores", "--email", "ABOVE@x.example", "--as-of", "2026-11-23", "--json")
    [one] = json.loads(printed)
    assert (code, one["score"]) == (0, 75)
    assert count(Standing) == before
    assert run("scores", "--email", "nobody@x.example")[0] == 1
    assert "best@x.example" in run("scores")[1]


def test_the_team_buyers_and_the_erased_are_not_scored(run, at):
    run("import", "customers", "file", file=EXPORT)
    company = session.get(Company, find_by_email("best@x.example").company_id)
    factories.person("csm", company=company, email="staff@x.example")
    factories.person("prospect", company=company, email="buyer@x.example")
    find_by_email("below@x.example").erased_at = at
    emails = {one["email"] for one in json.loads(run("scores", "--json")[1])}
    assert emails == {f"{name}@x.example" for name in ("best", "above", "unknown", "future", "quiet")}


def test_a_dry_run_stores_nothing(run):
    code, printed = run("import", "customers", "file", "--dry-run", "--json", file=EXPORT)
    report = json.loads(printed)
    assert (code, report["stored"], report["companies"]["created"], report["contacts"]["created"]) == (
        0,
        False,
        6,
        6,
    )
    assert count(Company) == 0


def test_one_bad_row_stops_everything_unless_one_says_otherwise(run):
    bad = EXPORT + "Bad,9,,99,,,,,,,,,,,\n"
    code, printed = run("import", "customers", "file", "--json", file=bad)
    report = json.loads(printed)
    assert (code, report["stored"], report["bad_rows"], count(Company)) == (1, False, 1, 0)
    assert report["errors"] == [
        {"line": 9, "column": "NPS Score", "message": "99 does not lie between 0 and 10."}
    ]
    assert "line 9, NPS Score" in run("import", "customers", "file", file=bad)[1]
    assert run("import", "customers", "file", "--skip-errors", file=bad)[0] == 0
    assert count(Company) == 6


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        ("Account Name,NPS\n", "no row below"),
        ('Account Name,NPS\n"Acme,9\n', "never closed"),
        (b"\x00\x01\x02\x03", "not a table"),
        ("Firma,Punkte\nAcme,9\n", "Unknown headings: Firma, Punkte"),
        ("Account Name,Account Name\nAcme,Acme\n", "stands there twice"),
        (b"%PDF-1.7 nothing", "not a table"),
        ("1,2,3\n4,5,6\n", "heading"),
        ("Konto\u0000Name,NPS\nAcme,9", "not a table"),
    ],
)
def test_bad_input_gets_a_clear_message_and_nothing_is_half_done(run, content, words):
    code, message = run("import", "customers", "file", file=content)
    assert (code, count(Company)) == (1, 0)
    assert words in message


def test_other_encodings_and_delimiters_are_read(run):
    for content in (
        "Account Name;Industry\nOrlice Pojišťovna;Versicherung\n".encode("utf-16"),
        "Account Name\tIndustry\nMüller & Söhne\tHandel\n".encode("cp1252"),
    ):
        assert run("import", "customers", "file", file=content)[0] == 0
    assert {name for (name,) in session.query(Company.name)} == {"Orlice Pojišťovna", "Müller & Söhne"}


def test_a_mapping_names_other_columns_and_the_way_of_dates(run):
    mapping = json.dumps({"Firma": "account_name", "Kunde seit": "Customer Since", "dates": "D.M.Y"})
    code, _printed = run(
        "import",
        "customers",
        "file",
        "--map",
        "map",
        file="Firma,Kunde seit,Notiz\nAcme,3.4.2021,x\n",
        map=mapping,
    )
    assert (code, session.query(Company).one().customer_since) == (0, date(2021, 4, 3))


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("no json", "no JSON"),
        ("[1]", "must be a JSON object"),
        ('{"Nowhere": "account_name"}', "does not have"),
        ('{"Firma": "shoe size"}', "no field"),
        ('{"Firma": "account_name", "dates": "Y.D.M"}', "one of these ways"),
        ('{"Firma": "account_name", "currency": "XXQ"}', "no currency"),
        (b"\xff\xfe\x00", "no JSON"),
    ],
)
def test_a_bad_mapping_is_refused(run, mapping, words):
    code, message = run("import", "customers", "file", "--map", "map", file="Firma\nAcme\n", map=mapping)
    assert (code, count(Company)) == (1, 0)
    assert words in message


DEAL_HEADINGS = (
    *("Opportunity ID", "Opportunity Name", "Account Name", "Stage", "Amount", "Currency"),
    *("Created Date", "Close Date", "Opportunity Owner", "Competitor"),
)
DEALS = f"""{",".join(DEAL_HEADINGS)}
006A,Halden platform,Halden Re,Negotiation,"240,000",EUR,2026-06-01,2026-12-15,Jonas Weber,LedgerLoop
006B,Fjord close,Fjord Bank,Closed Won,€ 99.500,,2026-01-10,2026-07-01,,
006C,Tern audit,Tern AG,Closed Lost,12000.50,USD,2026-01-10,2026-05-01,,Acme
"""


@pytest.mark.both
def test_opportunities_come_in_with_their_companies(run):
    owner = factories.person("sales", first_name="Jonas", last_name="Weber")
    code, printed = run("import", "opportunities", "file", "--json", file=DEALS)
    report = json.loads(printed)
    assert (code, report["opportunities"]["created"], report["companies"]["created"], report["scored"]) == (
        0,
        3,
        3,
        0,
    )
    deals = {deal.external_id: deal for deal in session.query(Opportunity)}
    assert [
        (deals[key].result.value, deals[key].amount_minor, deals[key].currency)
        for key in ("006A", "006B", "006C")
    ] == [
        ("open", 24_000_000, "EUR"),
        ("won", 9_950_000, "EUR"),
        ("lost", 1_200_050, "USD"),
    ]
    assert [deals[key].closed_on for key in ("006A", "006B", "006C")] == [
        None,
        date(2026, 7, 1),
        date(2026, 5, 1),
    ]
    assert (deals["006A"].owner_id, deals["006A"].expected_close, deals["006A"].company.kind.value) == (
        owner.id,
        date(2026, 12, 15),
        "prospect",
    )
    assert (
        json.loads(run("import", "opportunities", "file", "--json", file=DEALS)[1])["opportunities"][
            "unchanged"
        ]
        == 3
    )
    won = DEALS.replace("Negotiation", "Closed Won")
    assert (
        json.loads(run("import", "opportunities", "file", "--json", file=won)[1])["opportunities"]["updated"]
        == 1
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",Deal,Acme,Open,1,EUR,,,,", "no opportunity id"),
        ("1,Deal,,Open,1,EUR,,,,", "names no company"),
        ("1,Deal,Acme,Open,€ 1,USD,,,,", "the currency column says USD"),
        ("1,Deal,Acme,Open,0.001,EUR,,,,", "is no amount in EUR"),
        ("1,Deal,Acme,Open,1,EUR,soon,,,", "no date"),
        ("006A,Deal,Acme,Open,1,EUR,,,,", "stands in line 2 already"),
    ],
)
def test_a_bad_deal_is_named(run, row, words):
    code, printed = run("import", "opportunities", "file", file=DEALS + row + "\n")
    assert (code, count(Opportunity)) == (1, 0)
    assert words in printed


def test_a_deal_says_won_or_lost_in_a_column_of_its_own(run):
    rows = (
        "Deal ID,Company,Status,Closed Date\n1,A,won,2026-02-01\n2,B,Lost,2026-03-01\n3,C,open,\n4,D,maybe,\n"
    )
    assert (
        "neither won, lost nor open" in run("import", "opportunities", "file", "--skip-errors", file=rows)[1]
    )
    assert [deal.result.value for deal in session.query(Opportunity).order_by(Opportunity.external_id)] == [
        "won",
        "lost",
        "open",
    ]
