"""The settings of the programme."""

from typing import Any

from flask import Blueprint, Response, url_for
from wtforms import Field, SelectField, StringField
from wtforms.fields import Label

from hub.clock import now
from hub.declared import Declared
from hub.facts import settings
from hub.house import house
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.forms import Form, options
from hub.web.responder import done, page, valid

bp = Blueprint("settings", __name__, url_prefix="/admin/settings")

_YES_NO = {"yes": _("Yes"), "no": _("No")}


class SettingForm(Form):
    """One setting: each has a form of its own, so that what is wrong is said beside it."""

    value: Field

    def __init__(self, one: Declared, **more: Any) -> None:
        """Say what the setting means, under an id that is its own on the page."""
        super().__init__(**more)
        self.setting, marked = one, one.name.replace(".", "-")
        self.id, self.value.id = f"form-{marked}", f"setting-{marked}"
        self.value.label = Label(self.value.id, one.meaning)


class WrittenForm(SettingForm):
    """A setting that is written: text, or a number between its bounds."""

    value = StringField()

    def __init__(self, one: Declared, **more: Any) -> None:
        """Say the bounds."""
        super().__init__(one, **more)
        if one.kind is int:
            self.value.description = _("From %(least)s to %(most)s.", least=one.least, most=one.most)
            self.value.render_kw = {"inputmode": "numeric"}


class ChosenForm(SettingForm):
    """A setting that is one of its choices, or yes or no."""

    value = SelectField()

    def __init__(self, one: Declared, **more: Any) -> None:
        """Offer the choices."""
        super().__init__(one, **more)
        self.value.choices = options(one.choices or _YES_NO)


@bp.get("")
@needs("setting.change")
def index() -> str:
    """All settings with their meaning and value."""
    return _page()


@bp.post("/<name>")
@needs("setting.change")
def update(name: str) -> Response:
    """Change one setting."""
    form = valid(_form_of(settings.declared(name)), _page)
    settings.change(name, settings.read(name, form.value.data or ""), by=viewer(), now=now())
    return done(url_for("settings.index"), _("Changed."))


def _page(sent: SettingForm | None = None) -> str:
    """Show every setting as it is, and the one that was `sent` as it was written."""
    shown = sorted(house().declared.values(), key=lambda one: one.name)
    forms = [
        sent if sent and sent.setting is one else _form_of(one, formdata=None, data=_as_written(one))
        for one in shown
    ]
    return page("hub/settings/index.html", forms=forms)


def _as_written(one: Declared) -> dict[str, str]:
    value = settings.value(one.name)
    return {"value": ("yes" if value else "no") if one.kind is bool else str(value)}


def _form_of(one: Declared, **more: Any) -> SettingForm:
    return ChosenForm(one, **more) if one.choices or one.kind is bool else WrittenForm(one, **more)
