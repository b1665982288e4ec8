"""Links that let buyers in: bound to their opportunity, for so many people, shown once."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from hub.clock import now
from hub.errors import NotAllowed, NotFound
from hub.house import house
from hub.i18n import _
from hub.people import invitations, opportunities
from hub.web.access import needs, viewer
from hub.web.forms import Form, options
from hub.web.pagination import pages
from hub.web.responder import done, page, valid

bp = Blueprint("links", __name__, url_prefix="/admin/links")


class LinkForm(Form):
    """For which deal, and for how many people."""

    id = "link-form"
    opportunity = SelectField(_("Which deal do they evaluate for?"), [InputRequired()], coerce=int)
    limit = IntegerField(_("How many people may use it?"), [InputRequired(), NumberRange(1, 20)], default=3)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        deals = opportunities.still_open()
        self.opportunity.choices = options({str(deal.id): _named(deal) for deal in deals})


@bp.get("")
@needs("prospect.invite")
def index() -> str:
    """The links that still work, and a form for another one."""
    chosen = request.args.get("opportunity", type=int)
    return _index(LinkForm(data={"opportunity": chosen, "limit": 3}))


@bp.post("")
@needs("prospect.invite")
def create() -> str:
    """Open a link. It is shown on this answer, and never again."""
    form = valid(LinkForm(), _index)
    deal = opportunities.get(form.opportunity.data)
    token = invitations.open_link(
        role="prospect", by=viewer(), now=now(), limit=form.limit.data, opportunity=deal
    )
    address = f"{house().settings.public_url}{url_for('joining.show', token=token)}"
    return page(
        "admin/links/opened.html",
        named=_named(deal),
        address=address,
        limit=form.limit.data,
        days=invitations.VALID_FOR.days,
    )


@bp.post("/<int:id>/withdrawal")
@needs("prospect.invite")
def withdraw(id: int) -> Response:
    """Let a link not work any more: one's own, or any for who runs the programme."""
    link = invitations.get(id)
    if link.person_id is not None:
        raise NotFound
    if link.by_id != viewer().id and not viewer().can("member.invite"):
        raise NotAllowed(_("Only who opened a link can take it back."))
    invitations.withdraw(link, by=viewer(), now=now())
    return done(url_for("links.index"), _("Taken back. The link no longer works."))


def _index(form: LinkForm) -> str:
    return page("admin/links/index.html", form=form, links=pages(invitations.links()), now=now())


def _named(deal: opportunities.Opportunity) -> str:
    """Return a deal with its company, once."""
    return deal.name if deal.company.name in deal.name else f"{deal.company.name}: {deal.name}"
