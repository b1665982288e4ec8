"""A proof to hand in: a picture or a PDF, seen only by its owner and by who reviews it."""

from collections.abc import Mapping
from typing import Any

from wtforms import FileField, StringField
from wtforms.validators import Length

from challenges.kinds.kind import Fields, Given, Kind, Proof
from hub.content.kinds import PICTURE
from hub.errors import Refusal
from hub.i18n import _
from hub.people.persons import Person


class Upload(Kind):
    """Asks for a file."""

    name = "upload"
    label = _("An upload")
    purpose = _("A screenshot, a photo or a PDF as proof")
    icon = "image"
    proof = Proof.STATED
    takes_file = True
    usual_points = 30

    def fields(self, settings: Mapping[str, Any]) -> Fields:
        """The file, and a line about it."""
        del settings
        return {
            "file": FileField(_("Your file")),
            "note": StringField(_("Anything to say about it?"), [Length(max=300)]),
        }

    def check(self, settings: Mapping[str, Any], given: Given, *, by: Person) -> dict[str, Any]:
        """Keep which file it is, and what was said about it."""
        del settings, by
        if given.file is None:
            raise Refusal(_("Choose a picture or a PDF first."), field="file")
        return {
            "file": given.file.public_key,
            "name": given.file.name,
            "picture": given.file.content_type == PICTURE,
            "note": given.text("note")[:300],
        }
