"""The demo's challenges: a few weeks are lived through the public rules, and leave something to look at."""

from datetime import timedelta
from random import Random

from challenges import demo
from challenges.challenges import Challenge
from challenges.demo_year import plan
from challenges.participations import Participation, State
from hub import clock
from hub.database import session
from hub.demo import World
from hub.facts import ledger, reconciliation
from tests import factories


def test_a_few_weeks_of_the_demo_leave_challenges_points_and_something_to_review(db, at):
    people = [factories.person(title="CFO", motives=["peers"], expertise=["Audit"]) for _ in range(8)]
    world = World(Random(3), at.date(), at, staff={"manager": factories.person("manager")}, advocates=people)
    demo.prepare(world)
    demo.prepare(world)
    for day in range(26):
        world.now = at + timedelta(days=day)
        with clock.frozen_at(world.now):
            demo.live(world)
    assert session.query(Challenge).count() == 3 + 3
    states = {one.state for one in session.query(Participation)}
    assert {State.APPROVED, State.STARTED} <= states
    assert sum(ledger.account_of(person.id).balance for person in people) > 0
    assert reconciliation.problems() == []


def test_the_plan_of_the_year_can_be_published_as_it_is(db, at):
    world = World(Random(3), at.date(), at, staff={"manager": factories.person("manager")})
    for planned in plan().challenges:
        demo._publish(planned, world)
    assert session.query(Challenge).count() == len(plan().challenges) >= 10
