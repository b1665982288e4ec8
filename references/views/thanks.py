"""A personal thank-you."""

from flask import Blueprint, Response
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from hub.clock import now
from hub.i18n import _
from hub.people import persons
from hub.people.persons import Person
from hub.web.access import needs, viewer
from hub.web.forms import Form
from hub.web.responder import done, page, valid
from references import impact, thanks

bp = Blueprint("reference_thanks", __name__, url_prefix="/references/thanks")


class ThanksForm(Form):
    """One's own words."""

    id = "thanks-form"
    note = TextAreaField(_("In your own words"), [InputRequired(), Length(max=4000)])


@bp.get("/<handle>")
@needs("request.match")
def new(handle: str) -> str:
    """Who is to be thanked, for what."""
    return _page(persons.get_member(handle), ThanksForm(formdata=None))


@bp.post("/<handle>")
@needs("request.match")
def create(handle: str) -> Response:
    """Send it."""
    person = persons.get_member(handle)
    form = valid(ThanksForm(), lambda form: _page(person, form))
    thanks.thank_personally(person, form.note.data, by=viewer(), now=now())
    return done("/references", _("%(name)s will read it.", name=person.first_name))


def _page(person: Person, form: ThanksForm) -> str:
    return page(
        "references/thanks/new.html", person=person, form=form, impact=impact.of(person.id, now=now())
    )
