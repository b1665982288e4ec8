"""Posts: replying, better words, taking away and bringing back, and saying that one was useful."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from community import mentions, moderation, policy, posts, reactions, removals, topic_page, topics, writing
from community.posts import Post
from community.views.forms import EditForm, FirstPostForm, ReplyForm, for_writer
from community.views.topics import show_page
from hub.clock import now
from hub.content import text
from hub.errors import authorise
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.responder import done, page, valid

bp = Blueprint("posts", __name__, url_prefix="/community")


@bp.post("/topics/<int:id>/posts")
@needs("topic.post")
def create(id: int) -> Response:
    """Reply in a topic."""
    topic = topics.get_visible(id, to=viewer())
    lock = moderation.lock_of(topic)
    authorise(policy.may_reply(viewer(), topic.forum, lock.reason if lock else None))
    form = ReplyForm()
    for_writer(form, viewer())
    valid(form, lambda form: _again(id, form))
    post = writing.reply(topic, **form.values(), by=viewer(), now=now())
    return done(_place(post), _("Thank you; it is posted."))


@bp.get("/posts/<int:id>")
@needs("topic.read")
def show(id: int) -> ResponseReturnValue:
    """Lead to where a post stands now."""
    return redirect(_place(posts.get_visible(id, to=viewer())), code=302)


@bp.get("/posts/<int:id>/edit")
@needs("topic.post")
def edit(id: int) -> str:
    """Find better words."""
    post = _editable(id)
    first = {"title": post.topic.title, "tags": ", ".join(post.topic.tags)} if post.is_first else {}
    return _edit_page(post, _edit_form(post, {"body": post.body, **first}))


@bp.post("/posts/<int:id>")
@needs("topic.post")
def update(id: int) -> Response:
    """Keep the better words, and the earlier ones."""
    post = _editable(id)
    form = valid(_edit_form(post, None), lambda form: _edit_page(post, form))
    if isinstance(form, FirstPostForm):
        writing.retitle(post.topic, title=form.title.data or "", tags=topics.tags_of(form.tags.data))
    writing.edit(post, body=form.body.data or "", by=viewer(), now=now())
    return done(_place(post), _("Your changes are saved."))


@bp.get("/posts/<int:id>/wordings")
@needs("topic.read")
def wordings(id: int) -> str:
    """How a post read before."""
    post = posts.get_standing(id, to=viewer())
    authorise(policy.may_read_wordings(viewer(), post))
    return page("community/post/wordings.html", post=post, wordings=posts.wordings(post))


@bp.post("/posts/<int:id>/removal")
@needs("topic.post")
def remove(id: int) -> Response:
    """Take a post away; it can be brought back."""
    post = _editable(id)
    removals.remove(post, by=viewer(), now=now())
    return done(_place(post), _("The post is removed."), undo=url_for("posts.restore", id=id))


@bp.post("/posts/<int:id>/restoration")
@needs("topic.post")
def restore(id: int) -> Response:
    """Bring a removed post back."""
    post = posts.get_visible(id, to=viewer())
    removal = removals.standing(post.id)
    if removal is not None:
        authorise(policy.may_restore(viewer(), post, removal.by_id))
        removals.restore(post, by=viewer(), now=now())
    return done(_place(post), _("The post is back."))


@bp.post("/posts/<int:id>/useful")
@needs("topic.read")
def toggle_useful(id: int) -> Response:
    """Say that a post was useful, or take that back."""
    post = posts.get_standing(id, to=viewer())
    mine = reactions.toggle(post, by=viewer())
    fragment = {"post_id": post.id, "count": post.useful_count, "mine": mine}
    return done(_place(post), fragment=lambda: page("community/post/_useful.html", **fragment))


@bp.post("/preview")
@needs("topic.post")
def preview() -> str:
    """What a text will look like, exactly as it would be saved."""
    body = text.checked(request.form.get("body", ""))
    named = {person.handle: person.name for person in mentions.previewed(body, by=viewer())}
    return Markup(text.render(body, mentions=named))  # noqa: S704 - rendered from an allow-list


def _editable(id: int) -> Post:
    post = posts.get_standing(id, to=viewer())
    authorise(policy.may_edit(viewer(), post, moderation.lock_of(post.topic)))
    return post


def _edit_form(post: Post, data: dict[str, str] | None) -> EditForm:
    return FirstPostForm(data=data) if post.is_first else EditForm(data=data)


def _edit_page(post: Post, form: EditForm) -> str:
    return page("community/post/edit.html", post=post, form=form)


def _again(topic_id: int, form: ReplyForm) -> str:
    last = posts.page_of(topics.get_visible(topic_id, to=viewer()).post_count)
    return show_page(topic_page.read(topic_id, last, by=viewer()), form, by=viewer())


def _place(post: Post) -> str:
    number = posts.page_of(post.number)
    return f"{post.topic.url}{f'?page={number}' if number > 1 else ''}#post-{post.id}"
