"""Policy: who may do what in the community. Rules, views and templates ask these same predicates."""

from community.circles import within
from community.forums import Forum, Sign, starters
from community.moderation import Hiding, Lock
from community.posts import Post
from community.topic_page import Opened
from community.topics import Topic
from hub.errors import YES, Verdict, no
from hub.i18n import _
from hub.people.persons import Person

POST, MODERATE = "topic.post", "post.moderate"


def may_see(person: Person, forum: Forum) -> bool:
    """Whether a person may read in a forum: the same answer as `forums.VISIBLE` gives in a query."""
    return within(forum.sees, person)


def may_moderate(person: Person) -> bool:
    """Whether a person keeps the conversations healthy."""
    return person.can(MODERATE)


def may_start(person: Person, forum: Forum | Sign) -> Verdict:
    """Whether a person may start a topic in a forum."""
    if not person.can(POST):
        return no(_("Your role reads along here; it does not write."))
    if not within(starters(forum), person):
        return no(_("Only the team starts topics in “%(forum)s”.", forum=forum.name))
    return YES


def may_reply(person: Person, forum: Forum | Sign, lock_reason: str | None) -> Verdict:
    """Whether a person may write in a topic of a forum; `lock_reason` is why the topic is locked, None when
    it is open.
    """
    if not person.can(POST):
        return no(_("Your role reads along here; it does not write."))
    if not within(forum.posts, person):
        return no(_("Members write in “%(forum)s”; you are welcome to read along.", forum=forum.name))
    if lock_reason is not None:
        return no(_("This topic is locked: %(reason)s", reason=lock_reason))
    return YES


def may_edit(person: Person, post: Post, lock: Lock | None) -> Verdict:
    """Whether a person may change or remove a post: its author until the topic is locked, moderators
    always.
    """
    if person.can(MODERATE):
        return YES
    if post.author_id != person.id or not person.can(POST):
        return no(_("Only who wrote this may change it."))
    return no(_("This topic is locked: %(reason)s", reason=lock.reason)) if lock else YES


def may_restore(person: Person, post: Post, removed_by: int) -> Verdict:
    """Whether a person may bring a post back: who removed it, or a moderator."""
    if person.can(MODERATE) or (removed_by == person.id == post.author_id):
        return YES
    return no(_("A moderator removed this. Write to the team if you see it differently."))


def may_hide(person: Person, topic: Topic | Opened) -> Verdict:
    """Whether a person may take a topic away: a moderator, or who started it while nobody has replied."""
    if person.can(MODERATE):
        return YES
    if topic.author_id != person.id:
        return no(_("Only who started this may take it away."))
    return YES if topic.reply_count == 0 else no(_("Others have replied; ask a moderator to hide it."))


def may_reveal(person: Person, topic: Topic, hiding: Hiding | None) -> Verdict:
    """Whether a person may bring a topic back: a moderator, or who started it and took it away themselves."""
    if person.can(MODERATE) or hiding is None or hiding.by_id == person.id == topic.author_id:
        return YES
    return no(_("A moderator hid this. Write to the team if you see it differently."))


def may_read_wordings(person: Person, post: Post) -> Verdict:
    """Whether a person may read the earlier wordings of a post."""
    return (
        YES
        if person.can(MODERATE) or post.author_id == person.id
        else no(_("Only its author sees how this read before."))
    )


def may_accept(person: Person, topic: Topic | Opened) -> Verdict:
    """Whether a person may say which answer decided the question: who asked, or a moderator."""
    if topic.author_id == person.id or person.can(MODERATE):
        return YES
    return no(_("Only who asked can accept an answer."))
