"""`vouch generate`: fill an empty database with as many members and posts as one wants."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import TypeVar

import click
from flask.cli import with_appcontext

from admin.generate import ground, sums
from admin.generate.bulk import Bulk
from admin.generate.crowd import Crowd
from admin.generate.deeds import Deeds
from admin.generate.talk import Talk
from admin.hurry import hurried
from hub.clock import monotonic, now
from hub.demo import PASSWORD
from hub.upgrades import upgrade_database

Result = TypeVar("Result")

YEARS = timedelta(days=730)


@click.command()
@click.option("--members", type=click.IntRange(10, 1_000_000), required=True)
@click.option("--posts", type=click.IntRange(0, 10_000_000), required=True)
@click.option("--seed", type=int, default=1, show_default=True)
@with_appcontext
def generate(members: int, posts: int, seed: int) -> None:
    """Fill an empty database with members and posts for tests of volume. `vouch reindex` makes them
    findable.
    """
    with hurried():
        fill(members, posts, seed=seed)
    first = f"member1@{ground.DOMAIN}"
    click.echo(f"Sign in as {first} or manager@{ground.DOMAIN}, password {PASSWORD}. Then: vouch reindex")


def fill(members: int, posts: int, *, seed: int = 1) -> None:
    """Do it, saying how long each part took."""
    upgrade_database()
    rng, present = Random(seed), now()  # noqa: S311 - volume, not secrets
    start = present - YEARS
    laid = _timed("The ground", lambda: ground.lay(rng, since=start))
    bulk = Bulk()
    crowd = Crowd(bulk, rng, start=start, now=present)
    deeds = Deeds(bulk)
    _timed(f"{members:,} members", lambda: crowd.come(members, laid.password_hash, deeds))
    people = [crowd.who(number) for number in range(members)]
    _timed("Challenges", lambda: deeds.take_challenges(people, laid.challenges, rng, now=present))
    talk = Talk(bulk, crowd, deeds, laid, rng)
    _timed(f"{posts:,} posts", lambda: talk.go_on(posts, start=start, now=present))
    bulk.finish()
    _timed("Sums", sums.add_up)


def _timed(what: str, work: Callable[[], Result]) -> Result:
    started = monotonic()
    result = work()
    click.echo(f"{what}: {monotonic() - started:.1f} s")
    return result
