"""The outbox: promised in the transaction, done after it, once."""

import os
from datetime import timedelta

import pytest
from rq import Queue, SimpleWorker

from hub import clock
from hub.clock import now
from hub.database import rollback, session, transaction
from hub.delivery import outbox, worker
from hub.delivery.outbox import OutboxRow
from hub.house import house
from tests.conftest import MONDAY
from tests.pages import count
from tests.processes import die_in, race


@pytest.fixture
def done(db):
    """A task that notes what it was given."""
    noted = []
    house().tasks["test.note"] = lambda payload, *, now: noted.append(payload["n"])
    yield noted
    del house().tasks["test.note"]


def test_what_a_broken_transaction_promised_is_forgotten(done, work):
    outbox.put("test.note", {"n": 1}, now=now())
    rollback()
    assert work() == 0
    assert done == []


@pytest.mark.both
def test_a_promise_is_kept_once(done, work):
    for _ in range(3):
        outbox.put("test.note", {"n": 1}, key="same", now=now())
    assert work() == 1
    assert work() == 0
    assert done == [1]


def test_what_is_due_later_waits(done, work):
    outbox.put("test.note", {"n": 1}, now=now(), due_at=now() + timedelta(hours=2))
    assert work() == 0
    with clock.frozen_at(MONDAY + timedelta(hours=2)):
        assert work() == 1


def fail(payload, *, now):
    raise ZeroDivisionError("division by zero")


@pytest.mark.both
def test_a_failing_task_is_tried_again_later_and_given_up_after_eight_tries(db, work):
    house().tasks["test.fail"] = fail
    outbox.put("test.fail", {}, now=now())
    moment = MONDAY
    for _ in range(9):
        with clock.frozen_at(moment):
            work()
        moment += timedelta(days=2)
    row = session.query(OutboxRow).one()
    assert row.tries == outbox.TRIES
    assert row.failed_at is not None
    assert row.error == "ZeroDivisionError: division by zero"
    with transaction():
        assert outbox.retry(row.id, now=now())
    del house().tasks["test.fail"]


@pytest.mark.both
def test_what_a_dead_worker_had_claimed_is_claimed_again_when_its_lease_ran_out(done, work):
    outbox.put("test.note", {"n": 1}, now=now())
    session.commit()
    assert len(outbox.claim(now())) == 1
    assert work() == 0, "somebody is at it"
    with clock.frozen_at(MONDAY + outbox.LEASE):
        assert work() == 1


@pytest.mark.both
def test_what_another_worker_did_meanwhile_is_not_done_again_after_slow_work(done, work):
    later, runs = clock.frozen_at(MONDAY + outbox.LEASE), []

    def slow(payload, *, now):
        runs.append(now)
        if len(runs) == 1:  # it takes longer than the lease, and another worker comes by
            later.__enter__()
            worker.drain()

    house().tasks["test.slow"] = slow
    outbox.put("test.slow", {}, now=now())
    outbox.put("test.note", {"n": 1}, now=now())
    work()
    later.__exit__(None, None, None)
    assert done == [1]
    del house().tasks["test.slow"]


@pytest.mark.both
@pytest.mark.slow
def test_six_workers_and_one_that_dies_do_200_tasks_each_once(app, db, work):
    for number in range(200):
        outbox.put("search.index", {"kind": "nothing", "id": number}, now=now(), key=f"n{number}")
    session.commit()
    die_in(app, "tests.hub.delivery.races:claim_and_die")
    counts = race(app, "tests.hub.delivery.races:drain", [()] * 6)
    assert sum(counts) == 200 - outbox.BATCH
    with clock.frozen_at(MONDAY + outbox.LEASE):
        work()
    assert count(OutboxRow, OutboxRow.done_at.is_(None)) == 0


@pytest.mark.redis
def test_with_redis_the_same_rows_go_through_rq(app, db, monkeypatch):
    connection = worker.connect(os.environ["TEST_REDIS_URL"])
    connection.flushdb()
    queue = Queue(worker.QUEUE, connection=connection)
    outbox.put("search.index", {"kind": "nothing", "id": 1}, now=now() - timedelta(minutes=1))
    session.commit()
    session.remove()
    assert worker.sweep(queue) == 1
    assert worker.sweep(queue) == 1, "what is on its way is not queued twice"
    assert queue.count == 1
    SimpleWorker([queue], connection=connection).work(burst=True)
    assert count(OutboxRow, OutboxRow.done_at.is_(None)) == 0
    connection.flushdb()
