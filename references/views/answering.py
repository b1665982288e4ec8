"""What the two ways to an invitation share: signed in, or by the link of the mail."""

from typing import Any

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from hub.clock import now
from hub.facts import quiet_dates
from hub.house import house
from hub.i18n import _
from hub.web.forms import Form, options
from references.calls import briefings, timetable
from references.calls.holding import KIND
from references.declining import CONSEQUENCES, LABELS
from references.invitations import Answer, Invitation
from references.terms import terms


class AcceptanceForm(Form):
    """Saying yes: when, and where if it is by phone or in person."""

    id = "acceptance-form"
    times = SelectMultipleField(_("When?"), validate_choice=False)
    place = StringField(_("Where can they reach you?"), [Optional(), Length(max=500)])


class DeclineForm(Form):
    """Saying no: why."""

    id = "decline-form"
    reason = RadioField(
        _("Why not, this time?"),
        [InputRequired()],
        choices=options({key.value: label for key, label in LABELS.items()}),
    )
    note = TextAreaField(_("Something we should know?"), [Optional(), Length(max=1000)])


def context(
    invitation: Invitation, acceptance: AcceptanceForm | None = None, decline: DeclineForm | None = None
) -> dict[str, Any]:
    """Return what the page of an invitation shows."""
    person, asked = invitation.person, invitation.request
    own = terms.of(person.id)
    return {
        "invitation": invitation,
        "asked": asked,
        "waits": invitation.answer is Answer.WAITING and invitation.expires_at > now(),
        "times": timetable.for_advocate(
            asked, person, own.windows, quiet_dates.of(person.id, now=now()), now=now()
        ),
        "acceptance_form": acceptance or AcceptanceForm(formdata=None),
        "decline_form": decline or DeclineForm(formdata=None),
        "consequences": {key.value: words for key, words in CONSEQUENCES.items()},
        "points": house().kinds[KIND].points,
        "guide": briefings.guide(asked),
        "recording": briefings.recording(asked),
        "promises": briefings.PROMISES,
    }
