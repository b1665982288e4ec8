"""Setting up the forums."""

from typing import Any

from flask import Blueprint, Response, url_for

from community import forums
from community.circles import WORDS, Circle
from community.forums import Forum, ForumKind
from community.views.forms import ForumForm
from hub.clock import now
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.responder import done, page, valid

bp = Blueprint("forum_admin", __name__, url_prefix="/admin/forums")


@bp.get("")
@needs("forum.manage")
def index() -> str:
    """All forums, with who reads and writes there."""
    return page("community/forum_admin/index.html", forums=forums.all_forums(), circles=WORDS)


@bp.get("/new")
@needs("forum.manage")
def new() -> str:
    """Describe a new forum."""
    return _page(ForumForm(), None)


@bp.post("")
@needs("forum.manage")
def create() -> Response:
    """Open it."""
    form = valid(ForumForm(), lambda form: _page(form, None))
    forums.open_forum(**_values(form), by=viewer(), now=now())
    return done(url_for("forum_admin.index"), _("The forum is open."))


@bp.get("/<slug>")
@needs("forum.manage")
def edit(slug: str) -> str:
    """Change a forum."""
    forum = forums.get_visible(slug, to=viewer())
    kept = {name: getattr(forum, name).value for name in ("kind", "sees", "posts")}
    words = {"name": forum.name, "about": forum.about, "category": forum.category.name}
    return _page(ForumForm(data={**words, **kept}), forum)


@bp.post("/<slug>")
@needs("forum.manage")
def update(slug: str) -> Response:
    """Keep the changes."""
    forum = forums.get_visible(slug, to=viewer())
    form = valid(ForumForm(), lambda form: _page(form, forum))
    forums.change(forum, **_values(form), by=viewer(), now=now())
    return done(url_for("forum_admin.index"), _("The forum is changed."))


def _values(form: ForumForm) -> dict[str, Any]:
    circles = {name: Circle(form[name].data) for name in ("sees", "posts")}
    return {**form.values("sees", "posts"), **circles, "kind": ForumKind(form.kind.data)}


def _page(form: ForumForm, forum: Forum | None) -> str:
    names = [category.name for category in forums.categories()]
    return page("community/forum_admin/edit.html", form=form, forum=forum, categories=names)
