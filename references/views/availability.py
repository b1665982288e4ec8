"""`/me/availability`: an advocate's own terms, quiet dates, and the pause."""

from datetime import timedelta

from flask import Blueprint, Response, request, url_for
from wtforms import BooleanField, DateField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from hub.clock import now
from hub.errors import NotFound
from hub.facts import asks, quiet_dates, settings
from hub.i18n import _
from hub.people.profiles import words
from hub.web.access import needs, viewer
from hub.web.forms import Form, options
from hub.web.responder import done, page, valid
from hub.zones import ZONES
from references.formats import LABELS, topics
from references.terms import terms, windows
from references.terms.terms import Period

bp = Blueprint("availability", __name__, url_prefix="/me/availability")

PAUSES = {"14": _("Two weeks"), "30": _("A month"), "91": _("Three months")}


class TermsForm(Form):
    """What one may be asked, and how often."""

    id = "terms-form"
    formats = SelectMultipleField(
        _("What would you do?"), choices=options({key.value: label for key, label in LABELS.items()})
    )
    topics = SelectMultipleField(_("What can you talk about?"), validate_choice=False)
    windows = SelectMultipleField(
        _("When is a good time?"), choices=[f"{day}-{part}" for day in range(5) for part in windows.PARTS]
    )
    languages = StringField(_("Languages you would do this in"), [Optional(), Length(max=300)])
    most = IntegerField(_("At most"), [InputRequired(), NumberRange(1, terms.MOST)])
    per = SelectField(
        _("in a"), choices=options({"month": _("month"), "quarter": _("quarter"), "year": _("year")})
    )
    minutes = IntegerField(
        _("Minutes a month"),
        [Optional(), NumberRange(0, 6000)],
        description=_("For everything we ask of you together. Empty: no limit."),
    )
    never_with = StringField(
        _("Never with"),
        [Optional(), Length(max=1000)],
        description=_("Companies you would not speak with: competitors, for one."),
    )
    anonymous = BooleanField(_("Keep my name back until I say yes"))


class QuietForm(Form):
    """Days on which one wants not to be asked."""

    id = "quiet-form"
    starts_on = DateField(_("From"), [InputRequired()])
    ends_on = DateField(_("To"), [InputRequired()])


@bp.get("")
@needs("reference.answer")
def edit() -> str:
    """See and change one's terms."""
    person, budget = viewer(), asks.budget_of(viewer().id)
    own = terms.of(person.id)
    lists = {
        "never_with": ", ".join(own.never_with),
        "languages": ", ".join(person.languages),
        "per": own.per.value,
    }
    return _page(TermsForm(obj=own, data=lists, minutes=budget.monthly_minutes if budget else None))


@bp.post("")
@needs("reference.answer")
def update() -> Response:
    """Keep one's terms."""
    form = valid(TermsForm(), _page)
    values = form.values("per", "never_with", "languages")
    terms.agree(
        viewer(),
        **values,
        per=Period(form.per.data),
        never_with=words(form.never_with.data),
        languages=words(form.languages.data),
        now=now(),
    )
    return done(url_for("availability.edit"), _("These are your terms. We keep to them."))


@bp.post("/pause")
@needs("reference.answer")
def pause() -> Response:
    """Pause with one click."""
    days = request.form.get("days", "30")
    if days not in PAUSES:
        raise NotFound
    asks.pause(viewer(), until=now() + timedelta(days=int(days)), now=now())
    return done(_back(), _("You are paused. Nobody will ask you."), undo=url_for("availability.resume"))


@bp.post("/pause/end")
@needs("reference.answer")
def resume() -> Response:
    """End the pause."""
    asks.pause(viewer(), until=None, now=now())
    return done(_back(), _("Good to have you back."))


@bp.post("/quiet-dates")
@needs("reference.answer")
def keep_quiet() -> Response:
    """Keep days free."""
    form = valid(QuietForm(), lambda form: _page(_own_form(), form))
    quiet_dates.keep(viewer(), starts_on=form.starts_on.data, ends_on=form.ends_on.data)
    return done(url_for("availability.edit"), _("These days are yours."))


@bp.post("/quiet-dates/<int:id>/end")
@needs("reference.answer")
def end_quiet(id: int) -> Response:
    """Give days back."""
    if not quiet_dates.take_back(viewer(), id):
        raise NotFound
    return done(url_for("availability.edit"), _("You can be asked on these days again."))


def _own_form() -> TermsForm:
    own = terms.of(viewer().id)
    return TermsForm(
        formdata=None, obj=own, data={"never_with": ", ".join(own.never_with), "per": own.per.value}
    )


def _page(form: TermsForm, quiet: QuietForm | None = None) -> str:
    person, budget = viewer(), asks.budget_of(viewer().id)
    form.topics.choices = list(dict.fromkeys([*topics(), *(form.topics.data or ())]))
    return page(
        "references/terms/edit.html",
        form=form,
        quiet_form=quiet or QuietForm(formdata=None),
        pauses=PAUSES,
        quiet_dates=quiet_dates.of(person.id, now=now()),
        programme_zone=ZONES[settings.value("programme.timezone")],
        week=_week(),
        paused_until=budget.paused_until
        if budget and budget.paused_until and budget.paused_until > now()
        else None,
        next_free=asks.next_free(person.id, "reference", now=now()),
        present=now(),
    )


def _week() -> list[tuple[object, None, list[tuple[str, object, bool]]]]:
    """Return the days with their parts as the macro `slots` takes them."""
    return [
        (name, None, [(f"{day}-{part}", label, True) for part, label in windows.PART_NAMES.items()])
        for day, name in enumerate(windows.DAYS)
    ]


def _back() -> str:
    return "/" if request.form.get("back") == "home" else url_for("availability.edit")
