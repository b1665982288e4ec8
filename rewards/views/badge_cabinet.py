"""Badges for managers: who holds which, giving one by hand, and taking it back."""

from flask import Blueprint, Response, request, url_for

from hub.clock import now
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.forms import options
from hub.web.pagination import pages
from hub.web.responder import done, page, valid
from rewards import awards, badges, cabinet, medals
from rewards.badge_rules import RuleKind
from rewards.badges import BadgeRule
from rewards.forms import GiveBadgeForm

bp = Blueprint("badge_cabinet", __name__, url_prefix="/admin/badges")


@bp.get("")
@needs("badge.give")
def index() -> str:
    """All badges with how many hold them, and the latest awards."""
    return _page(GiveBadgeForm(handle=request.args.get("to", "")))


@bp.post("/awards")
@needs("badge.give")
def give() -> Response:
    """Give a badge by hand."""
    form = valid(_offer(GiveBadgeForm(), badges.in_force()), _page)
    person = awards.receiver(form.handle.data or "")
    award = awards.give(
        badges.get(form.badge.data), person, reason=form.reason.data or "", by=viewer(), now=now()
    )
    if award is None:
        return done(
            url_for("badge_cabinet.index"), _("%(name)s holds it already.", name=person.name), tone="warn"
        )
    said = _("%(name)s wears it now, and knows.", name=person.name)
    return done(url_for("badge_cabinet.index"), said, undo=url_for("badge_cabinet.take_back", id=award.id))


@bp.post("/awards/<int:id>/withdrawal")
@needs("badge.give")
def take_back(id: int) -> Response:
    """Withdraw an award."""
    reason = request.form.get("reason", "").strip() or str(_("It was given by mistake."))
    awards.take_back(awards.get_standing(id), reason=reason, by=viewer(), now=now())
    return done(url_for("badge_cabinet.index"), _("Taken back."))


def _offer(form: GiveBadgeForm, rules: list[BadgeRule]) -> GiveBadgeForm:
    """Let the form choose among the badges that are given by hand."""
    given = {str(rule.badge_id): rule.badge.name for rule in rules if rule.meant.kind is RuleKind.HAND}
    form.badge.choices = options(given)
    return form


def _page(form: GiveBadgeForm) -> str:
    rules = badges.in_force()
    return page(
        "rewards/badge_cabinet/index.html",
        rules=rules,
        holders=cabinet.holders(),
        glyphs=medals.GLYPHS,
        latest=pages(awards.latest(), per=12),
        form=_offer(form, rules),
    )
