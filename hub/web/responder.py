"""How views answer. They say what happened; whether it is a fragment for htmx or a redirect is decided here, once."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Response, flash, g, get_flashed_messages, make_response, redirect, render_template, request
from flask_wtf import FlaskForm

from hub.errors import Refusal, Words
from hub.web.forms import add_error

FormT = TypeVar("FormT", bound=FlaskForm)


def page(template: str, **context: Any) -> str:
    """Render a page."""
    return render_template(template, **context)


def by_htmx() -> bool:
    """Whether htmx asks for a piece of a page (a history restoration wants the whole page)."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def done(
    url: str,
    message: Words | None = None,
    *,
    undo: str | None = None,
    fragment: Callable[[], str] | None = None,
    tone: str = "good",
) -> Response:
    """Answer that an action was done.

    Without JavaScript: 303 to `url`, where `message` is shown with a way to undo (`undo`, the address of a POST). With
    htmx: the `fragment` with the message out of band when there is one, else the same way to `url`.
    """
    if message is not None:
        flash({"message": str(message), "undo_url": undo, "tone": tone})  # type: ignore[arg-type]
    if not by_htmx():
        return _redirect(url)
    if fragment is None:
        response = make_response("", 204)
        response.headers["HX-Redirect"] = url
        return response
    return make_response(fragment() + render_template("hub/ui/_toasts.html", oob=True))


def toasts() -> list[dict[str, Any]]:
    """Return what is to be said on this page, and forget it."""
    return cast("list[dict[str, Any]]", get_flashed_messages())


def valid(form: FormT, render: Callable[[FormT], str]) -> FormT:
    """Return the form when its input is valid; otherwise answer 422 with the page that `render` makes of it.

    A `Refusal` that a rule raises later in this request is shown on the same page, beside the field that it names.
    """
    g.form, g.render_form = form, render
    if not form.validate():
        raise InvalidForm
    return form


class InvalidForm(Exception):
    """The input does not fit the form; each field knows why."""


def again(refusal: Refusal | None) -> Response | None:
    """Return the form that this request sent, rendered again with what is wrong; None when there was no form."""
    form, render = g.pop("form", None), g.pop("render_form", None)
    if form is None:
        return None
    if refusal is not None:
        add_error(form, refusal.field, refusal.message)
    response = make_response(render(form), 422)
    if by_htmx():
        response.headers["HX-Retarget"] = response.headers["HX-Reselect"] = f"#{form.id}"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def _redirect(url: str) -> Response:
    response = redirect(url, code=303)
    assert isinstance(response, Response)
    return response
