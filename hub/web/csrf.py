"""The one protection against forged requests, and the few views that a signature of their own protects instead."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask_wtf import CSRFProtect

View = TypeVar("View", bound=Callable[..., Any])

protect = CSRFProtect()


def exempt(view: View) -> View:
    """Accept posts from outside: only for views whose address is itself a signed, personal secret."""
    protect.exempt(view)
    return view
