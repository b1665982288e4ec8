"""Long work: a row that says how far it is."""

import pytest
import sqlalchemy as sa

from hub import clock
from hub.database import commit, session
from hub.delivery import jobs
from hub.delivery.jobs import Job, JobState, Outcome
from hub.errors import NotFound, Refusal
from hub.facts.notifications import Notification
from tests import factories
from tests.pages import count


def promised(app, work, owner, **payload):
    app.extensions["house"].tasks["test.work"] = jobs.task(work)
    job = jobs.promise("test.work", title="Counting sheep", owner=owner, payload=payload, now=clock.now())
    return job.public_id


def again(public_id):
    session.expire_all()
    return session.scalar(sa.select(Job).where(Job.public_id == public_id))


@pytest.mark.both
def test_work_says_how_far_it_is_and_what_it_brought(app, db, work):
    seen = []

    def count_sheep(payload, progress, *, now):
        progress.at(3, 10, "Counting")
        progress.say("Three are in")
        seen.append(session.get(Job, payload["job"]).done)
        return Outcome("Ten sheep", {"sheep": 10}, url="/sheep")

    job = promised(app, count_sheep, factories.person("manager"))
    assert work() == 1
    job = again(job)
    assert (job.state, job.message, job.url, job.result) == (
        JobState.DONE,
        "Ten sheep",
        "/sheep",
        {"sheep": 10},
    )
    assert (job.done, job.total, job.log, seen) == (10, 10, ["Three are in"], [3])
    assert count(Notification, Notification.kind == "job.finished") == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [(Refusal("No sheep here."), "No sheep here."), (NotFound(), "gone"), (ValueError("x"), "broke off")],
)
def test_what_goes_wrong_ends_the_job_with_a_sentence(app, db, work, error, words):
    def fail(payload, progress, *, now):
        raise error

    job = promised(app, fail, factories.person("manager"))
    work()
    job = again(job)
    assert job.state is JobState.FAILED
    assert words in job.message


def test_waiting_work_is_cancelled_at_once(app, db, work):
    job = promised(app, lambda *_args, **_more: Outcome("never"), factories.person("manager"))
    assert jobs.cancel(again(job), now=clock.now())
    work()
    assert again(job).state is JobState.CANCELLED
    assert not jobs.cancel(again(job), now=clock.now())


def test_running_work_stops_at_its_next_step(app, db, work):
    def long(payload, progress, *, now):
        job = session.get(Job, payload["job"])
        session.rollback()
        with jobs.transaction():
            jobs.cancel(job, now=now)
        progress.at(1, 2, "One more")
        return Outcome("finished all the same")

    job = promised(app, long, factories.person("manager"))
    work()
    assert again(job).state is JobState.CANCELLED


def test_work_that_is_over_is_not_done_again(app, db, work):
    runs = []
    job = promised(
        app, lambda *_args, **_more: runs.append(1) or Outcome("done"), factories.person("manager")
    )
    work()
    app.extensions["house"].tasks["test.work"]({"job": again(job).id}, now=clock.now())
    assert runs == [1]


def test_the_page_shows_it_to_its_owner_and_leads_on_when_it_is_over(app, client_of, work):
    owner = factories.person("manager")
    job = promised(app, lambda *_args, **_more: Outcome("done", url="/me/points"), owner)
    client = client_of(owner)
    assert "Waiting for its turn" in client.get(f"/jobs/{job}").text
    assert "HX-Redirect" not in client.htmx("GET", f"/jobs/{job}/progress").headers
    for other in (factories.person("advocate"), factories.person("manager")):
        assert client_of(other).get(f"/jobs/{job}").status_code == 404
    assert client_of(factories.person("admin")).get(f"/jobs/{job}").status_code == 200
    work()
    assert client.htmx("GET", f"/jobs/{job}/progress").headers["HX-Redirect"] == "/me/points"
    assert client.post(f"/jobs/{job}/cancellation").status_code == 422


def test_the_page_cancels(app, client_of):
    owner = factories.person("manager")
    job = promised(app, lambda *_args, **_more: Outcome("done"), owner)
    assert client_of(owner).post(f"/jobs/{job}/cancellation").status_code == 303
    assert again(job).state is JobState.CANCELLED


def test_nobody_finds_work_that_is_not_there(app, db):
    with pytest.raises(NotFound):
        jobs.get("nothing", viewer=factories.person("admin"))
    commit()
