"""A year of challenges: Meridian publishes them, advocates take them, managers look at what comes in."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import sqlalchemy as sa
from PIL import Image, ImageDraw

from challenges import answers, challenges, participations, publication, reviews, stages, starters
from challenges.answers import Upload
from challenges.challenges import Category, Challenge
from challenges.demo_year import plan
from challenges.kinds.profile import lacking
from challenges.participations import Participation, State
from challenges.stages import Stage
from hub.database import session
from hub.demo import World
from hub.people.persons import Person

PER_WEEK, SWARM = 4, 8
"""How many challenges are begun in an average week, and how many more in the week after a new one."""

REVIEWED_AFTER = timedelta(hours=60)
"""So long a submission waits, as it does in life."""

LEFT = 3
"""So many challenges are always left for a person to find."""


def prepare(world: World) -> None:
    """Publish the three starters."""
    starters.ensure(world.staff["manager"], world.now)


def live(world: World) -> None:
    """Live one day: publish what is due, let some advocates take something, look at what came in."""
    for planned in plan().due(world.day):
        _publish(planned, world)
    _review(world)
    _mend(world)
    fresh = any(plan().due(day) for day in range(world.day - 6, world.day + 1))
    for _time in range(world.times(PER_WEEK + SWARM * fresh)):
        _take(world, world.someone())


def _publish(planned: dict[str, Any], world: World) -> None:
    manager = world.staff["manager"]
    said = {name: planned[name] for name in ("title", "summary", "body", "tags", "minutes")}
    made = challenges.create(**said, category=Category(planned["category"]), by=manager, now=world.now)
    if "lasts" in planned:
        made.deadline = world.now + timedelta(days=planned["lasts"])
    for step in planned["steps"]:
        told = {name: step.get(name) for name in ("title", "prompt", "points", "settings")}
        stages.add(made, step["kind"], **told, auto_approve=not step["checked"])
    publication.publish(made, by=manager, now=world.now)


def _take(world: World, person: Person) -> None:
    """Begin something that is open and new to this person; most go on to the end."""
    taken = sa.select(Participation.challenge_id).where(Participation.person_id == person.id)
    fresh = (
        sa.select(Challenge)
        .where(challenges.open_now(world.now), Challenge.id.not_in(taken))
        .order_by(Challenge.id)
    )
    choice = [one for one in session.scalars(fresh) if _possible(one, person)]
    if len(choice) <= LEFT:
        return
    challenge = choice[0] if choice[0].starter else world.rng.choice(choice)
    one = participations.start(challenge, by=person, now=world.now)
    steps = stages.of(challenge)
    reach = len(steps) if world.rng.random() < 0.85 else world.rng.randrange(len(steps))
    for stage in steps[:reach]:
        _answer(world, one, stage, person)
    if reach == len(steps):
        reviews.submit(one, now=world.now)
    elif steps[reach].kind_name == "question":
        words = _words(world, steps[reach])
        answers.keep_draft(one, steps[reach], {"answer": words[: len(words) // 2]}, now=world.now)


def _possible(challenge: Challenge, person: Person) -> bool:
    """Whether a profile that is asked for is there."""
    if challenge.starter != "profile":
        return True
    return not lacking(person, stages.of(challenge)[0].settings["parts"])


def _answer(world: World, one: Participation, stage: Stage, person: Person) -> None:
    words = _words(world, stage)
    fields = {"answer": words, "note": words, "code": stage.settings.get("code", ""), "seen": "y"}
    upload = Upload(_screenshot(world), "dashboard.png") if stage.kind.takes_file else None
    answers.give(one, stage, fields, by=person, now=world.now, upload=upload)


def _words(world: World, stage: Stage) -> str:
    return world.rng.choice(plan().answers(stage.title))


def _review(world: World) -> None:
    """Look at what has waited for a day or so: most is approved, some comes back, very little is declined."""
    manager = world.staff["manager"]
    waiting = sa.select(Participation).where(
        Participation.state == State.SUBMITTED,
        Participation.submitted_at < world.now - REVIEWED_AFTER,
    )
    for one in session.scalars(
        waiting.order_by(Participation.submitted_at, Participation.id).limit(12)
    ).all():
        luck = world.rng.random()
        if luck < 0.2:
            continue
        if luck < 0.32:
            reviews.return_(one, comment=world.rng.choice(plan().returns), by=manager, now=world.now)
        elif luck < 0.34:
            reviews.reject(one, comment=world.rng.choice(plan().declines), by=manager, now=world.now)
        else:
            reviews.approve(one, comment=world.rng.choice(plan().thanks), by=manager, now=world.now)


def _mend(world: World) -> None:
    """Let some of those who got something back hand it in again."""
    back = (
        sa.select(Participation)
        .join(Participation.challenge)
        .where(
            Participation.state == State.RETURNED,
            challenges.open_now(world.now),
        )
    )
    for one in session.scalars(back.order_by(Participation.id).limit(3)).all():
        if world.rng.random() < 0.12:
            reviews.submit(one, now=world.now)


def _screenshot(world: World) -> BytesIO:
    """Draw something that looks like a dashboard with blurred numbers."""
    image = Image.new("RGB", (480, 300), "#f6f4ee")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 480, 34), fill="#1f5c4d")
    for place in range(3):
        draw.rounded_rectangle(
            (20 + place * 150, 52, 150 + place * 150, 112), 8, fill="#ffffff", outline="#dcd7ca"
        )
        draw.rectangle(
            (34 + place * 150, 74, 34 + world.rng.randint(40, 96) + place * 150, 90), fill="#b9b29f"
        )
    for bar in range(12):
        height = world.rng.randint(20, 140)
        draw.rectangle(
            (26 + bar * 37, 280 - height, 50 + bar * 37, 280), fill="#3d8f78" if bar < 11 else "#c99a2e"
        )
    stream = BytesIO()
    image.save(stream, "PNG", compress_level=1)
    stream.seek(0)
    return stream
