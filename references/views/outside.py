"""Logging a reference that happened outside the hub."""

from flask import Blueprint, Response, url_for
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from hub.clock import now
from hub.i18n import _
from hub.people import opportunities, persons
from hub.web.access import needs, viewer
from hub.web.forms import Form, options
from hub.web.responder import done, page, valid
from references import outside, overviews

bp = Blueprint("reference_outside", __name__, url_prefix="/references/outside")


class OutsideForm(Form):
    """Who, when, for which deal."""

    id = "outside-form"
    advocate = SelectField(_("Who spoke?"), coerce=int, choices=[], validate_choice=False)
    opportunity = SelectField(_("For which deal?"), coerce=int, choices=[], validate_choice=False)
    on = DateField(_("When?"), [InputRequired()])
    minutes = IntegerField(_("Minutes"), [InputRequired(), NumberRange(5, 480)], default=30)
    note = StringField(_("How it came about"), [InputRequired(), Length(max=500)])


@bp.get("/new")
@needs("request.match")
def new() -> str:
    """The form."""
    return _page(OutsideForm(formdata=None, on=now().date()))


@bp.post("")
@needs("request.match")
def create() -> Response:
    """Log it."""
    form = valid(OutsideForm(), _page)
    deal = opportunities.get(form.opportunity.data) if form.opportunity.data else None
    outside.log(
        persons.get(form.advocate.data),
        on=form.on.data,
        minutes=form.minutes.data,
        note=form.note.data,
        opportunity=deal,
        by=viewer(),
        now=now(),
    )
    return done(url_for("references.index"), _("Logged. Their limits know it now."))


def _page(form: OutsideForm) -> str:
    deals = overviews.open_deals(viewer())
    form.opportunity.choices = options({"0": _("No deal"), **overviews.named(deals)})
    people = overviews.advocates()
    form.advocate.choices = options({str(one.id): f"{one.name}, {one.company_name or ''}" for one in people})
    return page("references/outside/new.html", form=form)
