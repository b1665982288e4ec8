"""What a request wants of an advocate: facts of the buyer to be similar to, and how much each matters."""

from dataclasses import dataclass, field
from enum import StrEnum

from hub.errors import Words
from hub.i18n import _


class Need(StrEnum):
    """How much a similarity matters."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    IGNORED = "ignored"

    @property
    def label(self) -> Words:
        """The need in words."""
        return NEEDS[self]


NEEDS = {Need.REQUIRED: _("required"), Need.PREFERRED: _("preferred"), Need.IGNORED: _("not important")}

SIMILARITIES = {
    "industry": _("Industry"),
    "size": _("Company size"),
    "use_case": _("Use case"),
    "region": _("Region"),
}
"""What the advocate's company may be asked to have in common with the buyer's."""


@dataclass(frozen=True)
class Wanted:
    """A request as matching sees it. An unknown fact is None and then does not count."""

    format: str
    minutes: int
    industry: str | None = None
    size: str | None = None
    use_case: str | None = None
    region: str | None = None
    product: str | None = None
    topics: frozenset[str] = frozenset()
    language: str | None = None
    timezone: str | None = None
    company_id: int | None = None
    company_key: str | None = None
    competitor_key: str | None = None
    needs: dict[str, Need] = field(default_factory=dict)

    def need(self, similarity: str) -> Need:
        """Return how much a similarity matters; one whose fact is unknown cannot matter."""
        if getattr(self, similarity) is None:
            return Need.IGNORED
        return self.needs.get(similarity, Need.PREFERRED)
