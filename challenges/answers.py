"""Answers: what a person wrote for a stage.

A draft is kept while they write; what was checked is kept beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from challenges import stages
from challenges.kinds import Given, Proof
from challenges.participations import Participation, hold, require_working
from challenges.stages import Stage
from hub.content import files
from hub.content.files import Accept, File
from hub.database import Model, insert_once, session
from hub.people.persons import Person

HOLDER = "challenge.answer"
MOST_CHARACTERS = 20_000


class Answer(Model):
    """What a participation has for a stage. `value` is what was checked, `draft` what was typed since."""

    __tablename__ = "challenge_answers"
    __table_args__ = (sa.UniqueConstraint("participation_id", "stage_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge_participations.id"))
    stage_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge_stages.id"), index=True)
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proof: Mapped[Proof | None]
    file_key: Mapped[str | None]
    saved_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    @property
    def done(self) -> bool:
        """Whether it was checked, and nothing was typed since."""
        return self.answered_at is not None and not self.draft

    @property
    def entered(self) -> dict[str, Any]:
        """What the form shows: the draft, else what was checked."""
        return self.draft or self.value


@dataclass(frozen=True)
class Upload:
    """A file as it comes in."""

    stream: BinaryIO
    name: str


def of(participation: Participation) -> dict[int, Answer]:
    """Return the answers of a participation by their stage."""
    return of_many([participation.id]).get(participation.id, {})


def of_many(participation_ids: list[int]) -> dict[int, dict[int, Answer]]:
    """Return the answers of several participations, by participation and stage."""
    found: dict[int, dict[int, Answer]] = {}
    for answer in session.scalars(sa.select(Answer).where(Answer.participation_id.in_(participation_ids))):
        found.setdefault(answer.participation_id, {})[answer.stage_id] = answer
    return found


def open_stages(participation: Participation) -> list[Stage]:
    """Return the stages that still wait for an answer."""
    given = of(participation)
    return [
        stage
        for stage in stages.of(participation.challenge)
        if stage.id not in given or not given[stage.id].done
    ]


def keep_draft(
    participation: Participation, stage: Stage, fields: Mapping[str, str], *, now: datetime
) -> None:
    """Keep what a person has typed so far, as it is. Raises `Refusal` when it is handed in."""
    hold(participation)
    require_working(participation)
    typed = _typed(stage, fields)
    answer = _open(participation, stage, now)
    same = answer.answered_at is not None and _same(typed, answer.value)
    answer.draft = {} if same else typed
    answer.saved_at = now
    session.flush()


def give(
    participation: Participation,
    stage: Stage,
    fields: Mapping[str, str],
    *,
    by: Person,
    now: datetime,
    upload: Upload | None = None,
) -> bool:
    """Answer a stage.

    False when it is handed in with this very answer already (a second click); raises `Refusal`.
    """
    hold(participation)
    typed = _typed(stage, fields)
    if not participation.working and _given_before(participation, stage, typed):
        return False
    require_working(participation)
    answer = _open(participation, stage, now)
    if upload is not None and stage.kind.takes_file:
        _take_file(answer, upload, by, now)
    file = files.find(answer.file_key) if answer.file_key else None
    answer.value = stage.kind.check(stage.settings, Given(typed, file), by=by)
    answer.draft, answer.proof = {}, stage.kind.proof_of(stage.settings)
    answer.answered_at = answer.saved_at = now
    session.flush()
    return True


def may_fetch(person: Person | None, answer_id: int) -> bool:
    """Whether a person may fetch the file of an answer: its owner, and who reviews."""
    owner = session.scalar(
        sa.select(Participation.person_id)
        .join(Answer, Answer.participation_id == Participation.id)
        .where(Answer.id == answer_id)
    )
    return (
        person is not None and owner is not None and (person.id == owner or person.can("submission.review"))
    )


def _open(participation: Participation, stage: Stage, now: datetime) -> Answer:
    insert_once(
        Answer, participation_id=participation.id, stage_id=stage.id, draft={}, value={}, saved_at=now
    )
    chosen = sa.select(Answer).where(Answer.participation_id == participation.id, Answer.stage_id == stage.id)
    return session.scalars(chosen).one()


def _take_file(answer: Answer, upload: Upload, by: Person, now: datetime) -> None:
    """Keep the new file and let go of the one before."""
    before: File | None = files.find(answer.file_key) if answer.file_key else None
    kept = files.store(
        upload.stream, name=upload.name, holder=(HOLDER, answer.id), owner=by, accept=Accept.PROOF, now=now
    )
    answer.file_key = kept.public_key
    if before is not None:
        files.release(before)


def _typed(stage: Stage, fields: Mapping[str, str]) -> dict[str, Any]:
    """Return what belongs to the stage's own fields, within bounds."""
    own = stage.kind.fields(stage.settings)
    return {
        name: fields[name][:MOST_CHARACTERS]
        for name in own
        if isinstance(fields.get(name), str) and fields[name]
    }


def _given_before(participation: Participation, stage: Stage, typed: dict[str, Any]) -> bool:
    answer = of(participation).get(stage.id)
    return answer is not None and answer.done and _same(typed, answer.value)


def _same(typed: dict[str, Any], value: dict[str, Any]) -> bool:
    return all(text.strip() == (value.get(name) or "") for name, text in typed.items())
