"""Pieces for other pages: the desk's four figures, the way to a talk beside a question, what exists already
beside a request.
"""

from typing import Any

from flask import render_template
from markupsafe import Markup

from admin.metrics import catalogue, metric, periods
from admin.prospects import answers, offers, routing
from admin.prospects.offers import OfferState
from hub.clock import now
from hub.people.persons import Person
from references.formats import Format
from references.requests import Request
from references.states import Verb, allows


def desk_figures(viewer: Person | None, **_context: Any) -> Markup | None:
    """Return four figures with their comparison, for who may see metrics."""
    if viewer is None or not viewer.can("metric.see"):
        return None
    readings = metric.take(catalogue.ON_THE_DESK, periods.usual(now()))
    return Markup(render_template("admin/metrics/_desk.html", readings=readings))  # noqa: S704 - our own template


def request_answers(viewer: Person | None, *, request: Request, **_context: Any) -> Markup | None:
    """Return what the community has answered already, to offer before somebody is asked."""
    if viewer is None or not viewer.can("request.match") or not allows(request.state, Verb.OFFER):
        return None
    found = answers.in_community(request, now=now())
    if not found:
        return None
    first = not routing.is_late(request) and request.format is not Format.IN_PERSON
    return Markup(render_template("admin/ask/_existing.html", request=request, answers=found, first=first))  # noqa: S704 - our own template


def topic_aside(
    viewer: Person | None, *, topic_id: int, open_to_prospects: bool, **_context: Any
) -> Markup | None:
    """Return the way to a talk, for a buyer beside a question that they may read."""
    if viewer is None or not open_to_prospects or "prospect" not in viewer.role_names:
        return None
    offer = offers.find_for(topic_id, viewer)
    own = offer if offer is not None and offer.state is OfferState.OPEN else None
    return Markup(render_template("admin/ask/_aside.html", topic_id=topic_id, offer=own))  # noqa: S704 - our own template
