"""The shop: what points can become, why not yet, saving for one thing, and taking one."""

from flask import Blueprint, Response, url_for

from hub.clock import now
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.pagination import pages
from hub.web.responder import done, page, valid
from rewards import catalogue, policy, redeeming, takers, wishes
from rewards.forms import RedeemForm

bp = Blueprint("shop", __name__, url_prefix="/rewards")


@bp.get("")
@needs("reward.redeem")
def index() -> str:
    """All rewards of today, what one can afford first."""
    taker = takers.taker(viewer(), today=now().date())
    shelf = catalogue.shelf(balance=taker.balance, gifts=taker.gifts, today=taker.today)
    offered = pages(shelf, per=24)
    reasons = {reward.id: policy.why_not(taker, reward) for reward in offered}
    return page(
        "rewards/shop/index.html",
        rewards=offered,
        taker=taker,
        reasons=reasons,
        wish=wishes.wished_by(viewer()),
    )


@bp.get("/<int:id>")
@needs("reward.redeem")
def show(id: int) -> str:
    """One reward, with what stands between oneself and it."""
    return _page(id, RedeemForm())


@bp.post("/<int:id>/redemptions")
@needs("reward.redeem")
def redeem(id: int) -> Response:
    """Take one. Sent twice, it is one."""
    reward = catalogue.get_offered(id)
    form = valid(RedeemForm(), lambda form: _page(id, form))
    redemption = redeeming.redeem(reward, by=viewer(), token=form.token.data or "", now=now())
    said = (
        _("%(reward)s is yours.", reward=reward.name)
        if reward.instant
        else _("Reserved for you. We tell you as soon as it is approved.")
    )
    undo = None if reward.instant else url_for("redemptions.cancel", id=redemption.id)
    return done(url_for("redemptions.index"), said, undo=undo)


@bp.post("/<int:id>/wish")
@needs("reward.redeem")
def wish(id: int) -> Response:
    """Save for this one."""
    reward = catalogue.get_offered(id)
    wishes.save_for(reward, by=viewer(), now=now())
    return done(
        url_for("shop.show", id=id),
        _("Saving for %(reward)s. Your home page shows how far you are.", reward=reward.name),
    )


@bp.post("/<int:id>/wish/removal")
@needs("reward.redeem")
def drop_wish(id: int) -> Response:
    """Save for nothing in particular."""
    catalogue.get_offered(id)
    wishes.drop(by=viewer())
    return done(
        url_for("shop.show", id=id), _("You are no longer saving for this."), undo=url_for("shop.wish", id=id)
    )


def _page(id: int, form: RedeemForm) -> str:
    reward = catalogue.get_offered(id)
    taker = takers.taker(viewer(), [reward], today=now().date())
    return page(
        "rewards/shop/show.html",
        reward=reward,
        taker=taker,
        reasons=policy.why_not(taker, reward),
        form=form,
        wished=wishes.wished_by(viewer()) == id,
    )
