"""One's own profile."""

from flask import Blueprint, Response, url_for
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from hub.clock import now
from hub.content import files
from hub.content.files import Accept
from hub.database import reading
from hub.i18n import _
from hub.people import profiles
from hub.people.persons import MOTIVES
from hub.web.access import signed_in, viewer
from hub.web.forms import Form, options
from hub.web.responder import done, page, valid
from hub.zones import ZONES

bp = Blueprint("profile", __name__, url_prefix="/me/profile")

_LISTS = ("expertise", "products", "languages")


class ProfileForm(Form):
    """What peers see of one."""

    id = "profile-form"
    first_name = StringField(_("First name"), [InputRequired(), Length(max=80)])
    last_name = StringField(_("Last name"), [Length(max=80)])
    title = StringField(_("What do you do?"), [Optional(), Length(max=120)])
    about = TextAreaField(_("About you"), [Optional(), Length(max=1000)])
    motives = SelectMultipleField(_("What would you like to get out of this?"), choices=options(MOTIVES))
    expertise = StringField(_("What can people ask you about?"), [Optional(), Length(max=300)])
    products = StringField(_("Products you use"), [Optional(), Length(max=300)])
    languages = StringField(_("Languages you speak"), [Optional(), Length(max=300)])
    timezone = SelectField(_("Your time zone"), choices=options(ZONES))
    off_boards = BooleanField(_("Leave me off the leaderboards"))


class PictureForm(Form):
    """A picture of oneself."""

    id = "picture-form"
    picture = FileField(
        _("Picture"),
        [FileRequired()],
        description=_("JPEG, PNG or WebP, up to 10 MB. We crop it to a square."),
    )


@bp.get("")
@signed_in
def edit() -> str:
    """See and change one's profile."""
    person = viewer()
    lists = {name: ", ".join(getattr(person, name)) for name in _LISTS}
    return _page(ProfileForm(obj=person, data=lists))


@bp.post("")
@signed_in
def update() -> Response:
    """Keep the changes."""
    form = valid(ProfileForm(), _page)
    lists = {name: profiles.words(form[name].data) for name in _LISTS}
    profiles.change(viewer(), **{**form.values(), **lists})
    return done(url_for("profile.edit"), _("Your profile is up to date."))


@bp.post("/picture")
@signed_in
def set_picture() -> Response:
    """Set one's picture."""
    form = valid(PictureForm(), lambda form: _page(ProfileForm(obj=viewer()), form))
    upload = form.picture.data
    with reading():
        picture = files.redrawn(upload.stream, Accept.PORTRAIT)
    profiles.picture(viewer(), picture, upload.filename or "", now=now())
    return done(url_for("profile.edit"), _("A good picture."))


@bp.post("/picture/removal")
@signed_in
def remove_picture() -> Response:
    """Go back to the initials."""
    profiles.remove_picture(viewer())
    return done(url_for("profile.edit"), _("Your picture is removed."))


def _page(form: ProfileForm, picture: PictureForm | None = None) -> str:
    return page("hub/profile/edit.html", form=form, picture_form=picture or PictureForm(formdata=None))
