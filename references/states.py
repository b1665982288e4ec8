"""The life of a request: one enum, one table of what may happen when, one function that looks it up."""

from enum import StrEnum

from hub.errors import Refusal, Words
from hub.i18n import _


class State(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    IN_REVIEW = "in_review"
    INVITED = "invited"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    HELD = "held"
    FEEDBACK = "feedback"
    CLOSED = "closed"
    DECLINED = "declined"
    NO_MATCH = "no_match"
    WITHDRAWN = "withdrawn"
    CONTENT_OFFERED = "content_offered"

    @property
    def label(self) -> Words:
        """The state in words."""
        return LABELS[self]


class Verb(StrEnum):
    """What can happen to a request."""

    REVIEW = "review"
    INVITE = "invite"
    LAPSE = "lapse"
    ACCEPT = "accept"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    HOLD = "hold"
    RATE = "rate"
    CLOSE = "close"
    OFFER = "offer"
    DECLINE = "decline"
    GIVE_UP = "give_up"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


LABELS = {
    State.REQUESTED: _("Waiting for an answer"),
    State.IN_REVIEW: _("In review"),
    State.INVITED: _("Advocate invited"),
    State.ACCEPTED: _("Accepted, time to be found"),
    State.SCHEDULED: _("Scheduled"),
    State.HELD: _("Talked"),
    State.FEEDBACK: _("Feedback is in"),
    State.CLOSED: _("Closed"),
    State.DECLINED: _("Turned down"),
    State.NO_MATCH: _("No match for now"),
    State.WITHDRAWN: _("Withdrawn"),
    State.CONTENT_OFFERED: _("Story offered"),
}

TRANSITIONS: dict[State, dict[Verb, State]] = {
    State.REQUESTED: {
        Verb.REVIEW: State.IN_REVIEW,
        Verb.INVITE: State.INVITED,
        Verb.OFFER: State.CONTENT_OFFERED,
        Verb.DECLINE: State.DECLINED,
        Verb.GIVE_UP: State.NO_MATCH,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.IN_REVIEW: {
        Verb.INVITE: State.INVITED,
        Verb.OFFER: State.CONTENT_OFFERED,
        Verb.DECLINE: State.DECLINED,
        Verb.GIVE_UP: State.NO_MATCH,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.INVITED: {
        Verb.INVITE: State.INVITED,
        Verb.LAPSE: State.IN_REVIEW,
        Verb.ACCEPT: State.ACCEPTED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.ACCEPTED: {
        Verb.SCHEDULE: State.SCHEDULED,
        Verb.LAPSE: State.IN_REVIEW,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.SCHEDULED: {
        Verb.SCHEDULE: State.SCHEDULED,
        Verb.UNSCHEDULE: State.ACCEPTED,
        Verb.HOLD: State.HELD,
        Verb.LAPSE: State.IN_REVIEW,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.HELD: {Verb.RATE: State.FEEDBACK, Verb.CLOSE: State.CLOSED},
    State.FEEDBACK: {Verb.RATE: State.FEEDBACK, Verb.CLOSE: State.CLOSED},
    State.CLOSED: {Verb.RATE: State.CLOSED},
    State.DECLINED: {Verb.REOPEN: State.IN_REVIEW},
    State.NO_MATCH: {
        Verb.REOPEN: State.IN_REVIEW,
        Verb.OFFER: State.CONTENT_OFFERED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.WITHDRAWN: {},
    State.CONTENT_OFFERED: {
        Verb.REOPEN: State.IN_REVIEW,
        Verb.CLOSE: State.CLOSED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
}

OPEN = frozenset({State.REQUESTED, State.IN_REVIEW, State.INVITED, State.ACCEPTED, State.SCHEDULED})
"""States in which somebody still has to do something for a talk to take place."""

FULFILLED = frozenset({State.ACCEPTED, State.SCHEDULED, State.HELD, State.FEEDBACK, State.CLOSED})
"""States that a request only reaches with an accepted advocate (closed: or with a story that was enough)."""

PATH = (State.REQUESTED, State.INVITED, State.ACCEPTED, State.SCHEDULED, State.HELD, State.CLOSED)
"""The way that is shown: filed, invited, accepted, scheduled, talked, closed."""


def after(state: State, verb: Verb) -> State:
    """Return the state that `verb` leads to; raises `Refusal` when it cannot happen now."""
    following = TRANSITIONS[state].get(verb)
    if following is None:
        raise Refusal(
            _("This is not possible any more: the request stands at “%(state)s”.", state=state.label)
        )
    return following


def allows(state: State, verb: Verb) -> bool:
    """Whether `verb` can happen in `state`."""
    return verb in TRANSITIONS[state]
