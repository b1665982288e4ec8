"""Static files by an address that carries their content's hash, so that browsers may keep them for a year.

The style sheet is all files of `static/css/order.txt` in that order, joined in the process: no build step.
"""

import hashlib
from functools import cache, lru_cache
from pathlib import Path

from flask import Blueprint, Response, make_response, send_from_directory
from markupsafe import Markup

from hub.config import ROOT
from hub.errors import NotFound
from hub.web.access import public

bp = Blueprint("assets", __name__, url_prefix="/assets")
STATIC = ROOT / "static"
_FOREVER = "public, max-age=31536000, immutable"


@bp.get("/<digest>/vouch.css")
@public
def stylesheet(digest: str) -> Response:
    """The one style sheet."""
    response = make_response(joined_css())
    response.content_type = "text/css; charset=utf-8"
    response.headers["Cache-Control"] = _FOREVER
    return response


@bp.get("/<digest>/<path:name>")
@public
def show(digest: str, name: str) -> Response:
    """A static file."""
    if name.startswith(".") or not (STATIC / name).is_file():
        raise NotFound
    response = send_from_directory(STATIC, name)
    response.headers["Cache-Control"] = _FOREVER
    return response


@cache
def joined_css() -> str:
    """Return the style sheet: the files in order, with addresses of fonts that carry their hash."""
    names = [line.strip() for line in (STATIC / "css" / "order.txt").read_text(encoding="utf-8").splitlines()]
    return "\n".join(
        (STATIC / "css" / name).read_text(encoding="utf-8") for name in names if name and name[0] != "#"
    )


@cache
def asset(name: str) -> str:
    """Return the address of a static file (`js/app.js`), or of the style sheet (`css`). Pages ask for dozens."""
    if name == "css":
        return f"{bp.url_prefix}/{_css_digest()}/vouch.css"
    return f"{bp.url_prefix}/{_scripts_digest() if name.startswith('js/') else _digest(name)}/{name}"


@lru_cache(maxsize=2048)
def icon(name: str, size: int = 18, label: str | None = None) -> Markup:
    """Return an icon of the sprite; with a `label` it speaks, without it is decoration."""
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" width="{0}" height="{0}" {1}><use href="{2}#{3}"/></svg>').format(
        size, spoken, asset("vendor/icons.svg"), name
    )


@cache
def _css_digest() -> str:
    return hashlib.sha256(joined_css().encode()).hexdigest()[:12]


@cache
def _scripts_digest() -> str:
    """Return one hash of all our scripts: modules import each other by relative address, so they change together."""
    digest = hashlib.sha256()
    for path in sorted((STATIC / "js").rglob("*.js")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _digest(name: str) -> str:
    path = Path(STATIC / name)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"
