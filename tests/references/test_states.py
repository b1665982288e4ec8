"""The life of a request: every pair of state and verb."""

import pytest

from hub.database import session
from hub.errors import Refusal
from references import lifecycle
from references.states import LABELS, OPEN, TRANSITIONS, State, Verb, after, allows
from tests.references import scenes

PAIRS = [(state, verb) for state in State for verb in Verb]


@pytest.mark.parametrize(("state", "verb"), PAIRS)
def test_every_pair_of_state_and_verb_moves_or_is_refused(db, state, verb):
    request = scenes.request()
    request.state = state
    session.flush()
    if verb in TRANSITIONS[state]:
        assert lifecycle.move(request, verb, by=None, now=scenes.later()) is TRANSITIONS[state][verb]
        assert request.state is TRANSITIONS[state][verb]
        assert [move.verb for move in lifecycle.history(request)] == [verb]
    else:
        with pytest.raises(Refusal):
            lifecycle.move(request, verb, by=None, now=scenes.later())
        assert request.state is state
        assert lifecycle.history(request) == []


def test_every_state_has_words_and_a_row_in_the_table():
    assert set(LABELS) == set(TRANSITIONS) == set(State)


def test_every_verb_is_possible_somewhere_and_every_state_can_be_reached():
    assert {verb for row in TRANSITIONS.values() for verb in row} == set(Verb)
    reached = {state for row in TRANSITIONS.values() for state in row.values()}
    assert reached | {State.REQUESTED} == set(State)


def test_an_open_request_can_always_be_withdrawn():
    assert all(allows(state, Verb.WITHDRAW) for state in OPEN)


def test_nothing_leaves_withdrawn():
    assert not any(allows(State.WITHDRAWN, verb) for verb in Verb)


def test_two_people_who_move_a_request_at_once_do_not_both_succeed(db):
    request = scenes.request()
    lifecycle.move(request, Verb.REVIEW, by=None, now=scenes.later())
    # a stale copy, as another process would hold it
    from sqlalchemy.orm.attributes import set_committed_value

    set_committed_value(request, "state", State.REQUESTED)
    with pytest.raises(Refusal, match="faster"):
        lifecycle.move(request, Verb.DECLINE, by=None, now=scenes.later())
    assert request.state is State.IN_REVIEW


def test_the_refusal_says_where_the_request_stands():
    with pytest.raises(Refusal, match="Closed"):
        after(State.CLOSED, Verb.INVITE)
