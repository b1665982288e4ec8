"""The floor that `make bench` measures pages against: the same hooks, one indexed query, one row, one
template.

The route exists only with `VOUCH_BENCH=1`; it tells nothing that could not be read on the sign-in page.
"""

import sqlalchemy as sa
from flask import Blueprint

from hub.database import session
from hub.people.roles import Role
from hub.web.access import public
from hub.web.responder import page

bp = Blueprint("floor", __name__)

_ROW = sa.select(Role.name, Role.staff).where(Role.name == sa.bindparam("name"))


@bp.get("/bench-floor")
@public
def show() -> str:
    """The least that a page of ours can be."""
    return page("hub/floor/show.html", row=session.execute(_ROW, {"name": "advocate"}).one())
