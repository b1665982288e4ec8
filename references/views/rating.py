"""The rating form, for either side."""

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from hub.i18n import _
from hub.web.forms import Form, options
from references.calls.ratings import Score

_FIVE = options({str(number): str(number) for number in range(1, 6)})


class RatingForm(Form):
    """Two clicks, and a word for who likes."""

    id = "rating-form"
    relevance = RadioField(_("How relevant was it?"), [InputRequired()], choices=_FIVE)
    preparedness = RadioField(_("How well prepared was the other side?"), [InputRequired()], choices=_FIVE)
    again = BooleanField(_("I would do this again"), default=True)
    note = TextAreaField(_("What made the difference?"), [Optional(), Length(max=1000)])

    @property
    def score(self) -> Score:
        """The rating as it was given."""
        return Score(
            int(self.relevance.data), int(self.preparedness.data), bool(self.again.data), self.note.data or ""
        )
