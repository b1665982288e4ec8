"""The picture of a challenge: on its card and on its page."""

from datetime import datetime
from typing import BinaryIO

from challenges import challenges
from challenges.challenges import Challenge, State
from hub.content import files
from hub.content.files import Accept
from hub.database import session
from hub.people.persons import Person

HOLDER = "challenge"


def put(challenge: Challenge, stream: BinaryIO, name: str, *, by: Person, now: datetime) -> None:
    """Give a challenge a picture, instead of the one before. Raises `Refusal` when it is none."""
    kept = files.store(
        stream, name=name, holder=(HOLDER, challenge.id), owner=by, accept=Accept.IMAGE, now=now
    )
    remove(challenge)
    challenge.image_key = kept.public_key
    session.flush()


def remove(challenge: Challenge) -> None:
    """Take the picture away."""
    before = files.find(challenge.image_key) if challenge.image_key else None
    if before is not None:
        files.release(before)
    challenge.image_key = None


def may_fetch(person: Person | None, challenge_id: int) -> bool:
    """Whether a person may fetch the picture: members once it is published, managers always."""
    if person is None:
        return False
    drafted = challenges.get(challenge_id).state in (State.DRAFT, State.ARCHIVED)
    return person.can("challenge.manage") or (person.can("challenge.take") and not drafted)
