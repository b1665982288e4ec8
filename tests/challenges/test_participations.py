"""A participation from its start to the points: every (state, verb) pair, drafts and verdicts."""

from io import BytesIO

import pytest
from PIL import Image

from challenges import answers, participations, reviews, stages
from challenges.answers import Answer, Upload
from challenges.challenges import State as Life
from challenges.moves import move
from challenges.participations import TRANSITIONS, Participation, State
from challenges.reviews import Review, Verdict
from hub.content import files
from hub.content.files import File
from hub.database import session
from hub.errors import NotAllowed, Refusal
from hub.facts import ledger, reconciliation
from hub.facts.activity import Activity, standing
from hub.facts.notifications import Notification
from tests import factories
from tests.challenges import taking
from tests.pages import count


def picture() -> Upload:
    """A small PNG as a browser would send it."""
    stream = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stream, "PNG")
    stream.seek(0)
    return Upload(stream, "dashboard.png")


@pytest.mark.parametrize("verb", TRANSITIONS)
@pytest.mark.parametrize("state", State)
def test_every_verb_leads_on_only_from_where_the_table_says(db, at, state, verb):
    one = taking.started(taking.challenge(), factories.person())
    one.state = state
    origins, target = TRANSITIONS[verb]
    before = one.version
    if state in origins:
        assert move(one, verb, TRANSITIONS, refusal="no")
        assert (one.state, one.version) == (target, before + 1)
    elif state is target:
        assert not move(one, verb, TRANSITIONS, refusal="no")
    else:
        with pytest.raises(Refusal):
            move(one, verb, TRANSITIONS, refusal="no")
        assert (one.state, one.version) == (state, before)


def test_starting_twice_is_starting_once(db):
    made, member = taking.challenge(), factories.person()
    assert taking.started(made, member).id == taking.started(made, member).id
    assert count(Participation) == 1


def test_a_challenge_that_is_not_open_cannot_be_started(db, at):
    for facts in ({"deadline": at}, {"live": False}):
        with pytest.raises(NotAllowed):
            taking.started(taking.challenge(**facts), factories.person())


def test_what_one_types_is_kept_and_what_was_answered_stays_beside_it(db, at):
    made, member = taking.challenge(), factories.person()
    one, stage = taking.started(made, member), stages.of(made)[0]
    answers.keep_draft(one, stage, {"answer": "We beg", "then": "submit"}, now=at)
    assert answers.of(one)[stage.id].draft == {"answer": "We beg"}
    answers.give(one, stage, {"answer": "We began in May."}, by=member, now=at)
    answer = answers.of(one)[stage.id]
    assert (answer.done, answer.draft, answer.value["answer"]) == (True, {}, "We began in May.")
    answers.keep_draft(one, stage, {"answer": "We began in June."}, now=at)
    assert not answer.done
    assert answers.open_stages(one) == [stage]
    answers.keep_draft(one, stage, {"answer": "We began in May."}, now=at)
    assert answer.done


def test_it_is_handed_in_only_when_every_step_is_answered(db, at):
    made, member = taking.challenge(("question", {}), ("question", {})), factories.person()
    one = taking.started(made, member)
    answers.give(one, stages.of(made)[0], {"answer": "Yes"}, by=member, now=at)
    with pytest.raises(Refusal, match="One step"):
        reviews.submit(one, now=at)
    assert one.state is State.STARTED


def test_handing_in_twice_is_handing_in_once(db, at):
    one = taking.submitted(taking.challenge(), factories.person())
    assert not reviews.submit(one, now=at)
    assert (one.state, one.points) == (State.SUBMITTED, 40)


def test_a_second_click_on_the_last_step_changes_nothing_and_a_late_change_is_refused(db, at):
    member = factories.person()
    one = taking.submitted(taking.challenge(), member, "Same words")
    stage = stages.of(one.challenge)[0]
    assert not answers.give(one, stage, {"answer": "Same words"}, by=member, now=at)
    with pytest.raises(Refusal):
        answers.give(one, stage, {"answer": "Other words"}, by=member, now=at)
    with pytest.raises(Refusal):
        answers.keep_draft(one, stage, {"answer": "Other words"}, now=at)


def test_an_approval_pays_once_and_tells_the_person(db, at):
    manager, member = factories.person("manager"), factories.person()
    one = taking.submitted(taking.challenge(), member)
    assert reviews.approve(one, by=manager, now=at)
    assert not reviews.approve(one, by=manager, now=at)
    assert ledger.account_of(member.id).balance == 40
    assert (
        count(Notification, Notification.person_id == member.id, Notification.kind == "challenge.approved")
        == 1
    )
    deed = session.query(Activity).filter_by(kind="challenge.completed").one()
    assert (deed.points, deed.data) == (40, {"proof": "approved"})


def test_what_was_promised_when_it_was_handed_in_is_paid(db, at):
    manager, member = factories.person("manager"), factories.person()
    one = taking.submitted(taking.challenge(), member)
    stage = stages.of(one.challenge)[0]
    stages.change(stage, title="x", prompt="", points=5, auto_approve=False, settings={})
    reviews.approve(one, by=manager, now=at)
    assert ledger.account_of(member.id).balance == 40


def test_where_no_step_needs_a_look_the_points_arrive_at_once(db):
    member = factories.person()
    one = taking.submitted(taking.challenge(("question", {"points": 15, "auto_approve": True})), member)
    assert one.state is State.APPROVED
    assert ledger.account_of(member.id).balance == 15


def test_an_undone_approval_takes_the_points_back_and_can_be_approved_again(db, at):
    manager, member = factories.person("manager"), factories.person()
    one = taking.submitted(taking.challenge(), member)
    for _round in range(2):
        assert reviews.approve(one, by=manager, now=at)
        assert ledger.account_of(member.id).lifetime == 40
        assert reviews.reopen(one, by=manager, now=at)
        assert (one.state, ledger.account_of(member.id).lifetime) == (State.SUBMITTED, 0)
    assert count(Activity, Activity.kind == "challenge.completed", standing()) == 0
    assert reconciliation.problems() == []


def test_what_comes_back_is_mended_and_handed_in_again(db, at):
    manager, member = factories.person("manager"), factories.person()
    one = taking.submitted(taking.challenge(), member)
    with pytest.raises(Refusal) as refusal:
        reviews.return_(one, comment=" ", by=manager, now=at)
    assert refusal.value.field == "comment"
    assert reviews.return_(one, comment="Which month?", by=manager, now=at)
    assert reviews.latest([one.id])[one.id].comment == "Which month?"
    assert answers.give(one, stages.of(one.challenge)[0], {"answer": "In May."}, by=member, now=at)
    assert reviews.submit(one, now=at)
    assert reviews.approve(one, by=manager, now=at)
    assert [review.verdict for review in session.query(Review).order_by(Review.id)] == [
        Verdict.RETURNED,
        Verdict.APPROVED,
    ]


def test_a_reviewer_who_saw_an_older_version_is_told_so(db, at):
    manager, member = factories.person("manager"), factories.person()
    one = taking.submitted(taking.challenge(), member)
    seen = one.version
    participations.withdraw(one)
    taking.started(one.challenge, member)
    answers.give(one, stages.of(one.challenge)[0], {"answer": "Something else"}, by=member, now=at)
    reviews.submit(one, now=at)
    with pytest.raises(Refusal, match="changed since"):
        reviews.approve(one, by=manager, now=at, seen=seen)
    assert reviews.approve(one, by=manager, now=at, seen=one.version)


def test_nobody_decides_about_their_own(db, at):
    manager = factories.person("manager", "advocate")
    one = taking.submitted(taking.challenge(), manager)
    with pytest.raises(NotAllowed):
        reviews.get_submission(one.id, by=manager)
    assert reviews.approve_many([one.id], by=manager, now=at) == []


def test_many_are_approved_at_once_and_what_moved_on_is_left(db, at):
    manager, made = factories.person("manager"), taking.challenge()
    waiting = [taking.submitted(made, factories.person()) for _ in range(3)]
    participations.withdraw(waiting[0])
    approved = reviews.approve_many([one.id for one in waiting], by=manager, now=at)
    assert {one.id for one in approved} == {one.id for one in waiting[1:]}
    assert len(reviews.reopen_many([one.id for one in waiting], by=manager, now=at)) == 2


def test_what_was_taken_back_is_taken_up_again_with_its_answers(db, at):
    member = factories.person()
    one = taking.submitted(taking.challenge(), member)
    assert participations.withdraw(one)
    assert not participations.withdraw(one)
    again = taking.started(one.challenge, member)
    assert (again.id, again.state) == (one.id, State.STARTED)
    assert answers.open_stages(again) == []


def test_a_paused_challenge_keeps_what_was_written_and_takes_nothing_in(db, at):
    member = factories.person()
    one = taking.started(taking.challenge(), member)
    answers.give(one, stages.of(one.challenge)[0], {"answer": "Yes"}, by=member, now=at)
    one.challenge.state = Life.PAUSED
    with pytest.raises(NotAllowed):
        reviews.submit(one, now=at)


def test_a_file_is_seen_by_its_owner_and_reviewers_only(db, at):
    member, peer, manager = factories.person(), factories.person(), factories.person("manager")
    one = taking.started(taking.challenge(("upload", {})), member)
    answers.give(one, stages.of(one.challenge)[0], {}, by=member, now=at, upload=picture())
    answer = session.query(Answer).one()
    assert answer.value["picture"]
    assert [answers.may_fetch(who, answer.id) for who in (member, manager, peer, None)] == [
        True,
        True,
        False,
        False,
    ]
    assert not answers.may_fetch(manager, 999)


def test_another_file_replaces_the_one_before(db, at):
    member = factories.person()
    one = taking.started(taking.challenge(("upload", {})), member)
    stage = stages.of(one.challenge)[0]
    answers.give(one, stage, {}, by=member, now=at, upload=picture())
    first = session.query(Answer).one().file_key
    answers.give(one, stage, {"note": "Sharper"}, by=member, now=at, upload=picture())
    assert session.query(Answer).one().file_key != first
    assert count(File, File.holder_kind.is_(None)) == 1
    answers.give(one, stage, {"note": "Only the note"}, by=member, now=at)
    assert files.find(session.query(Answer).one().value["file"])
