"""Redemptions for those who decide: the queue, and one redemption with its verbs."""

from flask import Blueprint, Response, request, url_for

from hub.clock import now
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.forms import Form
from hub.web.pagination import pages
from hub.web.responder import done, page, valid
from rewards import decisions, redemptions
from rewards.forms import FulfilForm, RefundForm, RefuseForm

bp = Blueprint("queue", __name__, url_prefix="/admin/redemptions")


@bp.get("")
@needs("redemption.approve")
def index() -> str:
    """What waits, what is owed, and what is done."""
    tab = request.args.get("tab", "waiting")
    tab = tab if tab in decisions.TABS else "waiting"
    return page(
        "rewards/queue/index.html",
        redemptions=pages(decisions.queue(tab)),
        tab=tab,
        counts=decisions.counts(),
    )


@bp.get("/<int:id>")
@needs("redemption.approve")
def show(id: int) -> str:
    """One redemption, what happened to it, and what can be done."""
    return _page(id)


@bp.post("/<int:id>/approval")
@needs("redemption.approve")
def approve(id: int) -> Response:
    """Say yes."""
    redemption = redemptions.get(id)
    decisions.approve(redemption, by=viewer(), now=now())
    return done(url_for("queue.index"), _("Approved. %(name)s knows.", name=redemption.person.name))


@bp.post("/<int:id>/fulfilment")
@needs("redemption.approve")
def fulfil(id: int) -> Response:
    """Say that it was handed over."""
    redemption = redemptions.get(id)
    form = valid(FulfilForm(), lambda form: _page(id, form))
    decisions.fulfil(redemption, note=form.note.data or "", by=viewer(), now=now())
    return done(
        url_for("queue.index", tab="approved"), _("Handed over. %(name)s knows.", name=redemption.person.name)
    )


@bp.post("/<int:id>/refusal")
@needs("redemption.approve")
def decline(id: int) -> Response:
    """Say no; the points go back."""
    redemption = redemptions.get(id)
    form = valid(RefuseForm(), lambda form: _page(id, form))
    decisions.decline(redemption, reason=form.reason.data or "", by=viewer(), now=now())
    return done(
        url_for("queue.index"), _("Declined. The points are back with %(name)s.", name=redemption.person.name)
    )


@bp.post("/<int:id>/refund")
@needs("redemption.approve")
def refund(id: int) -> Response:
    """Return the points of what was handed over."""
    redemption = redemptions.get(id)
    form = valid(RefundForm(), lambda form: _page(id, form))
    decisions.refund(redemption, reason=form.reason.data or "", by=viewer(), now=now())
    return done(
        url_for("queue.show", id=id), _("The points are back with %(name)s.", name=redemption.person.name)
    )


def _page(id: int, sent: Form | None = None) -> str:
    """Render a redemption; the form that was `sent` keeps its input and its errors."""
    fresh = {kind.id: kind(formdata=None) for kind in (FulfilForm, RefuseForm, RefundForm)}
    forms = fresh | ({sent.id: sent} if sent is not None else {})
    redemption = redemptions.get(id)
    return page(
        "rewards/queue/show.html",
        redemption=redemption,
        fulfil_form=forms[FulfilForm.id],
        refuse_form=forms[RefuseForm.id],
        refund_form=forms[RefundForm.id],
    )
