"""Unsubscribing by the link in a mail, without signing in: the page has one button, mail programs post (RFC 8058)."""

from flask import Blueprint, Response
from itsdangerous import BadSignature

from hub.delivery import mail
from hub.errors import NotFound
from hub.facts import notifications
from hub.facts.notifications import ByMail
from hub.house import house
from hub.web.access import public
from hub.web.csrf import exempt
from hub.web.responder import page

bp = Blueprint("unsubscribe", __name__, url_prefix="/unsubscribe")


@bp.get("/<token>")
@public
def show(token: str) -> str:
    """Say what would stop, with a button."""
    _person_id, kind = _read(token)
    return page(
        "hub/unsubscribe/show.html", token=token, meaning=house().notices[kind].meaning, stopped=False
    )


@bp.post("/<token>")
@exempt
@public
def create(token: str) -> Response:
    """Stop this kind of mail. The signed link is the proof, so no other is asked."""
    person_id, kind = _read(token)
    notifications.prefer(person_id, kind, ByMail.OFF)
    return Response(
        page("hub/unsubscribe/show.html", token=token, meaning=house().notices[kind].meaning, stopped=True)
    )


def _read(token: str) -> tuple[int, str]:
    try:
        person_id, kind = mail.read_unsubscribe_token(token)
    except (BadSignature, ValueError) as error:
        raise NotFound from error
    if kind not in house().notices:
        raise NotFound
    return person_id, kind
