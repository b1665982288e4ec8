"""Signing in by password or by a link in the mail, and signing out."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, g, request, url_for
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired

from hub.clock import now
from hub.errors import Refusal
from hub.i18n import _
from hub.people import magic_links, persons, sign_ins
from hub.web.access import public, signed_in, viewer
from hub.web.forms import Form
from hub.web.responder import done, page, valid
from hub.web.session_cookie import forget, remember

bp = Blueprint("sign_in", __name__)


class SignInForm(Form):
    """Address and password."""

    email = EmailField(_("E-mail"), [InputRequired()], render_kw={"autocomplete": "username"})
    password = PasswordField(_("Password"), [InputRequired()], render_kw={"autocomplete": "current-password"})
    next = HiddenField()


class LinkForm(Form):
    """The address to which a sign-in link goes."""

    id = "link-form"
    email = EmailField(_("E-mail"), [InputRequired()], render_kw={"autocomplete": "username"})


@bp.get("/sign-in")
@public
def show() -> str:
    """The sign-in page."""
    return _page(SignInForm(next=request.args.get("next")))


@bp.post("/sign-in")
@public
def create() -> Response:
    """Sign in by password."""
    form = valid(SignInForm(), _page)
    address = request.remote_addr or ""
    person_id = sign_ins.check_password(form.email.data, form.password.data, address=address, now=now())
    if person_id is None:
        raise Refusal(_("Address and password do not fit together."), field="password")
    remember(sign_ins.begin(persons.get(person_id), device=request.user_agent.string, now=now()))
    return done(local(form.next.data))


@bp.post("/sign-in/link")
@public
def send_link() -> Response:
    """Send a link that signs in; the answer is the same whether the address is known or not."""
    form = valid(LinkForm(), lambda form: page("hub/sign_in/link.html", form=form))
    magic_links.send(form.email.data, now=now())
    return done(url_for("sign_in.show"), _("If this address belongs to a member, a link is on its way."))


@bp.get("/sign-in/link")
@public
def ask_link() -> str:
    """Ask for a link."""
    return page("hub/sign_in/link.html", form=LinkForm())


@bp.get("/sign-in/link/<token>")
@public
def confirm_link(token: str) -> str:
    """Where the link leads: one button, because mail scanners open links."""
    magic_links.get_usable(token, now=now())
    return page("hub/sign_in/confirm.html", token=token)


@bp.post("/sign-in/link/<token>")
@public
def use_link(token: str) -> Response:
    """Sign in by the link; it works once."""
    person = magic_links.use(token, now=now())
    remember(sign_ins.begin(person, device=request.user_agent.string, now=now()))
    return done(url_for("home.show"))


@bp.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """End this session, on the server too."""
    sign_ins.end(g.present.sign_in_id, of=viewer(), now=now())
    forget()
    return done(url_for("sign_in.show"), _("You are signed out."))


def local(target: str | None) -> str:
    """Return the target when it is an address of ours, else the start page: nobody is sent elsewhere after signing in."""
    parts = urlsplit(target or "")
    safe = parts.path.startswith("/") and not parts.path.startswith("//") and "\\" not in (target or "")
    return target if target and safe and not parts.netloc and not parts.scheme else "/"


def _page(form: SignInForm) -> str:
    return page("hub/sign_in/show.html", form=form)
