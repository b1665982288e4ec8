"""Holding a customer back for a while, by who looks after it."""

from flask import Blueprint, Response, url_for
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length

from hub.clock import now
from hub.errors import NotFound, authorise
from hub.i18n import _
from hub.people import companies
from hub.people.companies import Company
from hub.web.access import needs, viewer
from hub.web.forms import Form
from hub.web.responder import done, page, valid
from references import policy
from references.terms import blackouts

bp = Blueprint("reference_customers", __name__, url_prefix="/references/customers/<int:id>")


class HoldForm(Form):
    """Until when, and why."""

    id = "hold-form"
    until = DateField(_("Until"), [InputRequired()])
    reason = StringField(_("Why?"), [InputRequired(), Length(max=200)])


@bp.get("/hold")
@needs("reference.follow")
def new(id: int) -> str:
    """The form."""
    return page("references/customer/hold.html", company=_own(id), form=HoldForm(formdata=None))


@bp.post("/hold")
@needs("reference.follow")
def create(id: int) -> Response:
    """Hold the customer back."""
    company = _own(id)
    form = valid(HoldForm(), lambda form: page("references/customer/hold.html", company=company, form=form))
    blackouts.hold_back(company, until=form.until.data, reason=form.reason.data, by=viewer(), now=now())
    undo = url_for("reference_customers.release", id=id)
    return done(
        url_for("references.index"),
        _("Nobody of %(company)s will be asked.", company=company.name),
        undo=undo,
    )


@bp.post("/hold/end")
@needs("reference.follow")
def release(id: int) -> Response:
    """Let the customer's people be asked again."""
    company = _own(id)
    if not blackouts.release(company, by=viewer(), now=now()):
        raise NotFound
    return done(url_for("references.index"), _("%(company)s can be asked again.", company=company.name))


def _own(id: int) -> Company:
    company = companies.get(id)
    authorise(policy.may_hold_back(viewer(), company))
    return company
