"""Submissions as a reviewer sees them: what waits, the oldest first, each with its answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from challenges import answers
from challenges.answers import Answer
from challenges.challenges import Challenge
from challenges.participations import Participation, State
from challenges.stages import Stage
from hub.database import session


@dataclass(frozen=True)
class Submission:
    """What somebody handed in: each stage with its answer (None when it was added afterwards)."""

    participation: Participation
    parts: list[tuple[Stage, Answer | None]]


@dataclass(frozen=True)
class Backlog:
    """How much waits, since when, and the title of the challenge that waits longest."""

    count: int
    oldest: datetime
    title: str


def waiting(*, challenge_id: int | None = None) -> sa.Select[tuple[Participation]]:
    """Return the statement for what waits to be looked at (of one challenge), the oldest first."""
    statement = (
        sa.select(Participation)
        .where(Participation.state == State.SUBMITTED)
        .options(sa.orm.joinedload(Participation.challenge), sa.orm.joinedload(Participation.person))
        .order_by(Participation.submitted_at, Participation.id)
    )
    return statement if challenge_id is None else statement.where(Participation.challenge_id == challenge_id)


def with_answers(participations: Sequence[Participation]) -> list[Submission]:
    """Return submissions with their stages and answers, in two queries for any number of them."""
    standing = sa.select(Stage).where(
        Stage.challenge_id.in_({one.challenge_id for one in participations}), Stage.removed_at.is_(None)
    )
    by_challenge: dict[int, list[Stage]] = {}
    for stage in session.scalars(standing.order_by(Stage.position, Stage.id)):
        by_challenge.setdefault(stage.challenge_id, []).append(stage)
    given = answers.of_many([one.id for one in participations])
    return [
        Submission(
            one,
            [
                (stage, given.get(one.id, {}).get(stage.id))
                for stage in by_challenge.get(one.challenge_id, [])
            ],
        )
        for one in participations
    ]


def count() -> int:
    """Return how many submissions wait."""
    return session.scalar(sa.select(sa.func.count()).where(Participation.state == State.SUBMITTED)) or 0


def challenges_waiting() -> list[tuple[int, str]]:
    """Return the challenges of which something waits, as id and title."""
    rows = session.execute(
        sa.select(Challenge.id, Challenge.title)
        .where(
            sa.exists().where(
                Participation.challenge_id == Challenge.id, Participation.state == State.SUBMITTED
            )
        )
        .order_by(Challenge.title)
    )
    return [(row.id, row.title) for row in rows]


def backlog() -> Backlog | None:
    """Return what waits, in one query; None when nothing does."""
    total = sa.func.count().over().label("total")
    row = session.execute(
        sa.select(total, Participation.submitted_at, Challenge.title)
        .join(Participation.challenge)
        .where(Participation.state == State.SUBMITTED)
        .order_by(Participation.submitted_at)
        .limit(1)
    ).first()
    return Backlog(row.total, row.submitted_at, row.title) if row else None


def tallies(challenge_ids: Sequence[int]) -> dict[int, dict[State, int]]:
    """Return how many participations each challenge has in each state."""
    rows = session.execute(
        sa.select(Participation.challenge_id, Participation.state, sa.func.count())
        .where(Participation.challenge_id.in_(challenge_ids))
        .group_by(Participation.challenge_id, Participation.state)
    )
    found: dict[int, dict[State, int]] = {}
    for challenge_id, state, number in rows:
        found.setdefault(challenge_id, {})[state] = number
    return found
