"""The briefing and the discussion guide of a talk: who, why, what they want to know, what not to promise.
Pure words.
"""

from hub.errors import Words
from hub.i18n import _
from references.requests import Recording, Request

QUESTIONS: dict[str, tuple[Words, ...]] = {
    "implementation": (
        _("How long did it take, and what took longest?"),
        _("Whom did you need on your side?"),
    ),
    "outcomes and roi": (_("What can you do today that you could not before?"), _("How did you measure it?")),
    "capabilities": (_("What do you use every day, and what never?"), _("What is missing?")),
    "partnership quality": (_("What happened when something went wrong?"), _("Who answers when you call?")),
    "integration complexity": (
        _("Which systems did you connect, and how?"),
        _("What would you do differently?"),
    ),
    "support": (_("How fast is help, and how good?"), _("When did you last need it?")),
}
OPENING: tuple[Words, ...] = (
    _("What does your company do, and what is your part in it?"),
    _("What were you looking for when you chose us, and who else was in the running?"),
)
CLOSING: tuple[Words, ...] = (
    _("Knowing what you know now, would you choose the same again?"),
    _("What should they ask us that they have not?"),
)
PROMISES: tuple[Words, ...] = (
    _("Prices and discounts: yours are yours."),
    _("Dates and features that are not out yet: leave them to us."),
    _("Anything your employer would not want to read in the paper."),
)


def guide(request: Request) -> list[tuple[Words, list[Words]]]:
    """Return the discussion guide: headings with their questions, in the order of a good talk."""
    parts: list[tuple[Words, list[Words]]] = [(_("To begin"), list(OPENING))]
    parts += [
        (topic, list(QUESTIONS[topic.casefold()]))
        for topic in request.topics
        if topic.casefold() in QUESTIONS
    ]
    return [*parts, (_("To close"), list(CLOSING))]


def recording(request: Request) -> Words:
    """Say whether they want to record it."""
    return {
        Recording.YES: _("They would like to record it. It is for you to say yes or no."),
        Recording.NO: _("Nothing is recorded."),
        Recording.UNKNOWN: _("They have not said whether they want to record it. Ask at the start."),
    }[request.recording]
