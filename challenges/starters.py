"""The three challenges that every programme begins with, each done in under three minutes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from challenges import publication, stages
from challenges.challenges import Category, Challenge, create
from hub.database import session
from hub.errors import Words
from hub.i18n import _
from hub.people.persons import Person


@dataclass(frozen=True)
class Step:
    """A step of a built-in challenge."""

    kind: str
    title: Words
    prompt: Words
    points: int
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Starter:
    """A built-in challenge."""

    key: str
    title: Words
    summary: Words
    body: Words
    minutes: int
    steps: tuple[Step, ...]


STARTERS = (
    Starter(
        "profile",
        _("Tell peers who you are"),
        _("A few words in your profile, so that the right people and questions find you."),
        _("What you do, what you hope for, and what people can ask you about. That is all it takes."),
        2,
        (
            Step(
                "profile",
                _("Complete your profile"),
                _("Three short fields. The hub sees by itself when they are there."),
                30,
            ),
        ),
    ),
    Starter(
        "hopes",
        _("What would make this worth your time?"),
        _("Tell us in a sentence or two. We read every one, and plan by it."),
        _("There is no wrong answer. Some come for peers, some for early looks, some to be heard."),
        2,
        (
            Step(
                "question",
                _("In your own words"),
                _("Half a year from now: what happened here that made you glad you joined?"),
                20,
                {"length": "long"},
            ),
        ),
    ),
    Starter(
        "around",
        _("Have a look who is here"),
        _("Browse the members for a minute and find somebody you would like to meet."),
        _("Many here do your kind of work. One of them has surely solved what you are at right now."),
        3,
        (
            Step(
                "link",
                _("Browse the members"),
                _("Look around by name, company or topic."),
                5,
                {"url": "/members"},
            ),
            Step(
                "question",
                _("Whom would you like to meet?"),
                _("A name, a role or a kind of company. We will not tell them, but we will keep it in mind."),
                15,
                {"length": "short"},
            ),
        ),
    ),
)


def ensure(by: Person, now: datetime) -> list[Challenge]:
    """Create and publish the built-in challenges that this programme never had; returns the new ones.

    Idempotent: one that was changed, ended or archived stays as the programme wants it.
    """
    there = set(session.scalars(sa.select(Challenge.starter).where(Challenge.starter.is_not(None))))
    return [_create(starter, by, now) for starter in STARTERS if starter.key not in there]


def _create(starter: Starter, by: Person, now: datetime) -> Challenge:
    challenge = create(
        title=str(starter.title),
        summary=str(starter.summary),
        body=str(starter.body),
        category=Category.ONBOARDING,
        minutes=starter.minutes,
        by=by,
        now=now,
    )
    challenge.starter = starter.key
    for step in starter.steps:
        stages.add(
            challenge,
            step.kind,
            title=str(step.title),
            prompt=str(step.prompt),
            points=step.points,
            settings=step.settings,
            auto_approve=True,
        )
    publication.publish(challenge, by=by, now=now)
    return challenge
