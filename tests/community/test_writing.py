"""Starting, replying, editing: what is kept and who is told."""

import pytest

from community import acceptances, posts, read_marks, subscriptions, topic_page, topics, writing
from community.read_marks import ReadMark
from community.subscriptions import Wish
from community.topics import TopicKind
from community.voices import Voice, voice_of
from hub.clock import now
from hub.content import text
from hub.database import session
from hub.errors import NotFound, Refusal
from hub.facts import activity, ledger
from hub.facts.activity import Activity, Visibility
from hub.facts.notifications import Notification
from tests import factories
from tests.community.conftest import Place
from tests.community.talk import TITLE, answer, ask
from tests.pages import count

KINDS = ("topic.started", "answer.posted", "reply.posted", "answer.accepted", "question.unanswered")


def told(person, kind):
    return count(Notification, Notification.person_id == person.id, Notification.kind == kind)


@pytest.mark.both
def test_a_topic_begins_with_its_first_post_and_counts_its_replies(place: Place):
    topic = ask(place.open, place.tomas)
    assert (topic.post_count, topic.reply_count, place.open.topic_count) == (1, 0, 1)
    reply = answer(topic, place.amara)
    assert (topic.post_count, topic.reply_count, reply.number) == (2, 1, 2)
    assert topic.last_author_id == place.amara.id


def test_a_forum_of_questions_holds_questions(place: Place):
    assert ask(place.open, place.tomas).kind is TopicKind.QUESTION
    assert ask(place.team, place.csm).kind is TopicKind.DISCUSSION


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [("Hi", "Words", "title"), ("x" * 161, "Words", "title"), (TITLE, "  ", "body")],
)
def test_too_little_is_refused_beside_the_field(place: Place, title: str, body: str, field: str):
    with pytest.raises(Refusal) as refusal:
        ask(place.open, place.amara, title=title, body=body)
    assert refusal.value.field == field


def test_a_text_that_is_too_long_is_refused(place: Place):
    with pytest.raises(Refusal) as refusal:
        ask(place.open, place.amara, body="x" * (text.MAX_CHARACTERS + 1))
    assert refusal.value.field == "body"


def test_tags_are_few_short_and_alike():
    assert topics.tags_of("Audit Trail, audit trail, , SAP!, a, b, c, d") == [
        "audit-trail",
        "sap",
        "a",
        "b",
        "c",
    ]
    assert topics.tags_of(None) == []


def test_a_buyer_may_hide_behind_their_industry_and_stays_hidden_in_their_topic(place: Place):
    topic = ask(place.open, place.buyer, hide_name=True)
    assert topic.pseudonym == "A buyer in banking"
    assert answer(topic, place.buyer, hide_name=False).pseudonym == "A buyer in banking"


def test_members_always_write_under_their_name(place: Place):
    assert ask(place.open, place.amara, hide_name=True).pseudonym is None


def test_nothing_of_a_pseudonymous_buyer_shows_on_the_page_or_in_what_others_are_told(place: Place):
    topic = ask(place.open, place.amara)
    answer(topic, place.buyer, hide_name=True)
    said = topic_page.read(topic.id, 1, by=place.tomas).said[-1]
    assert (said.face.name, said.face.handle, said.face.company_name) == ("A buyer in banking", None, None)
    title = (
        session.query(Notification.title)
        .filter_by(person_id=place.amara.id, kind="question.answered")
        .scalar()
    )
    assert title == f"A buyer in banking answered “{TITLE}”"


def test_a_voice_is_customer_buyer_or_team(place: Place):
    assert voice_of(place.amara) is Voice.CUSTOMER
    assert voice_of(place.buyer) is Voice.BUYER
    assert voice_of(place.csm) is Voice.TEAM
    trusted = factories.person("advocate", "moderator")
    assert voice_of(trusted) is Voice.CUSTOMER


def test_who_asked_is_told_of_an_answer_and_followers_of_a_reply(place: Place):
    topic = ask(place.open, place.tomas)
    answer(topic, place.amara)
    answer(topic, place.csm)
    assert told(place.tomas, "question.answered") == 2
    assert told(place.amara, "topic.reply") == 1
    assert told(place.csm, "topic.reply") == 0


def test_who_muted_a_topic_hears_nothing(place: Place):
    topic = ask(place.open, place.tomas)
    subscriptions.choose(topic, Wish.MUTE, by=place.tomas)
    answer(topic, place.amara, body=f"@{place.tomas.handle} look")
    assert [told(place.tomas, kind) for kind in ("mention", "topic.reply", "question.answered")] == [0, 0, 0]


def test_a_mention_is_told_once_and_instead_of_the_reply(place: Place):
    topic = ask(place.open, place.tomas)
    post = answer(topic, place.amara, body=f"@{place.tomas.handle} look")
    writing.edit(post, body=f"@{place.tomas.handle} look again", by=place.amara, now=now())
    assert (told(place.tomas, "mention"), told(place.tomas, "question.answered")) == (1, 0)
    assert f'href="/members/{place.tomas.handle}"' in post.html


def test_nobody_is_told_of_what_they_may_not_read(place: Place):
    topic = ask(place.team, place.csm, body=f"About @{place.amara.handle}")
    assert told(place.amara, "mention") == 0
    assert "/members/" not in posts.first_of(topic).html


def test_a_follower_who_became_a_prospect_is_told_no_more(place: Place):
    topic = ask(place.members, place.tomas)
    subscriptions.choose(topic, Wish.FOLLOW, by=place.buyer)
    answer(topic, place.amara)
    assert count(Notification, Notification.person_id == place.buyer.id) == 0


def test_a_buyer_cannot_try_out_who_is_a_member(place: Place):
    topic = ask(place.open, place.buyer, body=f"Is @{place.amara.handle} here?")
    assert "/members/" not in posts.first_of(topic).html
    answer(topic, place.amara)
    assert "/members/" in answer(topic, place.buyer, body=f"Thanks @{place.amara.handle}").html


def test_nobody_names_a_buyer(place: Place):
    topic = ask(place.open, place.buyer, hide_name=True)
    post = answer(topic, place.amara, body=f"@{place.buyer.handle}")
    assert place.buyer.last_name not in post.html


def test_an_edit_keeps_the_earlier_wording_and_the_same_words_change_nothing(place: Place):
    post = posts.first_of(ask(place.open, place.amara, body="First"))
    writing.edit(post, body="Second", by=place.amara, now=now())
    writing.edit(post, body="Second ", by=place.amara, now=now())
    assert [wording.body for wording in posts.wordings(post)] == ["First"]
    assert (post.html.strip(), post.version) == ("<p>Second</p>", 2)


def test_writing_marks_what_one_wrote_as_read_and_marks_never_move_back(place: Place):
    topic = ask(place.open, place.amara)
    answer(topic, place.tomas)
    read_marks.read(topic, 99, by=place.amara)
    read_marks.read(topic, 1, by=place.amara)
    assert session.get_one(ReadMark, (place.amara.id, topic.id)).number == 2


def test_a_first_answer_pays_five_points_and_further_ones_nothing(place: Place):
    topic = ask(place.open, place.tomas)
    answer(topic, place.amara)
    answer(topic, place.amara, body="And one more thing")
    answer(topic, place.tomas, body="My own question")
    assert ledger.account_of(place.amara.id).balance == 5
    assert ledger.account_of(place.tomas.id).balance == 0


@pytest.mark.parametrize(
    ("forum", "expected"),
    [("open", Visibility.PUBLIC), ("members", Visibility.MEMBERS), ("team", Visibility.STAFF)],
)
def test_a_deed_is_as_visible_as_its_forum(place: Place, forum: str, expected: Visibility):
    topic = ask(getattr(place, forum), place.moderator)
    act = activity.find(f"topic:{topic.id}")
    assert act is not None
    assert act.visibility is expected


def test_what_a_buyer_does_stands_in_nobodys_feed(place: Place):
    topic = ask(place.open, place.buyer, hide_name=True)
    answer(topic, place.buyer)
    own = session.query(Activity).filter(Activity.person_id == place.buyer.id, Activity.kind.in_(KINDS))
    assert {act.visibility for act in own} == {Visibility.OWN}
    assert not [act for act in activity.feed(place.amara) if act.kind in KINDS]


def test_a_topic_that_one_may_not_see_does_not_exist(place: Place):
    topic = ask(place.members, place.tomas)
    with pytest.raises(NotFound):
        topics.get_visible(topic.id, to=place.buyer)
    with pytest.raises(NotFound):
        posts.get_visible(posts.first_of(topic).id, to=place.buyer)
    with pytest.raises(NotFound):
        topic_page.read(topic.id, 1, by=place.buyer)


def test_the_accepted_answer_comes_right_after_the_question_from_whatever_page(place: Place):
    topic = ask(place.open, place.tomas)
    for number in range(21):
        answer(topic, place.amara, body=f"Part {number}")
    last = answer(topic, place.amara, body="This is it")
    acceptances.accept(last, by=place.tomas, now=now())
    first_page = topic_page.read(topic.id, 1, by=place.amara)
    assert [one.number for one in first_page.said[:3]] == [1, 23, 2]
    assert [one.number for one in topic_page.read(topic.id, 2, by=place.amara).said] == [21, 22, 23]
    with pytest.raises(NotFound):
        topic_page.read(topic.id, 3, by=place.amara)
