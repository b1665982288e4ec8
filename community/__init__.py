"""The community: whom one meets and asks.

Forums, topics, questions with accepted answers, and finding them.
"""

from datetime import timedelta

from flask import Flask

from hub.i18n import _


def register(app: Flask) -> None:
    """Bring the community into the house."""
    from community import audited, circles, demo, documents, forums, offers, opening, questions
    from community.views import blueprints, pieces
    from hub.house import house_of

    house = house_of(app)
    house.audited(audited.WORDS)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    readers = ("advocate", "prospect", "sales", "csm", "moderator", "manager")
    writers = ("advocate", "prospect", "csm", "moderator", "manager")
    house.permission("topic.read", _("Read the community, as far as it is open to them"), roles=readers)
    house.permission("topic.post", _("Ask, answer and write in the community"), roles=writers)
    house.permission(
        "post.moderate", _("Lock, hide, remove and edit what others wrote"), roles=("moderator", "manager")
    )
    house.permission("forum.manage", _("Set up the forums"), roles=("manager",))
    house.navigate(
        "main", _("Community"), "community.index", icon="messages-square", order=30, needs="topic.read"
    )
    house.navigate(
        "admin", _("Forums"), "forum_admin.index", icon="messages-square", order=60, needs="forum.manage"
    )
    house.kind("topic.started", _("%(who)s started “%(what)s”"), icon="message-square")
    house.kind("answer.posted", _("%(who)s answered “%(what)s”"), icon="message-circle")
    house.kind("reply.posted", _("%(who)s wrote in “%(what)s”"), icon="reply", in_feed=False)
    house.kind(
        "answer.accepted", _("%(who)s gave the accepted answer to “%(what)s”"), points=40, icon="circle-check"
    )
    house.kind(
        "question.unanswered", _("“%(what)s” found no answer in time"), icon="hourglass", in_feed=False
    )
    house.notice("mention", _("Somebody mentioned me"), mail="immediate")
    house.notice("question.answered", _("My question was answered"), mail="immediate")
    house.notice("answer.accepted", _("My answer was accepted"), mail="immediate")
    house.notice("topic.reply", _("Somebody wrote in a topic that I follow"), mail="daily")
    house.notice("question.risen", _("A question waits too long"), mail="daily")
    house.setting(
        "community.rise_hours",
        24,
        _("Hours after which a question without an answer rises to the moderators"),
        kind=int,
        least=1,
        most=30 * 24,
    )
    house.setting(
        "community.answer_hours",
        48,
        _("Hours after which a buyer whose question found no answer is offered a talk"),
        kind=int,
        least=1,
        most=30 * 24,
    )
    house.task(forums.REINDEX, documents.reindex_forum)
    house.periodic("community.deadlines", questions.mind_deadlines, every=timedelta(minutes=5))
    house.searchable(
        "topic", documents.find_topics, documents.topic_ids, label=_("Topics"), icon="message-square"
    )
    house.searchable(
        "post", documents.find_posts, documents.post_ids, label=_("Answers and replies"), icon="reply"
    )
    house.audience(circles.tokens)
    house.next_steps(offers.next_steps)
    house.desk(offers.desk)
    house.slot("search.empty", pieces.ask_instead)
    house.opening(opening.ensure)
    house.demo(20, demo.prepare, demo.live)
