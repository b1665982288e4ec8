"""`/stories`: what customers have said, to read and to offer."""

from flask import Blueprint, Response, request, url_for
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from hub.clock import now
from hub.i18n import _
from hub.people import companies
from hub.web.access import needs, signed_in, viewer
from hub.web.forms import Form, options
from hub.web.pagination import pages
from hub.web.responder import done, page, valid
from references import stories
from references.formats import topics
from references.stories import KINDS, StoryKind

bp = Blueprint("stories", __name__, url_prefix="/stories")


class StoryForm(Form):
    """A story that its customer has approved."""

    id = "story-form"
    kind = SelectField(_("What is it?"), choices=options({key.value: label for key, label in KINDS.items()}))
    title = StringField(_("Title"), [InputRequired(), Length(max=160)])
    summary = StringField(_("In one sentence"), [InputRequired(), Length(max=300)])
    company = StringField(_("Customer"), [Optional(), Length(max=120)])
    industry = StringField(_("Industry"), [Optional(), Length(max=80)])
    use_case = StringField(_("Use case"), [Optional(), Length(max=120)])
    topics = SelectMultipleField(_("What it speaks about"), validate_choice=False)
    body = TextAreaField(_("The story"), [InputRequired(), Length(max=60_000)])


@bp.get("")
@signed_in
def index() -> str:
    """The published stories."""
    wanted = request.args.get("q", "").strip()
    return page("references/story/index.html", stories=pages(stories.found(wanted), per=12), q=wanted)


@bp.get("/<slug>")
@signed_in
def show(slug: str) -> str:
    """One story."""
    return page("references/story/show.html", story=stories.get_published(slug))


@bp.get("/new")
@needs("request.match")
def new() -> str:
    """Write down a story."""
    return _page(StoryForm(formdata=None))


@bp.post("")
@needs("request.match")
def create() -> Response:
    """Publish it."""
    form = valid(StoryForm(), _page)
    values = form.values("kind", "company")
    story = stories.publish(
        **values,
        kind=StoryKind(form.kind.data),
        company=companies.find_by_name(form.company.data or ""),
        by=viewer(),
        now=now(),
    )
    return done(story.url, _("Published."), undo=url_for("stories.unpublish", slug=story.slug))


@bp.post("/<slug>/unpublishing")
@needs("request.match")
def unpublish(slug: str) -> Response:
    """Take it back at once."""
    stories.unpublish(stories.get_published(slug), by=viewer(), now=now())
    return done(url_for("stories.index"), _("Taken back."))


def _page(form: StoryForm) -> str:
    form.topics.choices = topics()
    return page("references/story/new.html", form=form)
