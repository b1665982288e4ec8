"""Completing one's profile: the hub looks for itself whether it is done."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectChoice, SelectMultipleField

from challenges.kinds.kind import Fields, Given, Kind, Proof
from hub.errors import Refusal, Words
from hub.i18n import _
from hub.people.persons import Person

PARTS: dict[str, Words] = {
    "title": _("What you do"),
    "motives": _("What you would like to get out of this"),
    "expertise": _("What people can ask you about"),
    "about": _("A few words about you"),
    "products": _("The products you use"),
    "photo_key": _("Your picture"),
}
"""The parts of a profile that can be asked for, by the field of the person."""

USUAL = ("title", "motives", "expertise")


class Profile(Kind):
    """Asks for a profile that peers can use."""

    name = "profile"
    label = _("Complete your profile")
    purpose = _("The hub sees for itself when it is done")
    icon = "user-check"
    proof = Proof.VERIFIED
    reviewed = False
    usual_points = 20
    parts = PARTS

    def setting_fields(self) -> Fields:
        """Which parts are needed."""
        choices = [SelectChoice(part, words) for part, words in PARTS.items()]
        return {"parts": SelectMultipleField(_("What has to be there"), choices=choices, default=list(USUAL))}

    def settings_from(self, entered: Mapping[str, Any]) -> dict[str, Any]:
        """Keep the parts that exist; the usual ones when none is chosen."""
        wanted = entered.get("parts") or ()
        return {"parts": [part for part in PARTS if part in wanted] or list(USUAL)}

    def check(self, settings: Mapping[str, Any], given: Given, *, by: Person) -> dict[str, Any]:
        """Look at the profile of who answers."""
        del given
        missing = lacking(by, settings["parts"])
        if missing:
            words = ", ".join(str(PARTS[part]).lower() for part in missing)
            raise Refusal(_("Still missing in your profile: %(parts)s.", parts=words))
        return {"parts": list(settings["parts"])}


def lacking(person: Person, parts: list[str]) -> list[str]:
    """Return the parts that are still empty."""
    return [part for part in parts if not getattr(person, part)]
