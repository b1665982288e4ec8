"""What runs in processes of their own: saying yes, saying no, and asking for a talk, all at one moment."""

from admin.prospects import offers, talks
from admin.prospects.talks import Wish
from hub.clock import now
from hub.people import persons


def say_yes(offer_id, person_id):
    """Accept an offer; returns the request's id."""
    person = persons.get(person_id)
    return offers.accept(offers.get(offer_id, to=person), by=person, now=now())


def say_no(offer_id, person_id):
    """Decline an offer; returns whether this one counted."""
    return offers.decline(offers.get(offer_id, to=persons.get(person_id)), now=now())


def ask(person_id, key):
    """Ask for a talk; returns the request's id."""
    return talks.ask(persons.get(person_id), Wish(key=key, question="How long did it take?"), now=now())
