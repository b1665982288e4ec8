"""The start page: another one for each kind of person, and what an advocate's is made of."""

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from hub.clock import now
from hub.facts import activity
from hub.house import NextStep, house
from hub.people.persons import Person
from hub.web.access import signed_in, viewer
from hub.web.responder import page
from hub.web.telling import greeting

bp = Blueprint("home", __name__)

STEPS = 3


@bp.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """Send each person to where their day starts; show members what to do next, what happened, and their terms."""
    person = viewer()
    elsewhere = house().home_of(person)
    if elsewhere is not None:
        return redirect(elsewhere, code=303)
    return page(
        "hub/home/show.html",
        greeting=greeting(person),
        steps=next_steps(person),
        happened=activity.feed(person),
    )


def next_steps(person: Person) -> list[NextStep]:
    """Return the three things that count most for a person now, over all features."""
    offered = [step for offer in house().steps for step in offer(person, now=now())]
    return sorted(offered, key=lambda step: -step.weight)[:STEPS]
