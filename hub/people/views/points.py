"""One's own points: the two figures and every posting behind them."""

from flask import Blueprint

from hub.facts import ledger
from hub.web.access import needs, viewer
from hub.web.pagination import pages
from hub.web.responder import page

bp = Blueprint("points", __name__, url_prefix="/me/points")


@bp.get("")
@needs("points.hold")
def index() -> str:
    """Balance, lifetime, and where they come from."""
    person = viewer()
    return page(
        "hub/points/index.html",
        account=ledger.account_of(person.id),
        postings=pages(ledger.history(person.id)),
    )
