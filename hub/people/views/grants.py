"""Giving points by hand, with a reason that stays."""

from secrets import token_urlsafe

from flask import Blueprint, Response, url_for
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from hub.clock import now
from hub.facts import ledger
from hub.i18n import _
from hub.people import persons
from hub.people.persons import Person
from hub.web.access import needs, viewer
from hub.web.forms import Form
from hub.web.responder import done, page, valid

bp = Blueprint("grants", __name__, url_prefix="/members/<handle>/points")


class GrantForm(Form):
    """How many points, and why. `key` makes a second click harmless."""

    id = "grant-form"
    points = IntegerField(_("Points"), [InputRequired(), NumberRange(1, 100_000)])
    reason = StringField(
        _("What for"), [InputRequired(), Length(max=200)], description=_("The member reads this.")
    )
    key = HiddenField()


@bp.get("/new")
@needs("points.grant")
def new(handle: str) -> str:
    """Say how many and what for."""
    return _page(GrantForm(data={"key": token_urlsafe(12)}), persons.get_member(handle))


@bp.post("")
@needs("points.grant")
def create(handle: str) -> Response:
    """Give them, once."""
    member = persons.get_member(handle)
    form = valid(GrantForm(), lambda form: _page(form, member))
    ledger.grant(
        member.id, form.points.data, reason=form.reason.data, by=viewer(), key=form.key.data, now=now()
    )
    return done(url_for("members.show", handle=handle), _("Given."))


def _page(form: GrantForm, member: Person) -> str:
    return page("hub/grants/new.html", form=form, member=member)
