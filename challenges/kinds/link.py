"""A page to visit, checked by a code word that stands on it, or believed."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from challenges.kinds.kind import Fields, Given, Kind, Proof
from hub.errors import Refusal, Words
from hub.i18n import _
from hub.people.persons import Person


class Link(Kind):
    """Sends people to a page."""

    name = "link"
    label = _("A page to visit")
    purpose = _("Something to read or watch, with a code word if you like")
    icon = "link"
    reviewed = False
    usual_points = 10

    def setting_fields(self) -> Fields:
        """Where it leads, and the word to find there."""
        return {
            "url": StringField(
                _("Address"), [Length(max=1000)], description=_("https://…, or a page of this hub: /members")
            ),
            "code": StringField(
                _("Code word"),
                [Length(max=60)],
                description=_("A word that stands on the page. Empty: we believe them."),
            ),
        }

    def settings_from(self, entered: Mapping[str, Any]) -> dict[str, Any]:
        """Keep address and code word."""
        return {"url": (entered.get("url") or "").strip(), "code": (entered.get("code") or "").strip()}

    def obstacle(self, settings: Mapping[str, Any]) -> Words | None:
        """Without an address that leads somewhere, nobody can visit it."""
        return (
            None
            if leads_somewhere(settings["url"])
            else _("needs an address that starts with https:// or /.")
        )

    def fields(self, settings: Mapping[str, Any]) -> Fields:
        """The code word, or a tick."""
        if settings["code"]:
            needed = InputRequired(_("The code word stands on the page."))
            return {"code": StringField(_("Which word did you find there?"), [needed, Length(max=60)])}
        return {"seen": BooleanField(_("I had a look"), [InputRequired(_("Have a look first."))])}

    def proof_of(self, settings: Mapping[str, Any]) -> Proof:
        """A code word is a check, a tick is a statement."""
        return Proof.CHECKED if settings["code"] else Proof.STATED

    def check(self, settings: Mapping[str, Any], given: Given, *, by: Person) -> dict[str, Any]:
        """Compare the word, whatever its case and spaces."""
        del by
        if settings["code"] and _bare(given.text("code")) != _bare(settings["code"]):
            raise Refusal(_("That is not the word. Have another look at the page."), field="code")
        if not settings["code"] and not given.text("seen"):
            raise Refusal(_("Have a look first."), field="seen")
        return {"code": given.text("code")} if settings["code"] else {"seen": "y"}


def leads_somewhere(url: str) -> bool:
    """Whether an address is one of the web or of this hub: nothing that a browser would run."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme in ("http", "https") and "." in parts.netloc
    return url.startswith("/") and "\\" not in url


def _bare(word: str) -> str:
    return "".join(word.split()).casefold()
