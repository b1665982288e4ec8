"""Who may call a view. Every view carries exactly one marker; the app refuses to start when one is missing.

The marker is the first gate (role and permission); the predicate of a feature's `policy.py` is the second (this object).
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hub.clock import now
from hub.errors import NotAllowed
from hub.house import house_of
from hub.i18n import _
from hub.people.persons import Person
from hub.people.sign_ins import is_fresh

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed-in"
STAFF = "staff"


def public(view: View) -> View:
    """Anybody may call this view."""
    return _mark(view, PUBLIC)


def signed_in(view: View) -> View:
    """Every member may call this view."""
    return _mark(view, SIGNED_IN)


def staff(view: View) -> View:
    """People who work for the programme may call this view."""
    return _mark(view, STAFF)


def needs(permission: str) -> Callable[[View], View]:
    """Who holds `permission` may call this view."""

    def mark(view: View) -> View:
        return _mark(view, permission)

    return mark


def marker_of(view: Callable[..., Any]) -> str | None:
    """Return the marker of a view, None when it has none."""
    return getattr(view, "__access__", None)


def viewer() -> Person:
    """Return the person who is signed in; only for views that are not public."""
    person = viewer_or_none()
    assert person is not None, "a public view asked who is signed in"
    return person


def viewer_or_none() -> Person | None:
    """Return the person who is signed in, or None."""
    person = current_user._get_current_object()  # noqa: SLF001 - a local proxy's way to its object
    return person if isinstance(person, Person) else None


def require_fresh() -> None:
    """Raise `NotConfirmed` unless the person proved within the hour who they are: for actions that change rights."""
    if not is_fresh(g.present, now=now()):
        raise NotConfirmed


class NotConfirmed(Exception):
    """The person must say again who they are: they are led to do so, and back."""


def check() -> ResponseReturnValue | None:
    """Compare the called view's marker with the person who calls: before every request."""
    view = current_app.view_functions.get(request.endpoint or "")
    marker = marker_of(view) if view else PUBLIC
    if marker == PUBLIC:
        return None
    person = viewer_or_none()
    if person is None:
        return _to_sign_in()
    if marker == STAFF and not person.is_staff:
        raise NotAllowed(_("This page is for the people who run the programme."))
    if marker not in (SIGNED_IN, STAFF) and not person.can(marker or ""):
        raise NotAllowed(_("Your role does not include this."))
    return None


def refuse_unmarked(app: Flask) -> None:
    """Stop the start when a view has no marker, or names a permission that nobody declared."""
    known = {PUBLIC, SIGNED_IN, STAFF, *house_of(app).permissions}
    for endpoint, view in app.view_functions.items():
        marker = marker_of(view)
        if marker not in known:
            raise RuntimeError(f"the view {endpoint} needs a marker that is known, not {marker!r}")


def _mark(view: View, marker: str) -> View:
    if marker_of(view) is not None:
        raise RuntimeError(f"{view.__name__} carries two markers")
    view.__access__ = marker  # type: ignore[attr-defined]
    return view


def _to_sign_in() -> ResponseReturnValue:
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.show", next=target), code=303)
