"""What recurs: silent invitations run out, ended talks are asked after, thanks are sent, decided deals are
followed.

Each thing is done in a transaction of its own, so that one that fails does not take the others with it;
being run twice changes nothing.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from hub.database import rollback, session, transaction
from hub.errors import Refusal
from references import outcomes, succession, thanks
from references.calls import appointments
from references.calls.calls import Call
from references.invitations import Invitation
from references.requests import Request

log = logging.getLogger("vouch.references")


def expire_invitations(*, now: datetime) -> None:
    """Let invitations run out after two working days; the next in line is asked."""
    _each(
        lambda: succession.overdue(now=now),
        lambda one: succession.expire(session.get_one(Invitation, one), now=now),
    )


def ask_after_calls(*, now: datetime) -> None:
    """Ask both sides an hour after the end whether a talk took place."""
    _each(
        lambda: [call.id for call in appointments.ended_unasked(now=now)],
        lambda one: appointments.ask_whether_held(session.get_one(Call, one), now=now),
    )


def send_thanks(*, now: datetime) -> None:
    """Thank for the talks for which it is time, always within two working days."""
    _each(
        lambda: [call.id for call in thanks.unthanked() if thanks.ripe(call, now=now)],
        lambda one: thanks.thank(session.get_one(Call, one), now=now),
    )


def follow_deals(*, now: datetime) -> None:
    """Take over how deals ended that a talk helped."""
    _each(
        outcomes.unfollowed,
        lambda one: outcomes.follow(session.get_one(Request, one), now=now),
    )


def _each(find: Callable[[], list[int]], work: Callable[[int], object]) -> None:
    found = find()
    rollback()
    for row_id in found:
        try:
            with transaction():
                work(row_id)
        except Refusal as refusal:  # somebody was faster: what was due is done
            log.info("nothing to do any more: %s", refusal)
