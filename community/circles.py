"""Circles: who a forum is open to.

The one answer to "who may see this" that lists, pages, search and notices share.
"""

from enum import StrEnum

import sqlalchemy as sa

from hub.errors import Words
from hub.i18n import _
from hub.people.persons import Person


class Circle(StrEnum):
    """Whom a forum is open to; each circle lies within the one before."""

    PROSPECTS = "prospects"
    MEMBERS = "members"
    STAFF = "staff"


WORDS: dict[str, Words] = {
    Circle.PROSPECTS: _("Prospects too"),
    Circle.MEMBERS: _("Members"),
    Circle.STAFF: _("The team"),
}
"""How a circle reads on a screen."""

ORDER = tuple(Circle)
_WITHIN = [f"within_{circle}" for circle in ORDER]
OPEN_TO = tuple(sa.bindparam(name, type_=sa.Text) for name in _WITHIN)
"""The circles that a reader stands in, as parameters: nothing for those that they do not. One list of a varying
length would have to be written into each statement anew.
"""

MODERATES = sa.bindparam("moderates", type_=sa.Boolean)


def circles_of(person: Person) -> list[Circle]:
    """Return the circles that a person stands in: none without `topic.read`, the outermost for a prospect."""
    held = person.permissions
    if "topic.read" not in held:
        return []
    if person.is_staff:
        return [Circle.PROSPECTS, Circle.MEMBERS, Circle.STAFF]
    return [Circle.PROSPECTS, Circle.MEMBERS] if "member.see" in held else [Circle.PROSPECTS]


def within(circle: Circle, person: Person) -> bool:
    """Whether a person stands in a circle."""
    return circle in circles_of(person)


def rights_of(person: Person) -> dict[str, object]:
    """Return the parameters of every statement that asks for `OPEN_TO` and `MODERATES`."""
    rights: dict[str, object] = dict.fromkeys(_WITHIN)
    rights.update(zip(_WITHIN, circles_of(person), strict=False))
    rights["moderates"] = person.can("post.moderate")
    return rights


def token(circle: Circle) -> str:
    """Return the audience token under which search keeps what stands in a forum of this circle."""
    return f"forum:{circle.value}"


def tokens(person: Person) -> set[str]:
    """Return the audience tokens that a person carries."""
    return {token(circle) for circle in circles_of(person)}
