"""One place turns a refusal into a page: 422 beside the field, 403 with the reason, 404, 413, 429, 500 with its number."""

import logging
from urllib.parse import urlsplit

from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from hub.database import rollback
from hub.errors import NotAllowed, NotFound, Refusal
from hub.people.guessing import TooManyTries
from hub.people.invitations import Stale
from hub.web.access import NotConfirmed
from hub.web.responder import InvalidForm, again

log = logging.getLogger("vouch.errors")
_OWN_PAGES = {400, 403, 404, 405, 413, 429, 500, 503}


def bind(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(InvalidForm, _invalid)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(NotConfirmed, _not_confirmed)
    app.register_error_handler(NotFound, lambda _error: _page(404))
    app.register_error_handler(CSRFError, _stale_page)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _refused(refusal: Refusal) -> Response:
    rollback()
    status = 410 if isinstance(refusal, Stale) else 429 if isinstance(refusal, TooManyTries) else 422
    response = again(refusal) or _page(422, message=str(refusal))
    response.status_code = status
    return response


def _invalid(_error: InvalidForm) -> Response:
    rollback()
    response = again(None)
    assert response is not None
    return response


def _not_allowed(refusal: NotAllowed) -> Response:
    rollback()
    return _page(403, reason=str(refusal))


def _not_confirmed(_error: NotConfirmed) -> Response:
    rollback()
    back = urlsplit(request.referrer or "/").path
    response = make_response(redirect(url_for("confirmation.show", next=back), code=303))
    response.headers["HX-Redirect"] = response.location or "/"
    return response


def _stale_page(_error: CSRFError) -> Response:
    rollback()
    return _page(400)


def _http(error: HTTPException) -> Response:
    rollback()
    if error.response is not None or error.code is None or error.code < 400:
        response = error.get_response()
        assert isinstance(response, Response)
        return response
    return _page(
        error.code if error.code in _OWN_PAGES else 400 if error.code < 500 else 500, status=error.code
    )


def _broken(error: Exception) -> Response:
    rollback()
    log.error("request failed", exc_info=error)
    return _page(500)


def _page(code: int, *, status: int | None = None, **context: str) -> Response:
    """Render an error page; context names that the page does not use are harmless."""
    g.bare = code >= 500
    words = {"reason": "", "message": "", "request_id": g.get("request_id", "–"), **context}
    return make_response(render_template(f"hub/errors/{code}.html", **words), status or code)
