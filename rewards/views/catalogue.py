"""The reward shop for those who fill it."""

from typing import BinaryIO

from flask import Blueprint, Response, request, url_for

from hub.clock import now
from hub.content import files
from hub.content.files import Accept
from hub.database import reading
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.forms import options
from hub.web.pagination import pages
from hub.web.responder import done, page, valid
from rewards import catalogue, levels
from rewards.catalogue import Reward
from rewards.forms import RewardForm

bp = Blueprint("catalogue", __name__, url_prefix="/admin/rewards")


@bp.get("")
@needs("reward.manage")
def index() -> str:
    """All rewards, or those taken off the shelf."""
    archived = request.args.get("show") == "archived"
    return page(
        "rewards/catalogue/index.html", rewards=pages(catalogue.listed(archived=archived)), archived=archived
    )


@bp.get("/new")
@needs("reward.manage")
def new() -> str:
    """Describe a new reward."""
    return _page(_form(None))


@bp.post("")
@needs("reward.manage")
def create() -> Response:
    """Put it on the shelf."""
    form = valid(_form(None), _page)
    picture = _picture(form)
    reward = catalogue.create(by=viewer(), now=now(), picture=picture, **form.facts())
    return done(url_for("catalogue.index"), _("%(reward)s stands in the shop.", reward=reward.name))


@bp.get("/<int:id>/edit")
@needs("reward.manage")
def edit(id: int) -> str:
    """Change a reward."""
    reward = catalogue.get(id)
    return _page(_form(reward), reward)


@bp.post("/<int:id>")
@needs("reward.manage")
def update(id: int) -> Response:
    """Keep the changes."""
    reward = catalogue.get(id)
    form = valid(_form(reward), lambda form: _page(form, catalogue.get(id)))
    picture = _picture(form)
    catalogue.change(reward, by=viewer(), now=now(), picture=picture, **form.facts())
    return done(url_for("catalogue.index"), _("%(reward)s is changed.", reward=reward.name))


@bp.post("/<int:id>/archive")
@needs("reward.manage")
def archive(id: int) -> Response:
    """Take it off the shelf."""
    catalogue.archive(catalogue.get(id), by=viewer(), now=now())
    return done(
        url_for("catalogue.index"), _("Taken off the shelf."), undo=url_for("catalogue.restore", id=id)
    )


@bp.post("/<int:id>/archive/end")
@needs("reward.manage")
def restore(id: int) -> Response:
    """Put it back."""
    catalogue.restore(catalogue.get(id), by=viewer(), now=now())
    return done(url_for("catalogue.index"), _("Back on the shelf."))


def _form(reward: Reward | None) -> RewardForm:
    form = RewardForm(obj=reward)
    form.level_id.choices = options(
        {"": _("Any level"), **{str(step.id): step.name for step in levels.ladder()[1:]}}
    )
    if reward is not None and request.method == "GET":
        form.fill(reward)
    return form


def _picture(form: RewardForm) -> tuple[BinaryIO, str] | None:
    upload = form.picture.data
    if not upload:
        return None
    with reading():
        return files.redrawn(upload.stream, Accept.IMAGE), upload.filename or ""


def _page(form: RewardForm, reward: Reward | None = None) -> str:
    return page("rewards/catalogue/edit.html", form=form, reward=reward)
