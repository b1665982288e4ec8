"""The challenges for managers: the list, and the builder with a challenge and all its steps in one form."""

from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, Response, request, url_for

from challenges import challenges, drafting, publication, stages, submissions
from challenges.challenges import STATES, TRANSITIONS, Category, Challenge, State
from challenges.forms import DetailsForm, NewForm, builder, stage_input
from challenges.kinds import ALL
from challenges.moves import possible
from challenges.views.lifecycle import said
from hub.clock import now
from hub.content import files
from hub.content.files import Accept
from hub.database import reading
from hub.i18n import _
from hub.people.profiles import words
from hub.web.access import needs, viewer
from hub.web.filters import zone
from hub.web.pagination import pages
from hub.web.responder import done, page, valid

bp = Blueprint("challenge_builder", __name__, url_prefix="/admin/challenges")


@bp.get("")
@needs("challenge.manage")
def index() -> str:
    """All challenges, with how far people came."""
    wanted = request.args.get("q", "").strip()
    state = next((one for one in State if one.value == request.args.get("state")), None)
    found = pages(challenges.listed(wanted=wanted, state=state))
    return page(
        "challenges/builder/index.html",
        challenges=found,
        wanted=wanted,
        state=state,
        states=STATES,
        tallies=submissions.tallies([one.id for one in found]),
        waiting=submissions.count(),
    )


@bp.get("/new")
@needs("challenge.manage")
def new() -> str:
    """Begin a challenge."""
    return _new_page(NewForm())


@bp.post("")
@needs("challenge.manage")
def create() -> Response:
    """Keep it as a draft, and go on to its steps."""
    form = valid(NewForm(), _new_page)
    challenge = challenges.create(
        title=form.title.data or "",
        summary=form.summary.data or "",
        category=Category(form.category.data),
        minutes=form.minutes.data or 0,
        by=viewer(),
        now=now(),
    )
    return done(url_for("challenge_builder.edit", id=challenge.id), _("A good beginning. Now add its steps."))


@bp.get("/<int:id>/edit")
@needs("challenge.manage")
def edit(id: int) -> str:
    """The builder."""
    challenge = challenges.get(id)
    return _edit_page(challenge, _form(challenge))


@bp.post("/<int:id>")
@needs("challenge.manage")
def update(id: int) -> Response:
    """Keep everything on the page, then do what the pressed button says: add, move or remove a step,
    publish.
    """
    challenge = challenges.get(id)
    form = valid(_form(challenge), lambda form: _edit_page(challenge, form))
    picture = _picture(form)
    entered = {
        stage: values for stage in stages.of(challenge) if (values := stage_input(form, stage)) is not None
    }
    drafting.keep(challenge, _details(form), entered, picture=picture, by=viewer(), now=now())
    outcome = drafting.go_on(challenge, request.form.get("then", ""), by=viewer(), now=now())
    return said(challenge, outcome)


def _form(challenge: Challenge) -> DetailsForm:
    return builder(challenge, stages.of(challenge), timezone=viewer().timezone)


def _picture(form: DetailsForm) -> drafting.Picture | None:
    upload = form.picture.data
    if not upload:
        return None
    with reading():
        return drafting.Picture(files.redrawn(upload.stream, Accept.IMAGE), upload.filename)


def _details(form: DetailsForm) -> dict[str, object]:
    there = zone(viewer().timezone)
    return {
        "title": form.title.data,
        "summary": form.summary.data or "",
        "category": Category(form.category.data),
        "minutes": form.minutes.data,
        "body": form.body.data or "",
        "tags": words(form.tags.data),
        "starts_at": _midnight(form.starts_on.data, there),
        "deadline": _midnight(form.ends_on.data, there, days=1),
    }


def _midnight(day: date | None, there: object, *, days: int = 0) -> datetime | None:
    """Return when a day begins (or, with days=1, ends) for the manager, in UTC."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=days), time(), tzinfo=there).astimezone(UTC)  # type: ignore[arg-type]


def _new_page(form: NewForm) -> str:
    return page("challenges/builder/new.html", form=form)


def _edit_page(challenge: Challenge, form: DetailsForm) -> str:
    return page(
        "challenges/builder/edit.html",
        challenge=challenge,
        form=form,
        kinds=ALL,
        states=STATES,
        stages=[stage for stage in stages.of(challenge) if f"stage_{stage.id}" in form],
        obstacles=publication.obstacles(challenge, now=now()),
        verbs=possible(challenge.state, TRANSITIONS),
    )
