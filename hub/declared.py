"""A setting as a package declares it: what it means, of which type it is, and which values make sense."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.errors import Words


@dataclass(frozen=True)
class Declared:
    """A setting of the programme, with its default. A number lies between `least` and `most`, both included; of
    `choices` (value to words) it is one.
    """

    name: str
    default: Any
    meaning: Words
    kind: type
    least: int = 0
    most: int = 0
    choices: Mapping[str, Words] | None = None

    def __post_init__(self) -> None:
        """Refuse a declaration whose own default does not fit: a number needs bounds."""
        if not self.fits(self.default):
            raise ValueError(f"the setting {self.name} needs bounds, with its default within them")

    def fits(self, value: Any) -> bool:
        """Whether the setting may have this value."""
        if self.kind is int:
            return type(value) is int and self.least <= value <= self.most
        return isinstance(value, self.kind) and (self.choices is None or value in self.choices)

    def read(self, text: str) -> Any:
        """Return what somebody wrote as a value; raise `ValueError` when it is none."""
        return text == "yes" if self.kind is bool else self.kind(text.strip())
