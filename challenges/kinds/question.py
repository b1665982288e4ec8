"""A question, answered in a line or at length."""

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from challenges.kinds.kind import Fields, Given, Kind, Proof
from hub.content import text
from hub.errors import Refusal
from hub.i18n import _
from hub.people.persons import Person

SHORT, LONG = 200, 5000
"""Characters at most."""


class Question(Kind):
    """Asks for words."""

    name = "question"
    label = _("A question")
    purpose = _("One line or a few paragraphs, in their words")
    icon = "message-circle-question-mark"
    proof = Proof.STATED

    def setting_fields(self) -> Fields:
        """How long the answer may be."""
        choices = [SelectChoice("short", _("One line")), SelectChoice("long", _("A few paragraphs"))]
        return {"length": RadioField(_("How much room"), choices=choices, default="long")}

    def settings_from(self, entered: Mapping[str, Any]) -> dict[str, Any]:
        """Keep the length; long unless short was chosen."""
        return {"length": "short" if entered.get("length") == "short" else "long"}

    def fields(self, settings: Mapping[str, Any]) -> Fields:
        """One field, as large as the answer may be."""
        short = settings["length"] == "short"
        field, most = (StringField, SHORT) if short else (TextAreaField, LONG)
        checks = [InputRequired(_("A few words are enough, but they are needed.")), Length(max=most)]
        return {
            "answer": field(_("Your answer"), checks, render_kw={"maxlength": most} if short else {"rows": 6})
        }

    def check(self, settings: Mapping[str, Any], given: Given, *, by: Person) -> dict[str, Any]:
        """Keep the words, and how they are shown."""
        del by
        answer = given.text("answer")
        if not answer:
            raise Refusal(_("A few words are enough, but they are needed."), field="answer")
        if len(answer) > (SHORT if settings["length"] == "short" else LONG):
            raise Refusal(_("This is longer than the field allows."), field="answer")
        return {"answer": answer, "html": text.render(answer)}
