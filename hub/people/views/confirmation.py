"""Saying again who one is, before something that changes rights."""

from flask import Blueprint, Response, g, request
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired

from hub.clock import now
from hub.errors import Refusal
from hub.i18n import _
from hub.people import sign_ins
from hub.people.views.sign_in import local
from hub.web.access import signed_in, viewer
from hub.web.forms import Form
from hub.web.responder import done, page, valid

bp = Blueprint("confirmation", __name__, url_prefix="/me/confirmation")


class ConfirmationForm(Form):
    """One's password, once more."""

    id = "confirmation-form"
    password = PasswordField(
        _("Your password"), [InputRequired()], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


@bp.get("")
@signed_in
def show() -> str:
    """Ask for the password."""
    return _page(ConfirmationForm(data={"next": request.args.get("next", "/")}))


@bp.post("")
@signed_in
def create() -> Response:
    """Remember that it is really them, for an hour."""
    form = valid(ConfirmationForm(), _page)
    email, address, sign_in_id = viewer().email or "", request.remote_addr or "", g.present.sign_in_id
    if sign_ins.check_password(email, form.password.data, address=address, now=now()) is None:
        raise Refusal(_("This is not your password."), field="password")
    sign_ins.confirm(sign_in_id, now=now())
    return done(local(form.next.data), _("Thank you. Now do what you were about to do."))


def _page(form: ConfirmationForm) -> str:
    return page("hub/confirmation/show.html", form=form)
