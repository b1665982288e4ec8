"""The walk: a challenge as one person goes through it, step by step, with what stands open and what is
done.
"""

from dataclasses import dataclass

from challenges import answers, reviews, stages
from challenges.answers import Answer
from challenges.challenges import Challenge
from challenges.participations import Participation, State, find
from challenges.reviews import Review
from challenges.stages import Stage
from hub.people.persons import Person


@dataclass(frozen=True)
class Step:
    """A stage on somebody's way. `state` is done, now, back (sent back) or todo."""

    stage: Stage
    answer: Answer | None
    state: str


@dataclass(frozen=True)
class Walk:
    """All steps of a person in a challenge. `review` is the latest decision, when there was one."""

    challenge: Challenge
    participation: Participation | None
    steps: list[Step]
    review: Review | None

    @property
    def working(self) -> bool:
        """Whether the person can write now."""
        return self.participation is not None and self.participation.working

    @property
    def done(self) -> int:
        """How many steps are answered."""
        return sum(1 for step in self.steps if step.answer is not None and step.answer.done)

    @property
    def complete(self) -> bool:
        """Whether every step is answered, so that it can be handed in."""
        return self.done == len(self.steps)

    @property
    def open_step(self) -> Step | None:
        """The step whose form stands open."""
        return next((step for step in self.steps if step.state == "now"), None)

    @property
    def last(self) -> bool:
        """Whether the open step is the last one that waits, so that its button can hand everything in."""
        waiting = [step.stage.id for step in self.steps if step.answer is None or not step.answer.done]
        return self.open_step is not None and waiting in ([], [self.open_step.stage.id])


def walk(challenge: Challenge, person: Person, *, wanted: int | None = None) -> Walk:
    """Return a person's way through a challenge; `wanted` is the stage they want to write at."""
    participation = find(challenge, person)
    steps = stages.of(challenge)
    if participation is None or participation.state is State.WITHDRAWN:
        return Walk(challenge, participation, [Step(stage, None, "todo") for stage in steps], None)
    given = answers.of(participation)
    review = reviews.latest([participation.id]).get(participation.id) if participation.decided_at else None
    at = _at(participation, steps, given, wanted)
    return Walk(
        challenge,
        participation,
        [_step(stage, given.get(stage.id), participation, at) for stage in steps],
        review,
    )


def _at(
    participation: Participation, steps: list[Stage], given: dict[int, Answer], wanted: int | None
) -> int | None:
    """Return the stage that stands open: the one asked for, else the first that waits."""
    if not participation.working:
        return None
    if wanted in {stage.id for stage in steps}:
        return wanted
    return next((stage.id for stage in steps if stage.id not in given or not given[stage.id].done), None)


def _step(stage: Stage, answer: Answer | None, participation: Participation, at: int | None) -> Step:
    if stage.id == at:
        return Step(stage, answer, "now")
    if answer is None or not answer.done:
        return Step(stage, answer, "todo")
    back = participation.state is State.RETURNED and not stage.auto_approve
    return Step(stage, answer, "back" if back else "done")
