"""Long work that somebody waits for: a row says how far it is, and a page shows it. Closing the tab loses
nothing.

A job is started by a row of the outbox and may be started again after a crash, so its work must bear
repetition. How far it is goes into the row by short transactions of their own, between the steps and never
inside one: SQLite has one writer. The work hears there, too, that somebody wants it to stop.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from secrets import token_urlsafe
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.clock import monotonic
from hub.clock import now as clock_now
from hub.database import Model, beside, changed, session, transaction
from hub.delivery import outbox
from hub.errors import NotFound, Refusal, Words
from hub.facts import notifications
from hub.house import Task
from hub.i18n import _, force_locale
from hub.people.persons import Person

log = logging.getLogger("vouch.jobs")

PAUSE = 0.4
"""Seconds between two writings of how far a job is."""


class JobState(StrEnum):
    """How a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


class Job(Model):
    """One piece of long work. `total` None means that nobody knows yet how much there is; `log` is for
    people.
    """

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    title: Mapped[str]
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    message: Mapped[str] = mapped_column(default="")
    log: Mapped[list[str]] = mapped_column(default=list)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    url: Mapped[str | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    cancel_asked_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    owner: Mapped[Person] = relationship()

    @property
    def under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.state in UNDER_WAY


@dataclass(frozen=True)
class Outcome:
    """What a job brought: a sentence, figures, and the page where one sees it."""

    message: Words
    result: dict[str, Any] = field(default_factory=dict)
    url: str | None = None


class Cancelled(Exception):
    """Somebody wants the work to stop; raised at the next step, where nothing is half done."""


class Progress(Protocol):
    """Whom long work tells how far it is; a command line or a test may listen as well as a job."""

    def at(self, done: int, total: int | None = None, message: Words | None = None) -> None:
        """Say how much is done, of how much, and what is being done; raises `Cancelled` when one should
        stop.
        """

    def say(self, line: Words) -> None:
        """Add a line to the log that people read."""


class Unwatched:
    """For work that nobody watches."""

    def at(self, done: int, total: int | None = None, message: Words | None = None) -> None:
        """Say nothing."""

    def say(self, line: Words) -> None:
        """Say nothing."""


class _Written:
    """Writes into the job's row, at most every `PAUSE` seconds, over a connection of its own."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id
        self.next_at = 0.0

    def at(self, done: int, total: int | None = None, message: Words | None = None) -> None:
        if monotonic() < self.next_at and message is None:
            return
        self.next_at = monotonic() + PAUSE
        values: dict[str, Any] = {"done": done, "total": total}
        if message is not None:
            values["message"] = str(message)
        self._write(values)

    def say(self, line: Words) -> None:
        with beside() as connection:
            lines = connection.scalar(sa.select(Job.log).where(Job.id == self.job_id)) or []
            connection.execute(sa.update(Job).where(Job.id == self.job_id).values(log=[*lines, str(line)]))

    def _write(self, values: dict[str, Any]) -> None:
        present = clock_now()
        mine = sa.update(Job).where(Job.id == self.job_id).values(**values).returning(Job.cancel_asked_at)
        still_at_it = sa.update(outbox.OutboxRow).where(outbox.OutboxRow.key == _key(self.job_id))
        with beside() as connection:
            asked = connection.scalar(mine)
            connection.execute(still_at_it.values(leased_until=present + outbox.LEASE))
        if asked is not None:
            raise Cancelled


def promise(
    kind: str,
    *,
    title: Words,
    owner: Person,
    now: datetime,
    payload: dict[str, Any] | None = None,
    url: str | None = None,
) -> Job:
    """Promise long work of a registered task; `url` is where one goes afterwards unless the work says
    otherwise.
    """
    job = Job(
        public_id=token_urlsafe(12),
        kind=kind,
        title=str(title),
        owner_id=owner.id,
        url=url,
        created_at=now,
        message=str(_("Waiting for its turn")),
    )
    session.add(job)
    session.flush()
    outbox.put(kind, {**(payload or {}), "job": job.id}, key=_key(job.id), now=now)
    return job


def get(public_id: str, *, viewer: Person) -> Job:
    """Return a job of the viewer, or anybody's for who may see all; raise `NotFound`."""
    job = session.scalar(sa.select(Job).where(Job.public_id == public_id))
    if job is None or (job.owner_id != viewer.id and not viewer.can("job.see")):
        raise NotFound
    return job


def cancel(job: Job, *, now: datetime) -> bool:
    """Stop a job: at once when it waits, at its next step when it runs. False when it is over already."""
    waiting = sa.update(Job).where(Job.id == job.id, Job.state == JobState.WAITING)
    over = waiting.values(
        state=JobState.CANCELLED, finished_at=now, message=str(_("Cancelled. Nothing was changed."))
    )
    running = sa.update(Job).where(Job.id == job.id, Job.state == JobState.RUNNING)
    stopped = changed(over) or changed(running.values(cancel_asked_at=now))
    session.expire(job)
    return stopped == 1


def task(work: Callable[..., Outcome]) -> Task:
    """Make an outbox task of `work(payload, progress, now=)`: it runs as the job that its payload names.

    A `Refusal` ends the job with its sentence. Anything else that goes wrong is logged and ends it, too: who
    waits can begin anew. What could not even be noted down is tried again by the outbox.
    """

    def run(payload: dict[str, Any], /, *, now: datetime) -> None:
        locale = _start(payload["job"], now=now)
        if locale is None:
            return
        with force_locale(locale):
            state, outcome = _attempt(work, payload, now)
            _end(payload["job"], state, outcome)

    return run


def _attempt(
    work: Callable[..., Outcome], payload: dict[str, Any], now: datetime
) -> tuple[JobState, Outcome]:
    try:
        return JobState.DONE, work(payload, _Written(payload["job"]), now=now)
    except Cancelled:
        return JobState.CANCELLED, Outcome(_("Cancelled. Nothing was changed."))
    except (Refusal, NotFound) as refusal:
        return JobState.FAILED, Outcome(str(refusal) or _("What this was about is gone."))
    except Exception:  # whatever it was, who waits must hear of it
        log.exception("a job broke off", extra={"job": payload["job"]})
        return JobState.FAILED, Outcome(_("It broke off before it was finished. Please try again."))


def _start(job_id: int, *, now: datetime) -> str | None:
    """Begin, or begin again after a crash; returns the owner's language, None when there is nothing (more)
    to do.
    """
    with transaction():
        begun = sa.update(Job).where(Job.id == job_id, Job.state.in_(UNDER_WAY))
        if not changed(
            begun.values(state=JobState.RUNNING, started_at=sa.func.coalesce(Job.started_at, now))
        ):
            return None
        return session.scalar(
            sa.select(Person.locale).join(Job, Job.owner_id == Person.id).where(Job.id == job_id)
        )


def _end(job_id: int, state: JobState, outcome: Outcome) -> None:
    with transaction():
        job = session.get_one(Job, job_id, populate_existing=True)
        job.state, job.message, job.result = state, str(outcome.message), outcome.result
        job.url, job.finished_at = outcome.url or job.url, clock_now()
        if state is JobState.DONE:
            job.done = job.total = job.total or job.done
        notifications.tell(
            job.owner,
            "job.finished",
            title=f"{job.title}: {job.message}",
            url=job.url or f"/jobs/{job.public_id}",
            key=f"job:{job.id}",
            now=job.finished_at,
        )


def _key(job_id: int) -> str:
    return f"job:{job_id}"
