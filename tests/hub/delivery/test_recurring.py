"""What recurs, by hand: `vouch jobs run`."""

from datetime import timedelta
from time import sleep

import pytest
import sqlalchemy as sa

from hub import clock
from hub.cli import jobs
from hub.database import changed, session, transaction
from hub.delivery import schedule, worker
from hub.delivery.schedule import PeriodicRun
from hub.house import house_of
from tests.processes import die_in

EVERY = timedelta(hours=6)


@pytest.fixture
def swept(app, db, monkeypatch):
    """The moments at which the one work that recurs here was done."""
    moments = []

    def sweep(*, now):
        moments.append(now)

    monkeypatch.setattr(house_of(app), "periodics", {"test.sweep": (sweep, EVERY)})
    session.commit()
    return moments


def test_an_operator_does_what_recurs_at_once(app, swept):
    answer = app.test_cli_runner().invoke(jobs, ["run", "test.sweep"])
    assert (answer.exit_code, answer.output, len(swept)) == (0, "Done.\n", 1)


def test_what_was_done_by_hand_is_not_done_again_before_its_next_turn(at, swept):
    schedule.run("test.sweep", now=at)
    assert session.get_one(PeriodicRun, "test.sweep").due_at == at + EVERY
    session.rollback()
    assert schedule.due(at + EVERY / 2) == []
    assert not schedule.take_turn("test.sweep", now=at + EVERY / 2)
    assert schedule.due(at + EVERY) == ["test.sweep"]
    assert schedule.take_turn("test.sweep", now=at + EVERY)
    assert swept == [at, at + EVERY]


@pytest.fixture
def recurring(app, db, monkeypatch):
    """`recurring({name: work})`: nothing else recurs."""

    def only(works):
        monkeypatch.setattr(house_of(app), "periodics", {name: (work, EVERY) for name, work in works.items()})
        session.commit()

    return only


def the_clock_moves_on(by):
    clock._frozen.set(clock.now() + by)


@pytest.mark.both
def test_work_that_begins_late_because_of_what_came_before_is_begun_once_by_two_schedulers(at, recurring):
    begun = []

    def count(*, now):
        begun.append(now)
        the_clock_moves_on(timedelta(minutes=1))
        assert not schedule.take_turn("b.count", now=clock.now()), "the other scheduler looks, too"

    recurring({"a.slow": lambda *, now: the_clock_moves_on(timedelta(minutes=20)), "b.count": count})
    worker.recur()
    assert begun == [at + timedelta(minutes=20)]
    assert session.get_one(PeriodicRun, "b.count").due_at == begun[0] + EVERY


@pytest.mark.both
def test_work_that_takes_longer_than_a_lease_stays_in_one_hand(recurring, monkeypatch):
    monkeypatch.setattr(schedule, "LEASE", timedelta(seconds=1))
    monkeypatch.setattr(schedule, "RENEWAL", timedelta(seconds=0.1))
    clock._frozen.set(None)
    looks = []

    def slow(*, now):
        while clock.now() < now + timedelta(seconds=2.5):
            sleep(0.1)
            looks.append(schedule.take_turn("a.slow", now=clock.now()))

    recurring({"a.slow": slow})
    worker.recur()
    run = session.get_one(PeriodicRun, "a.slow")
    assert (set(looks), run.leased_until, run.finished_at is not None) == ({False}, None, True)


@pytest.mark.both
def test_what_a_dead_scheduler_was_at_is_taken_up_when_its_lease_ran_out(app, at, recurring):
    done = []
    die_in(app, "tests.hub.delivery.races:begin_and_die")
    recurring({"test.dies": lambda *, now: done.append(now)})
    assert not schedule.take_turn("test.dies", now=at + timedelta(minutes=4))
    assert schedule.take_turn("test.dies", now=at + timedelta(minutes=5))
    assert done == [at + timedelta(minutes=5)]


def test_who_lost_its_lease_does_not_free_what_is_in_other_hands(at, recurring):
    theirs = at + timedelta(hours=1)

    def sleepy(*, now):
        with transaction():
            changed(sa.update(PeriodicRun).values(leased_until=theirs))

    recurring({"a.sleepy": sleepy})
    assert schedule.take_turn("a.sleepy", now=at)
    run = session.get_one(PeriodicRun, "a.sleepy", populate_existing=True)
    assert (run.leased_until, run.due_at) == (theirs, at)


def test_an_unknown_name_is_answered_with_the_known_ones(app, swept):
    answer = app.test_cli_runner().invoke(jobs, ["run", "nothing"])
    assert answer.exit_code == 1
    assert "test.sweep" in answer.output
