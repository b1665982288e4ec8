"""What a manager does with a candidate: ask them, put them in line, set them aside, go past a guardrail
with a reason.
"""

from flask import Blueprint, Response, url_for
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from hub.clock import now
from hub.i18n import _
from hub.people import persons
from hub.people.persons import Person
from hub.web.access import needs, viewer
from hub.web.forms import Form
from hub.web.responder import done, page, valid
from references import invitations, policy, setting_aside, shortlists
from references.requests import Request

bp = Blueprint(
    "reference_candidates", __name__, url_prefix="/references/requests/<int:id>/candidates/<handle>"
)


class InvitationForm(Form):
    """A line to the advocate: why they."""

    id = "invitation-form"
    note = TextAreaField(_("Why you thought of them"), [Optional(), Length(max=600)])


class OverrideForm(InvitationForm):
    """Asking past a guardrail."""

    id = "override-form"
    reason = StringField(
        _("Why past the guardrail?"),
        [InputRequired(), Length(max=500)],
        description=_("It stands in the audit log and is counted in the metrics."),
    )


class AsideForm(Form):
    """Why not this one."""

    id = "aside-form"
    reason = StringField(_("Why not?"), [InputRequired(), Length(max=200)])


@bp.post("/invitation")
@needs("request.match")
def invite(id: int, handle: str) -> Response:
    """Ask this advocate now."""
    asked, person = _both(id, handle)
    form = valid(InvitationForm(), lambda form: _page(asked, person, form))
    invitations.invite(asked, person, by=viewer(), note=form.note.data or "", now=now())
    return done(asked.url, _("%(name)s is asked. Who looks after them was told first.", name=person.name))


@bp.post("/place")
@needs("request.match")
def put(id: int, handle: str) -> Response:
    """Put this advocate in line."""
    asked, person = _both(id, handle)
    place = shortlists.put(asked, person, by=viewer(), now=now())
    undo = url_for("reference_candidates.take_out", id=id, handle=handle)
    return done(
        asked.url, _("%(name)s is number %(rank)s in line.", name=person.name, rank=place.rank), undo=undo
    )


@bp.post("/place/removal")
@needs("request.match")
def take_out(id: int, handle: str) -> Response:
    """Take this advocate out of the line."""
    asked, person = _both(id, handle)
    shortlists.take_out(asked, person)
    return done(asked.url, _("%(name)s is not in line any more.", name=person.name))


@bp.get("/override")
@needs("request.override")
def override_page(id: int, handle: str) -> str:
    """What asking past the guardrail means."""
    asked, person = _both(id, handle)
    return _override_page(asked, person, OverrideForm(formdata=None))


@bp.post("/override")
@needs("request.override")
def override(id: int, handle: str) -> Response:
    """Ask this advocate although a guardrail says no."""
    asked, person = _both(id, handle)
    form = valid(OverrideForm(), lambda form: _override_page(asked, person, form))
    invitations.invite(
        asked, person, by=viewer(), override=form.reason.data, note=form.note.data or "", now=now()
    )
    return done(asked.url, _("%(name)s is asked, past the guardrail. It is on record.", name=person.name))


@bp.get("")
@needs("request.match")
def show(id: int, handle: str) -> str:
    """Write a line and ask, or say why not this one."""
    asked, person = _both(id, handle)
    return _page(asked, person, InvitationForm(formdata=None))


@bp.post("/aside")
@needs("request.match")
def set_aside(id: int, handle: str) -> Response:
    """Set this candidate aside for this request."""
    asked, person = _both(id, handle)
    form = valid(AsideForm(), lambda form: _page(asked, person, InvitationForm(formdata=None), form))
    setting_aside.set_aside(asked, person, reason=form.reason.data, by=viewer(), now=now())
    undo = url_for("reference_candidates.take_back", id=id, handle=handle)
    return done(asked.url, _("%(name)s is set aside.", name=person.name), undo=undo)


@bp.post("/aside/removal")
@needs("request.match")
def take_back(id: int, handle: str) -> Response:
    """Let this candidate be asked again."""
    asked, person = _both(id, handle)
    setting_aside.take_back(asked, person, by=viewer(), now=now())
    return done(asked.url, _("%(name)s can be asked again.", name=person.name))


def _both(id: int, handle: str) -> tuple[Request, Person]:
    return policy.visible_request(id, to=viewer()), persons.get_member(handle)


def _page(asked: Request, person: Person, form: InvitationForm, aside_form: AsideForm | None = None) -> str:
    return page(
        "references/candidate/show.html",
        asked=asked,
        person=person,
        form=form,
        aside_form=aside_form or AsideForm(formdata=None),
    )


def _override_page(asked: Request, person: Person, form: OverrideForm) -> str:
    return page("references/candidate/override.html", asked=asked, person=person, form=form)
