"""What the processes of the races do."""

import sqlalchemy as sa
from sqlalchemy import event

from hub.clock import now
from hub.database import engine, session
from hub.facts import ledger
from hub.people import persons
from rewards import catalogue, decisions, redeeming, redemptions
from tests.processes import kill_me

WRITES = ("INSERT", "UPDATE", "DELETE")


def redeem(reward_id: int, person_id: int, token: str) -> str:
    """Take a reward."""
    redeeming.redeem(catalogue.get(reward_id), by=persons.get(person_id), token=token, now=now())
    return "taken"


def redeem_and_die(reward_id: int, person_id: int, step: int) -> str:
    """Take a reward and lose power after so many writes; 0 is just before the commit."""
    _die_after(step)
    redeem(reward_id, person_id, "doomed")
    kill_me()
    return "never"


def decline(redemption_id: int, manager_id: int) -> str:
    """Refuse a redemption: points and stock go back."""
    decisions.decline(redemptions.get(redemption_id), reason="Gone", by=persons.get(manager_id), now=now())
    return "declined"


def cancel(redemption_id: int, person_id: int) -> str:
    """Think again."""
    redemptions.cancel(redemptions.get(redemption_id), by=persons.get(person_id), now=now())
    return "cancelled"


def decline_and_die(redemption_id: int, manager_id: int, step: int) -> str:
    """Refuse a redemption and lose power after so many writes."""
    _die_after(step)
    decline(redemption_id, manager_id)
    kill_me()
    return "never"


def earn(person_id: int, number: int) -> str:
    """Earn 300 points for a deed of one's own, in the same moment as others."""
    ledger.earn(person_id, 300, cause=f"deed:{number}", reason="A deed", source="test", now=now())
    return "earned"


def _die_after(step: int) -> None:
    written = 0

    def watch(*given: object) -> None:
        nonlocal written
        written += str(given[2]).lstrip().startswith(WRITES)
        if written == step:
            kill_me()

    session.execute(sa.select(1))
    event.listen(engine(), "after_cursor_execute", watch)
