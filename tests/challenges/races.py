"""What processes do at the same moment; each runs in a transaction of its own."""

from challenges import answers, challenges, participations, reviews, stages
from challenges.participations import Participation
from hub.clock import now
from hub.database import session
from hub.people.persons import Person


def approve(participation_id: int, manager_id: int) -> bool:
    """Approve a submission."""
    return reviews.approve(_submission(participation_id), by=_person(manager_id), now=now())


def approve_all(participation_ids: list[int], manager_id: int) -> int:
    """Approve several submissions; returns how many this process approved."""
    return len(reviews.approve_many(participation_ids, by=_person(manager_id), now=now()))


def withdraw(participation_id: int, _manager_id: int) -> bool:
    """Take a submission back."""
    return participations.withdraw(_submission(participation_id))


def approve_or_withdraw(deed: str, participation_id: int, manager_id: int) -> bool:
    """Do one of both."""
    return (approve if deed == "approve" else withdraw)(participation_id, manager_id)


def take(challenge_id: int, stage_id: int, person_id: int) -> bool:
    """Start, answer and hand in: what a second tab or a double click does."""
    challenge, person = challenges.get(challenge_id), _person(person_id)
    one = participations.start(challenge, by=person, now=now())
    answers.give(one, stages.get(challenge, stage_id), {"answer": "Same"}, by=person, now=now())
    return reviews.submit(one, now=now())


def _submission(participation_id: int) -> Participation:
    return session.get_one(Participation, participation_id)


def _person(person_id: int) -> Person:
    return session.get_one(Person, person_id)
