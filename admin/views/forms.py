"""What a buyer fills in when they ask for a talk."""

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length

from admin.prospects.talks import FORMATS, MOST_WORDS, SOON_WORDS, Soon
from hub.errors import Words
from hub.i18n import _
from hub.web.forms import Form, options
from references.formats import Format, topics


class TalkForm(Form):
    """What one would like to know, how and how soon; `key` makes sure that a double click asks once."""

    id = "talk-form"
    question = TextAreaField(
        _("What would you like to know?"),
        [DataRequired(_("A sentence is enough; it helps to find the right person.")), Length(max=MOST_WORDS)],
        description=_("The customer reads this before you talk."),
    )
    helped = SelectField(_("Whose answer helped?"), validate_choice=True, coerce=str)
    topics = SelectMultipleField(_("It is about"))
    format = RadioField(
        _("How would you like to talk?"),
        choices=options({one.value: one.label for one in FORMATS}),
        default=Format.VIDEO,
    )
    soon = RadioField(
        _("When?"),
        choices=options({soon.value: words for soon, words in SOON_WORDS.items()}),
        default=Soon.FORTNIGHT,
    )
    key = HiddenField()


def talk_form(form: TalkForm, answerers: dict[str, Words]) -> TalkForm:
    """Offer the programme's topics, and whose answer helped where some customers answered."""
    form.topics.choices = options({topic: topic for topic in topics()})
    form.helped.choices = options({"": _("Nobody in particular: somebody like us"), **answerers})
    if not answerers:
        del form.helped
    return form
