"""Taking a challenge, handing it in, taking it back."""

from flask import Blueprint, Response, url_for

from challenges import participations, policy, reviews, shelf
from challenges.participations import State
from hub.clock import now
from hub.errors import authorise
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.responder import done

bp = Blueprint("participation", __name__, url_prefix="/challenges/<int:id>")


@bp.post("/participation")
@needs("challenge.take")
def start(id: int) -> Response:
    """Take a challenge."""
    challenge = shelf.get_visible(id, to=viewer(), now=now())
    authorise(policy.may_take(viewer(), challenge, now=now()))
    participations.start(challenge, by=viewer(), now=now())
    return done(url_for("challenges.show", id=id))


@bp.post("/submission")
@needs("challenge.take")
def submit(id: int) -> Response:
    """Hand in what is answered."""
    challenge = shelf.get_visible(id, to=viewer(), now=now())
    participation = participations.get(challenge, viewer())
    reviews.submit(participation, now=now())
    return done(url_for("challenges.show", id=id), handed_in(participation))


@bp.post("/participation/withdrawal")
@needs("challenge.take")
def withdraw(id: int) -> Response:
    """Take back what one started or handed in."""
    challenge = shelf.get_visible(id, to=viewer(), now=now())
    participations.withdraw(participations.get(challenge, viewer()))
    undo = url_for("participation.start", id=id)
    return done(url_for("challenges.show", id=id), _("Taken back. What you wrote is kept."), undo=undo)


def handed_in(participation: participations.Participation) -> object:
    """Say what comes next."""
    if participation.state is State.APPROVED:
        return _("Done, and well done. Your points are here.")
    return _("Thank you. We look at it and tell you, usually within three days.")
