"""What moderators do with a topic: lock, pin and hide it, and undo each."""

from flask import Blueprint, Response, request, url_for

from community import moderation, policy, topics
from community.topics import Topic
from hub.clock import now
from hub.errors import authorise
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.responder import done

bp = Blueprint("topic_moderation", __name__, url_prefix="/community/topics/<int:id>")


@bp.post("/lock")
@needs("post.moderate")
def lock(id: int) -> Response:
    """Close a topic to further posts."""
    topic = _topic(id)
    moderation.lock(topic, reason=request.form.get("reason", ""), by=viewer(), now=now())
    return done(topic.url, _("The topic is locked."), undo=url_for("topic_moderation.unlock", id=id))


@bp.post("/lock/removal")
@needs("post.moderate")
def unlock(id: int) -> Response:
    """Open it again."""
    topic = _topic(id)
    moderation.unlock(topic, by=viewer(), now=now())
    return done(topic.url, _("The topic is open again."))


@bp.post("/pin")
@needs("post.moderate")
def pin(id: int) -> Response:
    """Let it stand first in its forum."""
    topic = _topic(id)
    moderation.pin(topic, by=viewer(), now=now())
    return done(topic.url, _("The topic stands first now."), undo=url_for("topic_moderation.unpin", id=id))


@bp.post("/pin/removal")
@needs("post.moderate")
def unpin(id: int) -> Response:
    """Let it stand where its last post puts it."""
    topic = _topic(id)
    moderation.unpin(topic, by=viewer(), now=now())
    return done(topic.url, _("The topic is no longer pinned."))


@bp.post("/hiding")
@needs("topic.post")
def hide(id: int) -> Response:
    """Take a topic away: moderators any, others their own that nobody replied to."""
    topic = _topic(id)
    authorise(policy.may_hide(viewer(), topic))
    moderation.hide(topic, reason=request.form.get("reason", ""), by=viewer(), now=now())
    forum = url_for("community.show", slug=topic.forum.slug)
    return done(forum, _("The topic is taken away."), undo=url_for("topic_moderation.reveal", id=id))


@bp.post("/hiding/removal")
@needs("topic.post")
def reveal(id: int) -> Response:
    """Bring a topic back: moderators any, others what they took away themselves."""
    topic = topics.get_to_reveal(id, by=viewer())
    authorise(policy.may_reveal(viewer(), topic, moderation.hiding_of(topic)))
    moderation.reveal(topic, by=viewer(), now=now())
    return done(topic.url, _("The topic is back."))


def _topic(id: int) -> Topic:
    return topics.get_visible(id, to=viewer())
