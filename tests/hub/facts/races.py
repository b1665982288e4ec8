"""What the processes of the races do."""

from datetime import date

from hub.clock import now
from hub.database import session
from hub.delivery import mail
from hub.facts import asks, ledger, quiet_dates
from hub.people import persons
from tests.processes import kill_me


def invite(person_id: int, number: int) -> str:
    """Ask one person for a reference and promise the mail."""
    person = persons.get(person_id)
    asks.draw(person, "reference", minutes=30, source=f"invitation:{number}", now=now())
    mail.post("hub/mail/test", to=person, subject="Asked", context={}, key=f"asked:{number}", now=now())
    return "asked"


def invite_and_die(person_id: int) -> str:
    """Ask, promise the mail, and lose power before the commit."""
    invite(person_id, 1)
    session.flush()
    kill_me()
    return "never"


def keep_quiet(person_id: int, day: int) -> str:
    """Keep three days of March free of asks."""
    first, last = date(2026, 3, day), date(2026, 3, day + 2)
    quiet_dates.keep(persons.get(person_id), starts_on=first, ends_on=last)
    return "kept"


def spend(person_id: int, number: int) -> str:
    """Spend 10 points."""
    ledger.spend(person_id, 10, cause=f"redemption:{number}", reason="A mug", now=now())
    return "spent"


def spend_and_die(person_id: int) -> str:
    """Spend and lose power before the commit."""
    spend(person_id, 1)
    session.flush()
    kill_me()
    return "never"


def earn_once(person_id: int) -> str:
    """Earn for the same cause as everybody else."""
    paid = ledger.earn(person_id, 50, cause="activity:1", reason="An answer", source="answer", now=now())
    return "paid" if paid else "paid before"


def refund(person_id: int) -> str:
    """Give back what was spent on redemption 1."""
    given = ledger.refund(person_id, cause="redemption:1", reason="Sold out", now=now())
    return "given" if given else "given before"
