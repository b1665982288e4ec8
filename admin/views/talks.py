"""Asking for a talk: with somebody whose answer helped, or with somebody like us."""

import secrets

from flask import Blueprint, Response, request, url_for

from admin.prospects import answerers, talks
from admin.prospects.talks import Soon, Wish
from admin.views.forms import TalkForm, talk_form
from community import topics
from community.topics import Topic
from hub.clock import now
from hub.i18n import _
from hub.people import buyers
from hub.web.access import needs, viewer
from hub.web.responder import done, page, valid
from references.formats import Format

bp = Blueprint("talk_wishes", __name__, url_prefix="/ask/talk")


@bp.get("")
@needs("talk.ask")
def new() -> str:
    """What one would like to know, how and when."""
    topic = _topic()
    known = {"question": topic.title if topic else "", "key": secrets.token_urlsafe(12)}
    return _page(_form(TalkForm(data=known), topic), topic)


@bp.post("")
@needs("talk.ask")
def create() -> Response:
    """Ask for it."""
    topic = _topic()
    form = valid(_form(TalkForm(), topic), lambda form: _page(form, topic))
    talks.ask(viewer(), _wish(form, topic), now=now())
    return done(
        url_for("ask.show"), _("Thank you. We look for the right person and tell you within two days.")
    )


def _topic() -> Topic | None:
    """Return the question that the address names, when this person may read it."""
    asked = request.args.get("topic", "")
    return topics.find_visible(int(asked), to=viewer()) if asked.isdecimal() and len(asked) < 10 else None


def _form(form: TalkForm, topic: Topic | None) -> TalkForm:
    people = answerers.of(topic) if topic else []
    return talk_form(
        form, {one.handle: ", ".join(part for part in (one.name, one.company_name) if part) for one in people}
    )


def _wish(form: TalkForm, topic: Topic | None) -> Wish:
    return Wish(
        key=f"form:{(form.key.data or secrets.token_urlsafe(12))[:40]}",
        question=talks.with_wished_for(
            form.question.data, answerers.find(topic, form.helped.data if "helped" in form else "")
        ),
        topics=form.topics.data,
        format=Format(form.format.data),
        soon=Soon(form.soon.data),
        topic_id=topic.id if topic else None,
        url=topic.url if topic else None,
    )


def _page(form: TalkForm, topic: Topic | None) -> str:
    opportunity, waiting = buyers.opportunity_of(viewer()), talks.waiting_for(viewer())
    return page("admin/ask/talk.html", form=form, topic=topic, opportunity=opportunity, waiting=waiting)
