"""What every kind of stage can do: say what a manager sets, what a member is asked, and check what they
gave.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from hub.content.files import File
from hub.errors import Words
from hub.people.persons import Person

Fields = dict[str, Any]
"""Form fields by name, as WTForms declares them; the views make a form of them."""


class Proof(StrEnum):
    """How strong the proof is that something was done, weakest first."""

    STATED = "stated"
    CHECKED = "checked"
    APPROVED = "approved"
    VERIFIED = "verified"


@dataclass(frozen=True)
class Given:
    """What a member gave: text by field, and the file when there is one."""

    fields: Mapping[str, str]
    file: File | None = None

    def text(self, name: str) -> str:
        """Return the text of a field without white space at its ends."""
        return (self.fields.get(name) or "").strip()


class Kind(ABC):
    """A kind of stage.

    `reviewed` says whether somebody looks at the answer unless the stage says otherwise.
    """

    name: ClassVar[str]
    label: ClassVar[Words]
    purpose: ClassVar[Words]
    icon: ClassVar[str]
    proof: ClassVar[Proof] = Proof.STATED
    reviewed: ClassVar[bool] = True
    takes_file: ClassVar[bool] = False
    usual_points: ClassVar[int] = 20

    @property
    def template(self) -> str:
        """The template with the two macros of the kind: `ask` (its form) and `given` (what was answered)."""
        return f"challenges/kinds/{self.name}.html"

    def setting_fields(self) -> Fields:
        """Return the fields a manager sets, beyond title, prompt and points."""
        return {}

    def settings_from(self, entered: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is kept of a manager's input, with defaults for what is missing."""
        del entered
        return {}

    def obstacle(self, settings: Mapping[str, Any]) -> Words | None:
        """Return why nobody could do this stage, or None."""
        del settings
        return None

    def fields(self, settings: Mapping[str, Any]) -> Fields:
        """Return the fields a member fills in."""
        del settings
        return {}

    def proof_of(self, settings: Mapping[str, Any]) -> Proof:
        """Return how strong the proof of an answer is before anybody looks at it."""
        del settings
        return self.proof

    @abstractmethod
    def check(self, settings: Mapping[str, Any], given: Given, *, by: Person) -> dict[str, Any]:
        """Return what is kept of an answer; raise `Refusal` beside the field that does not do."""
