"""What one agreed to, with its history, and taking it back."""

from flask import Blueprint, Response, url_for

from hub.clock import now
from hub.errors import NotFound, Refusal
from hub.i18n import _
from hub.people import consents
from hub.web.access import signed_in, viewer
from hub.web.responder import done, page

bp = Blueprint("privacy", __name__, url_prefix="/me/privacy")


@bp.get("")
@signed_in
def show() -> str:
    """The consents that hold, and all there were."""
    person = viewer()
    past = consents.history(person)
    held = {row.purpose for row in past if row.withdrawn_at is None}
    return page(
        "hub/privacy/show.html",
        purposes=consents.PURPOSES,
        held=held,
        history=past,
        necessary=consents.NECESSARY,
    )


@bp.post("/<purpose>/consent")
@signed_in
def give(purpose: str) -> Response:
    """Agree to a purpose."""
    if purpose not in consents.PURPOSES:
        raise NotFound
    consents.give(viewer(), purpose, now=now())
    return done(url_for("privacy.show"), _("Thank you. You can take it back at any time."))


@bp.post("/<purpose>/withdrawal")
@signed_in
def withdraw(purpose: str) -> Response:
    """Take a consent back; it is obeyed from now on."""
    if purpose not in consents.PURPOSES:
        raise NotFound
    if purpose in consents.NECESSARY:
        raise Refusal(
            _("Without this there is no membership. Ask an administrator to erase your account instead.")
        )
    consents.withdraw(viewer(), purpose, now=now())
    return done(url_for("privacy.show"), _("Taken back."), undo=url_for("privacy.give", purpose=purpose))
