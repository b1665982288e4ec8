"""Pieces of the frame that are the same for everybody with the same rights and language: rendered once,
then kept.

A key says everything that the piece shows, so a piece is never stale. Nothing that is personal, and no token,
may stand in such a template.
"""

from collections.abc import Hashable
from typing import Any

from flask import current_app
from jinja2 import Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from hub.web.navigation import navigation

MOST = 2_000


class KeptTemplate(Template):
    """A template whose macros are made once.

    Jinja makes the macros of an imported template anew for each page whose globals differ from that
    template's; ours all share the environment's, and finding that out twenty times a page costs more than the
    macros.
    """

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        """Return the macros."""
        del ctx
        if self._module is None:
            self._module = self.make_module()
        return self._module


@pass_context
def kept(context: Context, template: str, *key: Hashable, place: str | None = None) -> Markup:
    """Return what `template` makes of this page's context, kept by `key`, the language, whether somebody is
    signed in, and, when it shows the navigation of a `place`, by its links.
    """
    links = tuple(navigation(place)) if place else ()
    whole = (template, str(context["locale"]), context["viewer"] is None, links, *key)
    pieces: dict[Hashable, Markup] = current_app.extensions.setdefault("pieces", {})
    if whole not in pieces:
        if len(pieces) >= MOST:
            pieces.clear()
        rendered = context.environment.get_template(template).render(context.get_all())
        pieces[whole] = Markup(rendered)  # noqa: S704 - what a template rendered is escaped already
    return pieces[whole]
