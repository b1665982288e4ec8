"""Asking for a reference: a form that the deal fills, with a draft kept and a live count of who would fit."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    EmailField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from hub.clock import now
from hub.i18n import _
from hub.people import opportunities
from hub.people.companies import SIZES
from hub.web.access import needs, viewer
from hub.web.forms import Form, options
from hub.web.ids import an_id
from hub.web.responder import done, page, valid
from hub.zones import ZONES
from references import drafts, overviews, pool, requests, wishes
from references.formats import LABELS, topics
from references.matching.ranking import match
from references.matching.wanted import NEEDS, SIMILARITIES

bp = Blueprint("reference_filing", __name__, url_prefix="/references/requests")

_NEEDS = options({need.value: label for need, label in NEEDS.items()})


class RequestForm(Form):
    """What sales says about the buyer; the deal fills most of it."""

    id = "request-form"
    opportunity_id = SelectField(_("Which deal?"), coerce=int, choices=[], validate_choice=False)
    company_name = StringField(_("Buyer's company"), [InputRequired(), Length(max=120)])
    format = SelectField(_("Format"), choices=options({key.value: label for key, label in LABELS.items()}))
    minutes = IntegerField(_("Minutes"), [InputRequired(), NumberRange(10, 480)], default=30)
    needed_by = DateField(_("By when?"), [Optional()])
    industry = StringField(_("Industry"), [Optional(), Length(max=80)])
    size = SelectField(
        _("Employees"), choices=options({"": _("Unknown"), **{label: label for _low, _high, label in SIZES}})
    )
    use_case = StringField(_("Use case"), [Optional(), Length(max=120)])
    region = StringField(_("Region"), [Optional(), Length(max=80)])
    need_industry = SelectField(_("Same industry"), choices=_NEEDS, default="preferred")
    need_size = SelectField(_("Similar size"), choices=_NEEDS, default="preferred")
    need_use_case = SelectField(_("Same use case"), choices=_NEEDS, default="preferred")
    need_region = SelectField(_("Same region"), choices=_NEEDS, default="preferred")
    product = StringField(_("Product"), [Optional(), Length(max=80)])
    topics = SelectMultipleField(_("What do they want to talk about?"), validate_choice=False)
    concerns = TextAreaField(_("What worries them?"), [Optional(), Length(max=2000)])
    competitor = StringField(_("Who else is in the running?"), [Optional(), Length(max=80)])
    language = StringField(_("Language"), [Optional(), Length(max=40)])
    recording = SelectField(
        _("Recording"), choices=options({"unknown": _("Not known"), "no": _("No"), "yes": _("Yes, please")})
    )
    buyer_name = StringField(_("Buyer's name"), [Optional(), Length(max=120)])
    buyer_title = StringField(_("What they do"), [Optional(), Length(max=120)])
    buyer_email = EmailField(
        _("Buyer's e-mail"),
        [Optional(), Length(max=254)],
        description=_("They get the calendar entry and choose a time; no account is needed."),
    )
    timezone = SelectField(_("Buyer's time zone"), choices=options(ZONES), default="UTC")
    stage = StringField(_("Stage"), [Optional(), Length(max=60)])
    amount = DecimalField(_("Deal size"), [Optional(), NumberRange(0, 10**10)])
    currency = StringField(_("Currency"), [Optional(), Length(min=3, max=3)])
    expected_close = DateField(_("Expected close"), [Optional()])
    last_reference = StringField(_("Last reference they had"), [Optional(), Length(max=200)])
    again = BooleanField(_("We need another one for the same deal"))


@bp.get("/new")
@needs("request.file")
def new() -> str:
    """The form: from a deal, from the draft, or empty."""
    chosen = request.args.get("opportunity", type=an_id)
    draft = drafts.find(viewer())
    if chosen:
        return _page(RequestForm(formdata=None, data=wishes.fields_of(opportunities.get(chosen), now=now())))
    if draft is not None:
        return _page(RequestForm(formdata=MultiDict(draft.fields)), draft=True)
    return _page(RequestForm(formdata=None, needed_by=wishes.default_needed_by(now())))


@bp.post("")
@needs("request.file")
def create() -> Response:
    """File the request."""
    form = valid(RequestForm(), _page)
    filed = requests.file(wishes.from_fields(form.values()), by=viewer(), now=now())
    drafts.drop(viewer())
    return done(
        url_for("reference_requests.show", id=filed.id), _("Filed. You hear from us within 48 hours.")
    )


@bp.post("/draft")
@needs("request.file")
def keep_draft() -> Response:
    """Keep what was typed so far."""
    fields = {name: values for name, values in request.form.lists() if name != "csrf_token"}
    drafts.keep(viewer(), fields, now=now())
    return Response(status=204)


@bp.post("/draft/removal")
@needs("request.file")
def drop_draft() -> Response:
    """Begin anew."""
    drafts.drop(viewer())
    return done(url_for("reference_filing.new"))


@bp.get("/fit")
@needs("request.file")
def fit() -> str:
    """How many advocates would fit what is in the form now: a fragment."""
    wanted = wishes.wanted(RequestForm(formdata=request.args).values())
    found = match(wanted, pool.candidates(now=now()), pool.rules(), now=now())
    return page("references/request/_fit.html", found=found)


def _page(form: RequestForm, draft: bool = False) -> str:
    deals = overviews.open_deals(viewer())
    form.opportunity_id.choices = options({"0": _("Another one"), **overviews.named(deals)})
    form.topics.choices = list(dict.fromkeys([*topics(), *(form.topics.data or ())]))
    context: dict[str, Any] = {
        "form": form,
        "draft": draft,
        "similarities": list(SIMILARITIES),
        "deals": deals,
    }
    chosen = form.opportunity_id.data
    return page(
        "references/request/new.html",
        **context,
        recent=requests.recent_for(chosen, now=now()) if chosen else None,
    )
