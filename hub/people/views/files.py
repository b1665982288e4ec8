"""Handing out files: by an address nobody can guess, to who may see what they belong to, and never so that they run."""

from flask import Blueprint, Response, send_file

from hub.content import files
from hub.errors import NotFound
from hub.house import house
from hub.web.access import public, viewer_or_none

bp = Blueprint("files", __name__, url_prefix="/files")


@bp.get("/<key>")
@public
def show(key: str) -> Response:
    """A file, when the rule of what holds it lets this person fetch it."""
    file = files.find(key)
    if file is None or file.holder_kind is None:
        raise NotFound
    rule = house().file_rules.get(file.holder_kind)
    if rule is None or not rule(viewer_or_none(), file.holder_id or 0):
        raise NotFound
    response = send_file(
        files.open_(file),
        mimetype=file.content_type,
        download_name=file.name,
        as_attachment=files.disposition(file) == "attachment",
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
