"""The year: the stage is set, then each day is lived in one transaction, with the clock standing at that
day's hour.

One seed makes all chance, so two builds on the same day tell the same story.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from admin.demo import crm, seasons, settling, team
from admin.demo.arrivals import Arrivals
from hub.clock import frozen_at
from hub.database import transaction
from hub.demo import PASSWORD, World
from hub.house import house
from hub.people import passwords

DAYS = 365
SEED = 20_260

Say = Callable[[str], None]


def live(now: datetime, say: Say, *, days: int = DAYS) -> World:
    """Live the year that ends `now`, saying a line for each month, and leave everything settled."""
    start = now.date() - timedelta(days=days - 1)
    rng = Random(SEED)  # noqa: S311 - a story, not a secret
    world = World(rng=rng, start=start, now=seasons.moment(start, rng, latest=now))
    arrivals = Arrivals(passwords.hashed(PASSWORD))
    with frozen_at(world.now), transaction():
        team.assemble(world, arrivals.password_hash)
        crm.load_customers(world)
        crm.load_opportunities(world)
        arrivals.plan(world, days)
        arrivals.found(world)
        _call(world, 1)
    for _day in range(days):
        with frozen_at(world.now), transaction():
            if world.today.weekday() == 0:
                crm.load_opportunities(world, since=world.today - timedelta(days=7))
            arrivals.live(world)
            _call(world, 2)
        _turn_the_page(world, latest=now, say=say)
    settling.settle(now)
    return world


def _call(world: World, part: int) -> None:
    """Let every package take its part: 1 to prepare, 2 to live the day."""
    for demo in house().demos:
        play = demo[part]
        if callable(play):
            play(world)


def _turn_the_page(world: World, *, latest: datetime, say: Say) -> None:
    """Go to the next day; at the end of a month, say how the programme stands."""
    tomorrow = world.today + timedelta(days=1)
    if tomorrow.month != world.today.month or tomorrow > latest.date():
        say(f"  {world.today:%B %Y}: {len(world.advocates)} advocates")
    if tomorrow <= latest.date():
        world.now = seasons.moment(tomorrow, world.rng, latest=latest)
        world.busy = seasons.busy(tomorrow, world.day)
