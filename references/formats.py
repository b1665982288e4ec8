"""In which ways a customer can vouch for us, how long each usually takes, and what can be talked about."""

from enum import StrEnum

from hub.errors import Words
from hub.facts import settings
from hub.i18n import _

TOPICS = (
    "Implementation, Outcomes and ROI, Capabilities, Partnership quality, Integration complexity, Support"
)
"""The default of the setting `references.topics`: words between commas."""


class Format(StrEnum):
    """A way to vouch. The advocate opts in to each, the request names one."""

    VIDEO = "video"
    PHONE = "phone"
    EMAIL = "email"
    IN_PERSON = "in_person"
    SPEAKING = "speaking"
    ANALYST = "analyst"
    PRESS = "press"
    QUOTE = "quote"

    @property
    def label(self) -> Words:
        """The format in words."""
        return LABELS[self]

    @property
    def needs_link(self) -> bool:
        """Whether it takes place online, so that nothing is scheduled without a meeting link."""
        return self in (Format.VIDEO, Format.ANALYST, Format.PRESS, Format.SPEAKING)

    @property
    def needs_place(self) -> bool:
        """Whether the advocate says where to reach them: a number, or an address."""
        return self in (Format.PHONE, Format.IN_PERSON)


LABELS = {
    Format.VIDEO: _("Video call"),
    Format.PHONE: _("Phone call"),
    Format.EMAIL: _("Questions by e-mail"),
    Format.IN_PERSON: _("Meeting or site visit"),
    Format.SPEAKING: _("Speaking at an event"),
    Format.ANALYST: _("Talk with an analyst"),
    Format.PRESS: _("Talk with the press"),
    Format.QUOTE: _("Written quote"),
}


def topics() -> list[str]:
    """Return the topics that the programme offers."""
    return [topic.strip() for topic in str(settings.value("references.topics")).split(",") if topic.strip()]
