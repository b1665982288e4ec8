"""What every template knows, and in which language it speaks."""

from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import get_locale, get_translations
from markupsafe import Markup

from hub.facts import settings as programme
from hub.house import house
from hub.i18n import LANGUAGES
from hub.people.faces import face_of
from hub.web import assets, filters, headers, kept, navigation, responder, telling
from hub.web.access import viewer_or_none


def bind(app: Flask) -> None:
    """Give templates their words and functions."""
    app.jinja_env.globals.update(
        asset=assets.asset,
        icon=assets.icon,
        csp_nonce=headers.csp_nonce,
        navigation=navigation.navigation,
        toasts=responder.toasts,
        slot=slot,
        when=filters.when,
        number=filters.number,
        money=filters.money,
        percent=filters.percent,
        day=filters.day,
        exact=filters.exact,
        clock_time=filters.clock_time,
        may=may,
        told=telling.told,
    )
    app.jinja_env.globals.update(kept=kept.kept, kept_each=kept.kept_each)
    app.extensions["pieces"] = kept.Pieces()
    app.jinja_env.template_class = kept.KeptTemplate
    app.context_processor(_everywhere)
    speak(app)


def speak(app: Flask) -> None:
    """Have templates look their words up in a catalogue that is found once a request, not once a word."""

    def catalogue() -> Any:
        if not has_request_context():
            return get_translations()  # a job speaks to many people, each in their language
        if "catalogue" not in g:
            g.catalogue = get_translations()
        return g.catalogue

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda words: catalogue().ugettext(words),
        ngettext=lambda one, many, num: catalogue().ungettext(one, many, num),
        newstyle=True,
    )


def slot(name: str, **context: Any) -> Markup:
    """Return what packages put into a slot of this page."""
    parts = [fill(viewer_or_none(), **context) for _order, fill in house().slots[name]]
    return Markup("").join(part for part in parts if part is not None)


def may(permission: str) -> bool:
    """Whether who is signed in holds a permission."""
    person = viewer_or_none()
    return person is not None and person.can(permission)


def choose_locale() -> str | None:
    """Return the person's language, else the best that their browser asks for; jobs force the recipient's."""
    if not has_request_context():
        return "en"
    if g.get("bare"):  # the database may be what broke
        return request.accept_languages.best_match(list(LANGUAGES), "en")
    person = viewer_or_none()
    return person.locale if person else request.accept_languages.best_match(list(LANGUAGES), "en")


def _everywhere() -> dict[str, Any]:
    if g.get("bare"):  # the database may be what broke: an error page must not ask it
        return {
            "viewer": None,
            "viewer_face": None,
            "viewer_unread": 0,
            "viewer_balance": None,
            "locale": "en",
            "site_name": "Vouch",
        }
    person = viewer_or_none()
    present = g.get("present")
    return {
        "viewer": person,
        "viewer_face": face_of(person) if person else None,
        "viewer_unread": present.unread if present else 0,
        "viewer_balance": present.balance if present and person and person.can("points.hold") else None,
        "locale": str(get_locale() or "en"),
        "site_name": programme.value("programme.name"),
    }
