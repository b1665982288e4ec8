"""Things for the tests of rewards: a reward on its shelf, points to spend, a badge by its short name."""

from datetime import date
from itertools import count
from typing import Any

import sqlalchemy as sa

from hub import clock
from hub.database import session
from hub.facts import activity, ledger
from hub.facts.activity import Activity
from hub.people.persons import Person
from rewards import redeeming
from rewards.badges import Badge
from rewards.catalogue import Reward
from rewards.redemptions import Redemption
from rewards.reward_kinds import RewardKind
from tests import factories

_numbers = count(1)


def reward(**facts: Any) -> Reward:
    """A mug for 100 points, as many as one likes, unless `facts` say otherwise."""
    facts = {"name": f"Mug {next(_numbers)}", "kind": RewardKind.SWAG, "cost": 100, "instant": False, **facts}
    made = Reward(description_md="Warm.", description_html="<p>Warm.</p>", created_at=clock.now(), **facts)
    session.add(made)
    session.flush()
    session.refresh(made)
    return made


def saver(points: int, member: Person | None = None, **facts: Any) -> Person:
    """A member with so many points to spend."""
    member = member or factories.person(**facts)
    ledger.earn(
        member.id, points, cause=f"gift:{next(_numbers)}", reason="A start", source="test", now=clock.now()
    )
    return member


def taken(wanted: Reward, by: Person, token: str | None = None) -> Redemption:
    """A redemption that waits for a yes."""
    return redeeming.redeem(wanted, by=by, token=token or f"token-{next(_numbers)}", now=clock.now())


def deed(kind: str, person: Person, points: int = 0) -> Activity:
    """Something a member did."""
    number = next(_numbers)
    done = activity.record(
        kind,
        person=person,
        subject=("thing", number),
        title="A thing",
        url="/",
        key=f"deed:{number}",
        points=points,
        now=clock.now(),
    )
    assert done is not None
    return done


def badge(slug: str) -> Badge:
    """One of the badges that a programme starts with."""
    return session.scalars(sa.select(Badge).where(Badge.slug == slug)).one()


def tomorrow() -> date:
    """The day after this one."""
    return date.fromordinal(clock.now().toordinal() + 1)
