"""How a rule says no. Each refusal carries a message for the person, and one handler turns it into a page."""

from typing import Protocol


class Words(Protocol):
    """Text, or text that is translated when it is shown (a lazy gettext string)."""

    def __str__(self) -> str: ...


class Refusal(Exception):
    """The rule says no, and the person can mend it: 422, with `message` beside `field` when one is named."""

    def __init__(self, message: Words, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Exception):
    """They see it but may not do it: 403, with the reason."""

    def __init__(self, reason: Words) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


class NotFound(Exception):
    """It does not exist, or not for this person; they cannot tell which: 404."""


class Verdict:
    """What a predicate of a policy answers: truthy when allowed, else with the reason why not."""

    __slots__ = ("reason",)

    def __init__(self, reason: Words | None = None) -> None:
        self.reason = reason

    def __bool__(self) -> bool:
        return self.reason is None


YES = Verdict()


def no(reason: Words) -> Verdict:
    """Return the verdict that refuses with `reason`."""
    return Verdict(reason)


def authorise(verdict: Verdict) -> None:
    """Pass when allowed; raise `NotAllowed` with the verdict's reason otherwise."""
    if verdict.reason is not None:
        raise NotAllowed(verdict.reason)
