"""Who did what: the audit log, for who may read it."""

from flask import Blueprint, request

from hub.facts import audit
from hub.house import house
from hub.web.access import needs
from hub.web.pagination import pages
from hub.web.responder import page

bp = Blueprint("audit_log", __name__, url_prefix="/admin/audit")


@bp.get("")
@needs("audit.read")
def index() -> str:
    """The entries, the latest first, of one action when asked."""
    action = request.args.get("action", "").strip()
    entries = pages(audit.latest(action=action or None), per=50)
    return page(
        "hub/audit_log/index.html",
        entries=entries,
        concerned=audit.concerned(entries),
        action=action if action in house().actions else None,
        actions=house().actions,
    )
