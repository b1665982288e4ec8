"""Saying which answer decided a question, and taking that back."""

from flask import Blueprint, Response, url_for

from community import acceptances, policy, posts, topics
from hub.clock import now
from hub.errors import authorise
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.responder import done

bp = Blueprint("acceptances", __name__, url_prefix="/community")


@bp.post("/posts/<int:id>/acceptance")
@needs("topic.post")
def accept(id: int) -> Response:
    """Accept an answer."""
    post = posts.get_standing(id, to=viewer())
    authorise(policy.may_accept(viewer(), post.topic))
    acceptances.accept(post, by=viewer(), now=now())
    undo = url_for("acceptances.withdraw", id=post.topic_id)
    return done(post.topic.url, _("Accepted. We let them know that it helped."), undo=undo)


@bp.post("/topics/<int:id>/acceptance/removal")
@needs("topic.post")
def withdraw(id: int) -> Response:
    """Take the acceptance back."""
    topic = topics.get_visible(id, to=viewer())
    authorise(policy.may_accept(viewer(), topic))
    acceptances.withdraw(topic, by=viewer(), now=now())
    return done(topic.url, _("The question is open again."))
