"""The life of a challenge: what can be published, and every (state, verb) pair."""

from datetime import timedelta

import pytest

from challenges import challenges, drafting, publication, stages
from challenges.challenges import TRANSITIONS, Category, State
from hub.database import session
from hub.errors import NotFound, Refusal
from hub.facts.audit import AuditEntry
from tests import factories
from tests.challenges import taking
from tests.pages import count


def test_a_new_challenge_is_a_draft_and_its_text_is_rendered_once(db, at):
    manager = factories.person("manager")
    made = challenges.create(
        title="A tour",
        summary="",
        category=Category.FUN,
        minutes=3,
        body="Come **in** <script>",
        by=manager,
        now=at,
    )
    assert made.state is State.DRAFT
    assert "<strong>in</strong>" in made.body_html
    assert "<script>" not in made.body_html
    assert count(AuditEntry, AuditEntry.action == "challenge.created") == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"title": "  "}, "title"), ({"minutes": 0}, "minutes"), ({"body": "x" * 50_001}, "body")],
)
def test_what_does_not_fit_is_refused_beside_its_field(db, at, facts, field):
    said = {"title": "A tour", "summary": "", "category": Category.FUN, "minutes": 3, **facts}
    with pytest.raises(Refusal) as refusal:
        challenges.create(**said, by=factories.person("manager"), now=at)
    assert refusal.value.field == field


def test_a_challenge_without_steps_is_not_published_and_every_reason_is_said(db, at):
    made = taking.challenge(live=False, summary="")
    stages.remove(made, stages.of(made)[0], now=at)
    made.deadline = at
    with pytest.raises(Refusal) as refusal:
        publication.publish(made, by=made.author, now=at)
    assert made.state is State.DRAFT
    for reason in ("Say in a sentence", "Add at least one step", "last day has passed"):
        assert reason in str(refusal.value)


def test_a_step_that_leads_nowhere_keeps_a_challenge_from_going_live(db, at):
    made = taking.challenge(("link", {"settings": {"url": "javascript:alert(1)"}}), live=False)
    assert ["https" in str(reason) for reason in publication.obstacles(made, now=at)] == [True]
    stages.change(
        stages.of(made)[0],
        title="Read",
        prompt="",
        points=5,
        auto_approve=True,
        settings={"url": "https://x.example/a"},
    )
    assert publication.publish(made, by=made.author, now=at)


@pytest.mark.parametrize("verb", TRANSITIONS)
@pytest.mark.parametrize("state", State)
def test_every_verb_leads_on_only_from_where_the_table_says(db, at, state, verb):
    made = taking.challenge(live=False)
    made.state = state
    origins, target = TRANSITIONS[verb]
    if state in origins:
        assert challenges.advance(made, verb, by=made.author, now=at)
    elif state is target:
        assert not challenges.advance(made, verb, by=made.author, now=at)
    else:
        with pytest.raises(Refusal):
            challenges.advance(made, verb, by=made.author, now=at)
    assert made.state is (target if state in origins or state is target else state)


def test_a_challenge_ends_by_itself_after_its_last_day(db, at):
    over = taking.challenge(deadline=at - timedelta(minutes=1))
    open_ = taking.challenge(deadline=at + timedelta(days=1))
    session.commit()
    publication.turn(now=at)
    publication.turn(now=at)
    assert (session.get_one(type(over), over.id).state, session.get_one(type(over), open_.id).state) == (
        State.ENDED,
        State.LIVE,
    )


def test_a_challenge_is_open_from_its_first_to_its_last_day(db, at):
    made = taking.challenge(starts_at=at + timedelta(days=1), deadline=at + timedelta(days=2))
    assert [made.open_at(at + timedelta(days=days)) for days in (0, 1, 2)] == [False, True, False]


def test_steps_are_moved_removed_and_brought_back(db, at):
    made = taking.challenge(
        ("question", {"title": "A"}), ("question", {"title": "B"}), ("upload", {"title": "C"})
    )
    first, _second, third = stages.of(made)
    stages.shift(made, third, -1)
    stages.shift(made, first, -1)
    assert [stage.title for stage in stages.of(made)] == ["A", "C", "B"]
    stages.remove(made, third, now=at)
    assert (made.points, [stage.title for stage in stages.of(made)]) == (40, ["A", "B"])
    stages.restore(made, third)
    assert (made.points, [stage.title for stage in stages.of(made)]) == (70, ["A", "C", "B"])


def test_the_last_step_of_a_live_challenge_stays(db, at):
    made = taking.challenge()
    with pytest.raises(Refusal):
        stages.remove(made, stages.of(made)[0], now=at)


def test_a_step_belongs_to_its_own_challenge(db):
    mine, other = taking.challenge(), taking.challenge()
    with pytest.raises(NotFound):
        stages.get(mine, stages.of(other)[0].id)


@pytest.mark.parametrize("press", ["add:nonsense", "remove:abc", "up:999999"])
def test_a_button_that_nobody_drew_is_not_found(db, at, press):
    made = taking.challenge()
    with pytest.raises(NotFound):
        drafting.go_on(made, press, by=made.author, now=at)
