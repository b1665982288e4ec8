"""Joining by an invitation, and the welcome: profile, motives and consent on one page, in under three minutes."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, EmailField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional

from hub.clock import now
from hub.database import reading
from hub.i18n import _
from hub.people import consents, invitations, passwords, profiles, sign_ins
from hub.people.persons import MOTIVES
from hub.web.access import public, signed_in, viewer
from hub.web.forms import Form, options
from hub.web.responder import done, page, valid
from hub.web.session_cookie import remember
from hub.zones import ZONES

bp = Blueprint("joining", __name__)


class JoinForm(Form):
    """Who joins, and the password they choose."""

    id = "join-form"
    first_name = StringField(
        _("First name"), [InputRequired(), Length(max=80)], render_kw={"autocomplete": "given-name"}
    )
    last_name = StringField(
        _("Last name"), [InputRequired(), Length(max=80)], render_kw={"autocomplete": "family-name"}
    )
    email = EmailField(
        _("Work e-mail"), [InputRequired(), Length(max=254)], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        _("Choose a password"),
        [InputRequired()],
        description=_("At least 8 characters; a sentence is best."),
        render_kw={"autocomplete": "new-password"},
    )
    agree = BooleanField(
        _("I agree that the hub keeps my profile and what I do here, to run the programme"), [InputRequired()]
    )


class WelcomeForm(Form):
    """What makes the hub fit: role, motives, zone, and what one agrees to."""

    id = "welcome-form"
    title = StringField(
        _("What do you do?"),
        [Optional(), Length(max=120)],
        description=_("Your role, as peers would say it."),
        render_kw={"autocomplete": "organization-title"},
    )
    motives = SelectMultipleField(_("What would you like to get out of this?"), choices=options(MOTIVES))
    expertise = StringField(
        _("What can people ask you about?"),
        [Optional(), Length(max=300)],
        description=_("A few words, separated by commas."),
    )
    timezone = SelectField(_("Your time zone"), choices=options(ZONES), default="UTC")
    references = BooleanField(consents.PURPOSES["references"])


@bp.get("/join/<token>")
@public
def show(token: str) -> str:
    """The page an invitation leads to."""
    return _join_page(token)


@bp.post("/join/<token>")
@public
def create(token: str) -> Response:
    """Become a member and be signed in."""
    with reading():
        invitation = invitations.get_usable(token, now=now())
        address = invitation.person.email if invitation.person else None
    form = JoinForm(**({"email": address} if address else {}))
    form = valid(form, lambda form: _join_page(token, form))
    hashed = passwords.hashed(passwords.checked(form.password.data))
    person = invitations.join(
        token,
        first_name=form.first_name.data,
        last_name=form.last_name.data,
        email=form.email.data,
        password_hash=hashed,
        now=now(),
    )
    remember(sign_ins.begin(person, device=request.user_agent.string, now=now()))
    return done(url_for("joining.welcome"))


@bp.get("/welcome")
@signed_in
def welcome() -> ResponseReturnValue:
    """Make the hub one's own; who did so before goes home."""
    if viewer().welcomed_at is not None:
        return redirect(url_for("home.show"), code=303)
    person = viewer()
    given = {"title": person.title, "timezone": request.cookies.get("tz") or person.timezone}
    return _welcome_page(WelcomeForm(data=given))


@bp.post("/welcome")
@signed_in
def finish() -> Response:
    """Keep what one said, and go to the first three challenges."""
    form = valid(WelcomeForm(), _welcome_page)
    profiles.welcome(
        viewer(),
        title=form.title.data,
        motives=form.motives.data,
        expertise=profiles.words(form.expertise.data),
        timezone=form.timezone.data,
        agreed=["references"] if form.references.data else [],
        now=now(),
    )
    return done(url_for("home.show"), _("Welcome. Here are three good ways to start."))


def _join_page(token: str, form: JoinForm | None = None) -> str:
    invitation = invitations.get_usable(token, now=now())
    return page(
        "hub/joining/show.html", invitation=invitation, token=token, form=form or _prefilled(invitation)
    )


def _prefilled(invitation: invitations.Invitation) -> JoinForm:
    person = invitation.person
    known: dict[str, Any] = {}
    if person is not None:
        known = {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}
    return JoinForm(data=known)


def _welcome_page(form: WelcomeForm) -> str:
    return page("hub/joining/welcome.html", form=form)
