"""How one wants to be told things by mail."""

from flask import Blueprint, Response, request, url_for

from hub.errors import Refusal
from hub.facts import notifications
from hub.facts.notifications import ByMail
from hub.house import house
from hub.i18n import _
from hub.web.access import signed_in, viewer
from hub.web.responder import done, page

bp = Blueprint("preferences", __name__, url_prefix="/me/preferences")

CHOICES = {
    ByMail.IMMEDIATE: _("At once"),
    ByMail.DAILY: _("Daily"),
    ByMail.WEEKLY: _("Weekly"),
    ByMail.OFF: _("Never"),
}


@bp.get("")
@signed_in
def edit() -> str:
    """Each kind of message with how it comes."""
    return page(
        "hub/preferences/edit.html",
        notices=house().notices.values(),
        chosen=notifications.preferences(viewer().id),
        choices=CHOICES,
    )


@bp.post("")
@signed_in
def update() -> Response:
    """Keep the choices."""
    for kind in house().notices:
        if kind in request.form:
            if request.form[kind] not in set(ByMail):
                raise Refusal(_("Choose one of the offered ways."))
            notifications.prefer(viewer().id, kind, ByMail(request.form[kind]))
    return done(url_for("preferences.edit"), _("We will keep to that."))
