"""Plain factories for challenges: something to take, and somebody who takes it."""

from typing import Any

from challenges import answers, challenges, participations, publication, reviews, stages
from challenges.challenges import Category, Challenge
from challenges.participations import Participation
from hub.clock import now
from hub.people.persons import Person
from tests import factories


def challenge(
    *steps: tuple[str, dict[str, Any]], live: bool = True, by: Person | None = None, **facts: Any
) -> Challenge:
    """A live challenge with one long question worth 40 points, unless steps say otherwise."""
    author = by or factories.person("manager", first_name="Jonas")
    told = {"starts_at": facts.pop("starts_at", None), "deadline": facts.pop("deadline", None)}
    said = {
        "title": "Show us your dashboard",
        "summary": "One picture is enough.",
        "category": Category.FEEDBACK,
    }
    made = challenges.create(by=author, now=now(), **{**said, "minutes": 5, **facts})
    for kind, details in steps or (("question", {"points": 40}),):
        stages.add(made, kind, **details)
    if live:
        publication.publish(made, by=author, now=now())
    made.starts_at, made.deadline = told["starts_at"], told["deadline"]
    return made


def started(made: Challenge, by: Person) -> Participation:
    """A participation that has begun."""
    return participations.start(made, by=by, now=now())


def submitted(made: Challenge, by: Person, words: str = "We close in three days.") -> Participation:
    """A participation that is handed in, each question answered with `words`."""
    participation = started(made, by)
    for stage in stages.of(made):
        answers.give(participation, stage, {"answer": words, "seen": "y"}, by=by, now=now())
    reviews.submit(participation, now=now())
    return participation
