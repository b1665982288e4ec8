"""Where one is signed in, and ending that; changing the password."""

from flask import Blueprint, Response, g, request, url_for
from wtforms import PasswordField
from wtforms.validators import InputRequired

from hub.clock import now
from hub.errors import Refusal
from hub.i18n import _
from hub.people import browsers, membership, passwords, sign_ins
from hub.web.access import signed_in, viewer
from hub.web.forms import Form
from hub.web.responder import done, page, valid

bp = Blueprint("devices", __name__, url_prefix="/me/sessions")


class PasswordForm(Form):
    """The password one has, and the one to have."""

    id = "password-form"
    current = PasswordField(
        _("Your password now"), [InputRequired()], render_kw={"autocomplete": "current-password"}
    )
    password = PasswordField(_("New password"), [InputRequired()], render_kw={"autocomplete": "new-password"})


@bp.get("")
@signed_in
def index() -> str:
    """All browsers that are signed in."""
    return _page(PasswordForm())


@bp.post("/<int:id>/end")
@signed_in
def end(id: int) -> Response:
    """End one session."""
    sign_ins.end(id, of=viewer(), now=now())
    return done(url_for("devices.index"), _("That browser is signed out."))


@bp.post("/end")
@signed_in
def end_others() -> Response:
    """End all sessions but this one."""
    sign_ins.end_all(viewer(), now=now(), keep=g.present.sign_in_id)
    return done(url_for("devices.index"), _("All other browsers are signed out."))


@bp.post("/password")
@signed_in
def change_password() -> Response:
    """Change the password; every other session ends."""
    form = valid(PasswordForm(), _page)
    person_id, email, keep = viewer().id, viewer().email or "", g.present.sign_in_id
    address = request.remote_addr or ""
    if sign_ins.check_password(email, form.current.data, address=address, now=now()) is None:
        raise Refusal(_("This is not your password."), field="current")
    hashed = passwords.hashed(passwords.checked(form.password.data))
    membership.change_password(person_id, hashed, keep=keep, now=now())
    return done(
        url_for("devices.index"), _("Your password is changed, and every other browser is signed out.")
    )


def _page(form: PasswordForm) -> str:
    running = sign_ins.running_of(viewer(), now=now())
    return page(
        "hub/devices/index.html",
        running=running,
        spoken=browsers.spoken,
        here=g.present.sign_in_id,
        form=form,
    )
