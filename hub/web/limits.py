"""How large a request may be: 12 MB, and more only where a view says that it takes larger files."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])

MEGABYTE = 1024 * 1024
_FRAME = 256 * 1024
"""Bytes that a form puts around the file that it sends."""


def takes(megabytes: int) -> Callable[[View], View]:
    """Let a view take a file of so many megabytes."""

    def mark(view: View) -> View:
        view.__takes__ = megabytes  # type: ignore[attr-defined]
        return view

    return mark


def bind(app: Flask) -> None:
    """Set the limit before anything reads the request: bind it before the protection against forged
    requests.
    """
    app.before_request(_widen)


def _widen() -> None:
    megabytes = getattr(current_app.view_functions.get(request.endpoint or ""), "__takes__", None)
    if megabytes is not None:
        request.max_content_length = megabytes * MEGABYTE + _FRAME
