"""A topic: starting one, reading it, following it."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from community import drafts, forums, policy, posts, read_marks, subscriptions, topic_page, topics, writing
from community.forums import ForumKind
from community.subscriptions import Wish
from community.topic_page import TopicPage
from community.views import pieces
from community.views.forms import BlankReply, ReplyForm, TopicForm, choose_forum, for_reply, for_writer
from hub.clock import now
from hub.errors import NotAllowed, authorise
from hub.i18n import _
from hub.people.persons import Person
from hub.web.access import needs, viewer
from hub.web.pagination import Pages, page_number
from hub.web.responder import done, page, valid

bp = Blueprint("topics", __name__, url_prefix="/community/topics")


@bp.get("/new")
@needs("topic.post")
def new() -> str:
    """Write a new topic or question, going on with the draft."""
    begun = {name: request.args.get(name) for name in ("forum", "title")} | {
        **drafts.find(drafts.NEW, by=viewer())
    }
    return _new_page(_topic_form(TopicForm(data=begun)))


@bp.post("")
@needs("topic.post")
def create() -> Response:
    """Start it."""
    form = valid(_topic_form(TopicForm()), _new_page)
    forum = forums.get_visible(form.forum.data, to=viewer())
    authorise(policy.may_start(viewer(), forum))
    values = form.values("forum", "tags")
    topic = writing.start(forum, **values, tags=topics.tags_of(form.tags.data), by=viewer(), now=now())
    return done(url_for("topics.show", id=topic.id), _("It is out. We tell you when somebody writes."))


@bp.get("/<int:id>")
@needs("topic.read")
def show(id: int) -> str:
    """A topic, and the form to reply."""
    person = viewer()
    read = topic_page.read(id, page_number(), by=person)
    body = _begun(read)
    return show_page(read, ReplyForm(data={"body": body, "hide_name": True}) if body else None, by=person)


@bp.post("/<int:id>/reading")
@needs("topic.read")
def mark_read(id: int) -> tuple[str, int]:
    """Remember how far one has read; nothing to show for it."""
    topic = topics.get_visible(id, to=viewer())
    up_to = request.form.get("up_to", "")
    read_marks.read(topic, int(up_to) if up_to.isdecimal() and len(up_to) < 9 else 0, by=viewer())
    return "", 204


@bp.post("/<int:id>/subscription")
@needs("topic.read")
def subscribe(id: int) -> Response:
    """Follow the topic, mute it, or neither."""
    topic = topics.get_visible(id, to=viewer())
    asked = request.form.get("wish", "")
    wish = Wish(asked) if asked in set(Wish) else None
    subscriptions.choose(topic, wish, by=viewer())
    words = {Wish.FOLLOW: _("You hear of every reply."), Wish.MUTE: _("You hear nothing more of this topic.")}
    said = words[wish] if wish else _("You hear of it when you are mentioned.")
    return done(
        topic.url, said, fragment=lambda: page("community/topic/_subscription.html", topic_id=id, wish=wish)
    )


@bp.post("/<int:id>/draft")
@needs("topic.post")
def keep_reply(id: int) -> tuple[str, int]:
    """Keep what one has begun to reply."""
    topic = topics.get_visible(id, to=viewer())
    drafts.keep(f"topic:{topic.id}", request.form.to_dict(), by=viewer(), now=now())
    return "", 204


@bp.post("/new/draft")
@needs("topic.post")
def keep_new() -> tuple[str, int]:
    """Keep what one has begun as a new topic."""
    drafts.keep(drafts.NEW, request.form.to_dict(), by=viewer(), now=now())
    return "", 204


def show_page(read: TopicPage, form: ReplyForm | None, *, by: Person) -> str:
    """Render a topic with the form to reply, a blank one when none is passed."""
    topic = read.topic
    own = topic.author_id == by.id
    shown = for_reply(form, by, own=own)
    may_reply = policy.may_reply(by, topic.forum, read.lock_reason)
    means = pieces.Means(
        topic.id,
        read.number,
        accepts=topic.is_question and bool(policy.may_accept(by, topic)),
        replies=bool(may_reply),
        moderates=policy.may_moderate(by),
        linked=by.can("member.see"),
    )
    context: dict[str, Any] = {
        "means": means,
        "may_reply": may_reply,
        "answers": topic.is_question and not own,
        "tends": means.moderates or (own and bool(policy.may_hide(by, topic))),
        "ways": pieces.ways(Pages(read.said, read.number, posts.PER_PAGE, topic.post_count)),
        "form": shown,
        "blank": isinstance(shown, BlankReply),
    }
    return page("community/topic/show.html", read=read, topic=topic, **context)


def _begun(read: TopicPage) -> str:
    """Return the draft of a reply, behind the post that `?quote=` names."""
    body = read.draft.get("body", "")
    asked = request.args.get("quote")
    quoted = (
        next((one for one in read.said if str(one.id) == asked and not one.removed), None) if asked else None
    )
    if quoted is None:
        return body
    post = posts.get_standing(quoted.id, to=viewer())
    return (f"{body}\n\n" if body else "") + posts.quoted(post, quoted.face.name)


def _topic_form(form: TopicForm) -> TopicForm:
    """Offer the forums in which this person may start something, only those for questions when asked for."""
    open_ones = forums.writable_by(viewer())
    if request.args.get("kind") == ForumKind.QUESTION:
        open_ones = [forum for forum in open_ones if forum.kind is ForumKind.QUESTION] or open_ones
    if not open_ones:
        raise NotAllowed(_("There is no forum yet in which you may write."))
    choose_forum(form, open_ones)
    for_writer(form, viewer())
    return form


def _new_page(form: TopicForm) -> str:
    return page("community/topic/new.html", form=form)
