"""The kinds of stages.

A new kind is one module here, with its form, its check and what it keeps, and one template.
"""

from challenges.kinds.kind import Fields, Given, Kind, Proof
from challenges.kinds.link import Link
from challenges.kinds.profile import Profile
from challenges.kinds.question import Question
from challenges.kinds.upload import Upload
from hub.errors import NotFound

__all__ = ["ALL", "Fields", "Given", "Kind", "Proof", "get"]

ALL: dict[str, Kind] = {kind.name: kind for kind in (Question(), Upload(), Link(), Profile())}


def get(name: str) -> Kind:
    """Return the kind of that name; raise `NotFound`."""
    kind = ALL.get(name)
    if kind is None:
        raise NotFound
    return kind
