"""Headers on every answer: a strict content policy with a nonce, and what else keeps a page to itself."""

import secrets

from flask import Flask, Response, g, request

from hub.house import house_of

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'"
)


def csp_nonce() -> str:
    """Return this answer's nonce; scripts without it do not run."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    nonce: str = g.nonce
    return nonce


def bind(app: Flask) -> None:
    """Set the headers on every answer of the app, errors included."""
    secure = house_of(app).settings.secure

    @app.after_request
    def _set(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _POLICY.format(nonce=csp_nonce()))
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint not in ("assets.show", "assets.stylesheet"):
            headers.setdefault("Cache-Control", "private, no-store")
            headers.add("Vary", "HX-Request")
            headers.add("Vary", "Cookie")
        return response
