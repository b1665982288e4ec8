"""The settings of the programme."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from hub.clock import now
from hub.errors import NotFound, Refusal
from hub.facts import settings
from hub.house import Declared, house
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.responder import done, page

bp = Blueprint("settings", __name__, url_prefix="/admin/settings")


@bp.get("")
@needs("setting.change")
def index() -> str:
    """All settings with their meaning and value."""
    shown = sorted(house().declared.values(), key=lambda declared: declared.name)
    return page(
        "hub/settings/index.html",
        declared=shown,
        values={one.name: settings.value(one.name) for one in shown},
    )


@bp.post("/<name>")
@needs("setting.change")
def update(name: str) -> Response:
    """Change one setting."""
    declared = house().declared.get(name)
    if declared is None:
        raise NotFound
    settings.change(name, _read(declared, request.form.get("value", "")), by=viewer(), now=now())
    return done(url_for("settings.index"), _("Changed."))


def _read(declared: Declared, text: str) -> Any:
    """Return the text as the type that the setting was declared with."""
    if declared.kind is bool:
        return text == "yes"
    try:
        return declared.kind(text.strip())
    except ValueError as error:
        raise Refusal(_("This value does not fit here."), field=declared.name) from error
