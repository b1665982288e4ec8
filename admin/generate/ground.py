"""What stands before the many come: the team, the forums and the challenges, made through their own rules."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

import sqlalchemy as sa

from admin.generate import words
from challenges import challenges, publication, stages
from challenges.challenges import Category, Challenge
from community import forums
from community.circles import Circle
from community.forums import Forum, ForumKind
from hub.database import session, transaction
from hub.demo import PASSWORD
from hub.errors import Refusal
from hub.i18n import _
from hub.people import companies, passwords, persons, roles
from hub.people.companies import CompanyKind
from hub.people.persons import Person

DOMAIN = "generated.example"
CHALLENGES = 30
FORUMS = (
    ("Closing the books", "Practice", ForumKind.QUESTION, Circle.PROSPECTS),
    ("Reconciliation", "Practice", ForumKind.QUESTION, Circle.MEMBERS),
    ("Audit and controls", "Practice", ForumKind.QUESTION, Circle.MEMBERS),
    ("Roll-outs", "Practice", ForumKind.DISCUSSION, Circle.MEMBERS),
    ("Meet the members", "People", ForumKind.DISCUSSION, Circle.MEMBERS),
    ("Ideas at work", "People", ForumKind.DISCUSSION, Circle.PROSPECTS),
)


@dataclass(frozen=True)
class Ground:
    """What the many refer to."""

    password_hash: str
    manager: int
    forums: list[tuple[int, ForumKind, Circle]]
    challenges: list[tuple[int, str, int]]


def lay(rng: Random, *, since: datetime) -> Ground:
    """Make it; raises `Refusal` when the database holds people already."""
    hashed = passwords.hashed(PASSWORD)
    with transaction():
        if session.scalar(sa.select(sa.exists().where(Person.id.is_not(None)))):
            raise Refusal(_("This database holds people already. Generate into an empty one."))
        vendor = companies.add("Meridian", CompanyKind.VENDOR, now=since)
        team = {
            role: _member(role, vendor.id, hashed, since)
            for role in ("manager", "moderator", "sales", "admin")
        }
        opened = [_forum(*one, by=team["manager"], now=since) for one in FORUMS]
        offered = [_challenge(rng, number, team["manager"], since) for number in range(CHALLENGES)]
        return Ground(
            hashed,
            team["manager"].id,
            [(forum.id, forum.kind, forum.sees) for forum in opened],
            [(one.id, one.title, one.points) for one in offered],
        )


def _member(role: str, company_id: int, hashed: str, since: datetime) -> Person:
    person = persons.add_contact(
        f"{role}@{DOMAIN}",
        "Team",
        role.capitalize(),
        now=since,
        joined_at=since,
        welcomed_at=since,
        company_id=company_id,
        password_hash=hashed,
    )
    roles.give(person, role)
    return person


def _forum(name: str, category: str, kind: ForumKind, sees: Circle, *, by: Person, now: datetime) -> Forum:
    return forums.open_forum(
        name,
        category=category,
        about=f"All about it: {name.lower()}.",
        kind=kind,
        sees=sees,
        posts=sees,
        by=by,
        now=now,
    )


def _challenge(rng: Random, number: int, by: Person, now: datetime) -> Challenge:
    made = challenges.create(
        title=f"Tell us about {rng.choice(words.TOPICS)}, part {number + 1}",
        summary="A few minutes that help the next one who starts.",
        category=rng.choice(list(Category)),
        minutes=rng.choice((3, 5, 10, 20)),
        by=by,
        now=now,
        body=words.said(rng)[0],
        tags=[words.TOPICS[number % len(words.TOPICS)].replace(" ", "-")],
    )
    for _nth in range(rng.choice((1, 2))):
        stages.add(made, "question", title="What did you find?", points=rng.choice((10, 20, 40)))
    session.refresh(made)
    publication.publish(made, by=by, now=now)
    return made
