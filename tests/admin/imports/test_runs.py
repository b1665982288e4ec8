"""A file on its way: each step once, nothing backwards, nothing twice."""

import sqlite3
from io import BytesIO
from threading import Barrier, Thread

import pytest

from admin.imports import runs
from admin.imports import work as doing
from admin.imports.cells import Manner
from admin.imports.fields import Kind
from admin.imports.preview import columns_of as proposed
from admin.imports.problems import RowProblem
from admin.imports.runs import MOVES, ImportRun, RunState
from hub import clock
from hub.content import files, tables
from hub.content.disk import Disk, disk
from hub.content.files import File
from hub.database import session
from hub.delivery import jobs
from hub.delivery.jobs import Cancelled, JobState, Unwatched
from hub.errors import NotFound, Refusal
from hub.facts.audit import AuditEntry
from hub.facts.standings import Standing
from hub.house import house
from hub.people.companies import Company
from tests import factories
from tests.pages import count

GOOD = b"Account Name,NPS,Email,Phone\nAcme,9,a@acme.example,12\nBeta,10,b@beta.example,34\n"
BAD = GOOD + b"Gamma,99,c@gamma.example,56\n"


def handed_in(content=GOOD, key="page-1", by=None):
    by = by or factories.person("manager")
    taken = runs.hand_in(BytesIO(content), name="crm export.csv", by=by)
    return runs.begin(taken, kind=Kind.CUSTOMERS, key=key, by=by, now=clock.now())


def kept_bytes():
    return list(disk(house().settings).older_than(float("inf")))


def columns_of(run):
    return {"Account Name": "account_name", "NPS": "nps", "Email": "email"}


def checked(content=GOOD, work=None):
    run = handed_in(content)
    runs.check(run, columns_of(run), Manner(), by=run.by, now=clock.now())
    run_id = run.id
    work()
    return runs.get(run_id)


@pytest.mark.both
def test_a_file_goes_its_way_and_is_imported_once(db, work):
    run = checked(work=work)
    assert (run.state, run.rows, run.bad_rows, run.counts["companies"]["created"]) == (
        RunState.CHECKED,
        2,
        0,
        2,
    )
    assert count(Company) == 0
    first = runs.apply(run, with_errors=False, by=run.by, now=clock.now())
    assert runs.apply(run, with_errors=False, by=run.by, now=clock.now()) is first
    run_id = run.id
    work()
    run = runs.get(run_id)
    assert (run.state, run.job.state, count(Company), count(Standing)) == (RunState.DONE, JobState.DONE, 2, 2)
    assert runs.apply(run, with_errors=False, by=run.by, now=clock.now()).id == run.job_id


def test_bad_rows_are_kept_and_need_a_decision(db, work):
    run = checked(BAD, work)
    assert (run.rows, run.bad_rows, run.good_rows) == (3, 1, 2)
    [problem] = session.query(RowProblem)
    assert (problem.line, problem.column) == (4, "NPS")
    with pytest.raises(Refusal, match="good rows"):
        runs.apply(run, with_errors=False, by=run.by, now=clock.now())
    runs.apply(run, with_errors=True, by=run.by, now=clock.now())
    run_id = run.id
    work()
    assert (runs.get(run_id).state, count(Company)) == (RunState.DONE, 2)


def test_the_same_file_from_the_same_page_is_one_import(db):
    manager = factories.person("manager")
    first = handed_in(by=manager)
    assert handed_in(by=manager).id == first.id
    assert (count(File), len(kept_bytes())) == (1, 1), "the second copy is not kept"
    assert handed_in(by=manager, key="page-2").id != first.id
    assert handed_in(BAD, by=manager).id != first.id


def test_columns_are_remembered_for_the_next_file(db):
    run = handed_in(b"Firma,Wert,Notiz\nAcme,9,x\n")
    runs.check(run, {"Firma": "account_name", "Wert": "nps"}, Manner(), by=run.by, now=clock.now())
    again = handed_in(b"Wert,Firma,Notiz\n9,Beta,y\n", key="later", by=run.by)
    known, _manner = proposed(again, default_currency="EUR")
    assert known == {"Wert": "nps", "Firma": "account_name", "Notiz": ""}
    other = handed_in(b"Firma,Web Site\nAcme,acme.example\n", key="other", by=run.by)
    assert proposed(other, default_currency="EUR")[0] == {"Firma": "account_name", "Web Site": "website"}


@pytest.mark.parametrize(
    ("mapped", "words"),
    [
        ({}, "Say which column holds"),
        ({"NPS": "nps"}, "Company name / Company id"),
        ({"NPS": "shoe"}, "no field"),
        ({"Account Name": "account_name", "NPS": "account_name"}, "cannot both be"),
    ],
)
def test_columns_that_make_no_sense_are_refused(db, mapped, words):
    run = handed_in()
    with pytest.raises(Refusal, match=words):
        runs.check(run, mapped, Manner(), by=run.by, now=clock.now())
    assert run.state is RunState.UPLOADED


@pytest.mark.both
@pytest.mark.parametrize("content", [b"", b"Account Name,NPS\n", b"\x89PNG\r\n\x1a\n", b"only\x00nothing"])
def test_what_is_no_table_is_refused(db, content):
    with pytest.raises(Refusal):
        handed_in(content)
    assert (count(ImportRun), count(File), kept_bytes()) == (0, 0, [])


@pytest.mark.parametrize("where", [(tables, "read"), (files, "attach")])
def test_a_file_that_cannot_be_taken_in_for_any_reason_leaves_nothing(client_of, db, monkeypatch, where):
    def broken(*args, **more):
        raise OSError("the disk went away")

    monkeypatch.setattr(*where, broken)
    client = client_of(factories.person("manager"))
    sent = {"kind": "customers", "key": "one", "file": (BytesIO(GOOD), "export.csv")}
    assert client.post("/admin/imports", data=sent).status_code == 500
    assert (count(ImportRun), count(File), kept_bytes()) == (0, 0, [])


def test_nobody_who_writes_waits_for_a_file_that_is_handed_in(app, client_of, db, monkeypatch):
    seen, database = [], app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")

    def while_another_writes(work):
        def watched(*args, **more):
            with sqlite3.connect(database, timeout=0) as other:
                other.execute("BEGIN IMMEDIATE")
                seen.append(work.__name__)
            return work(*args, **more)

        return watched

    monkeypatch.setattr(tables, "read", while_another_writes(tables.read))
    monkeypatch.setattr(Disk, "write", while_another_writes(Disk.write))
    client = client_of(factories.person("manager"))
    sent = {"kind": "customers", "key": "one", "file": (BytesIO(GOOD), "export.csv")}
    assert client.post("/admin/imports", data=sent).status_code == 303
    assert (seen, count(ImportRun), len(kept_bytes())) == (["write", "read"], 1, 1)


def test_a_file_can_be_left_and_is_gone(db, work):
    run = checked(work=work)
    run_id = run.id
    runs.discard(run)
    with pytest.raises(NotFound):
        runs.get(run_id)
    assert run.file.holder_kind is None


@pytest.mark.parametrize("state", RunState)
@pytest.mark.parametrize("target", RunState)
def test_every_step_leads_only_where_it_may(db, state, target):
    run = handed_in()
    run.state = state
    session.flush()
    if target in MOVES[state]:
        runs._move(run, target)
        assert run.state is target
    else:
        with pytest.raises(Refusal):
            runs._move(run, target)


def test_a_cancelled_check_stores_nothing_and_can_be_begun_again(db, work):
    run = handed_in()
    job = runs.check(run, columns_of(run), Manner(), by=run.by, now=clock.now())
    with pytest.raises(Refusal):
        runs.check(run, columns_of(run), Manner(), by=run.by, now=clock.now())
    jobs.cancel(job, now=clock.now())
    run_id, by_id = run.id, run.by_id
    work()
    run = runs.get(run_id)
    assert (run.state, run.busy, run.rows) == (RunState.CHECKING, False, 0)
    runs.check(run, columns_of(run), Manner(), by=run.by, now=clock.now())
    work()
    assert (runs.get(run_id).state, by_id) == (RunState.CHECKED, runs.get(run_id).by_id)


class StoppedWhileScoring(Unwatched):
    def say(self, line):
        raise Cancelled


def test_what_is_stored_is_imported_even_when_one_stops_the_scoring(db, work):
    run = checked(work=work)
    job = runs.apply(run, with_errors=False, by=run.by, now=clock.now())
    payload = {"run": run.id, "job": job.id, "with_errors": False}
    session.commit()
    outcome = doing.apply(payload, StoppedWhileScoring(), now=clock.now())
    assert "The scores follow" in str(outcome.message)
    assert (runs.get(payload["run"]).state, count(Company), count(Standing)) == (RunState.DONE, 2, 0)


@pytest.mark.both
def test_several_workers_at_the_same_file_store_it_once(app, db, work):
    run = checked(work=work)
    job = runs.apply(run, with_errors=False, by=run.by, now=clock.now())
    payload = {"run": run.id, "job": job.id, "with_errors": False}
    session.commit()
    moment, start, failed = clock.now(), Barrier(4), []

    def work_on_it():
        with app.app_context():
            start.wait()
            try:
                doing.apply(payload, Unwatched(), now=moment)
            except Exception as error:
                failed.append(error)
            session.remove()

    threads = [Thread(target=work_on_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.expire_all()
    assert failed == []
    assert count(Company) == 2
    assert count(AuditEntry, AuditEntry.action == "customers.imported") == 1
    assert runs.get(payload["run"]).counts["companies"]["created"] == 2


def test_an_import_begun_again_after_a_crash_stores_nothing_twice(app, db, work):
    run = checked(work=work)
    job = runs.apply(run, with_errors=False, by=run.by, now=clock.now())
    run_id, job_id = run.id, job.id
    work()
    before = count(Company)
    doing.apply({"run": run_id, "job": job_id, "with_errors": False}, Unwatched(), now=clock.now())
    assert count(Company) == before
