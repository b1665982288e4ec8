"""What a member says about themselves, and may change at any time."""

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from hub.content import files
from hub.content.files import Accept
from hub.database import session
from hub.errors import Refusal
from hub.i18n import _
from hub.people import consents
from hub.people.persons import MOTIVES, Person
from hub.search import touch

HOLDER = "person"
MOST_WORDS = 12


def words(text: str | None) -> list[str]:
    """Return words or short phrases that are separated by commas: trimmed, without repetition, in order."""
    parts = (" ".join(part.split())[:40] for part in (text or "").split(","))
    return list(dict.fromkeys(part for part in parts if part))[:MOST_WORDS]


def welcome(
    person: Person,
    *,
    title: str | None,
    motives: Iterable[str],
    expertise: list[str],
    timezone: str,
    agreed: Iterable[str],
    now: datetime,
) -> None:
    """Keep what a new member said on the welcome page, with what they agreed to."""
    person.title = title or person.title
    person.motives = _known_motives(motives)
    person.expertise = expertise
    person.timezone = timezone
    person.welcomed_at = person.welcomed_at or now
    for purpose in agreed:
        consents.give(person, purpose, now=now)
    session.flush()
    touch("member", person.id)


def change(
    person: Person,
    *,
    first_name: str,
    last_name: str,
    title: str,
    about: str,
    motives: Iterable[str],
    expertise: list[str],
    products: list[str],
    languages: list[str],
    timezone: str,
    off_boards: bool,
) -> None:
    """Change a profile; the name must not be empty."""
    if not first_name.strip():
        raise Refusal(_("Peers need a name to call you by."), field="first_name")
    person.first_name, person.last_name, person.title, person.about = (
        first_name,
        last_name,
        title or None,
        about,
    )
    person.motives, person.expertise, person.products = _known_motives(motives), expertise, products
    person.languages, person.timezone, person.off_boards = languages, timezone, off_boards
    session.flush()
    touch("member", person.id)


def picture(person: Person, stream: BinaryIO, name: str, *, now: datetime) -> None:
    """Set a member's picture: cropped to a square, re-encoded, without its metadata."""
    file = files.store(
        stream, name=name, holder=(HOLDER, person.id), owner=person, accept=Accept.PORTRAIT, now=now
    )
    remove_picture(person)
    person.photo_key = file.public_key
    session.flush()


def remove_picture(person: Person) -> None:
    """Go back to the initials."""
    before = files.find(person.photo_key) if person.photo_key else None
    if before is not None:
        files.release(before)
    person.photo_key = None


def may_fetch_picture(viewer: Person | None, person_id: int) -> bool:
    """Whether somebody may fetch a member's picture: who is signed in, for faces stand beside what members write."""
    del person_id
    return viewer is not None


def _known_motives(motives: Iterable[str]) -> list[str]:
    return [motive for motive in MOTIVES if motive in set(motives)]
