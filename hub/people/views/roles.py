"""Giving and taking roles, and suspending members: for who may."""

from flask import Blueprint, Response, request, url_for

from hub.clock import now
from hub.errors import Refusal
from hub.i18n import _
from hub.people import membership, persons
from hub.web.access import needs, require_fresh, viewer
from hub.web.responder import done

bp = Blueprint("roles", __name__, url_prefix="/members/<handle>")


@bp.post("/roles")
@needs("role.give")
def give(handle: str) -> Response:
    """Give a role."""
    require_fresh()
    member = persons.get_member(handle)
    membership.give_role(member, request.form.get("role", ""), by=viewer(), now=now())
    return done(url_for("members.show", handle=handle), _("The role is given."))


@bp.post("/roles/<role>/removal")
@needs("role.give")
def take(handle: str, role: str) -> Response:
    """Take a role away."""
    require_fresh()
    member = persons.get_member(handle)
    membership.take_role(member, role, by=viewer(), now=now())
    return done(url_for("members.show", handle=handle), _("The role is taken away."))


@bp.post("/suspension")
@needs("member.suspend")
def suspend(handle: str) -> Response:
    """Suspend a member: they are signed out everywhere at once."""
    if not request.form.get("reason", "").strip():
        raise Refusal(_("Say why, so that it can be understood later."), field="reason")
    membership.suspend(persons.get_member(handle), reason=request.form["reason"], by=viewer(), now=now())
    return done(url_for("members.index"), _("Suspended."), undo=url_for("roles.readmit", handle=handle))


@bp.post("/suspension/end")
@needs("member.suspend")
def readmit(handle: str) -> Response:
    """Let a suspended member back in."""
    membership.readmit(handle, by=viewer(), now=now())
    return done(url_for("members.show", handle=handle), _("Welcome back."))
