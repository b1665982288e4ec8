"""What recurs, by hand: `vouch jobs run`."""

from datetime import timedelta

import pytest

from hub.cli import jobs
from hub.database import session
from hub.delivery import schedule
from hub.delivery.schedule import PeriodicRun
from hub.house import house_of

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
    assert schedule.run_due(at + EVERY / 2) == []
    assert schedule.run_due(at + EVERY) == ["test.sweep"]
    assert swept == [at, at + EVERY]


def test_an_unknown_name_is_answered_with_the_known_ones(app, swept):
    answer = app.test_cli_runner().invoke(jobs, ["run", "nothing"])
    assert answer.exit_code == 1
    assert "test.sweep" in answer.output
