"""Which challenges suit a person, and why: pure, from what they said, what they know, the date and the
effort.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from challenges.challenges import Category, Challenge
from hub.errors import Words
from hub.i18n import _, n_
from hub.people.persons import MOTIVES, Person

NEWCOMER = timedelta(days=30)
"""For so long after joining, the built-in starters come first."""

SERVES: dict[Category, tuple[str, ...]] = {
    Category.ONBOARDING: (),
    Category.FUN: ("peers",),
    Category.LEARNING: ("learn",),
    Category.FEEDBACK: ("influence",),
    Category.COMMUNITY: ("peers", "help"),
    Category.ADVOCACY: ("reputation", "recognition", "help"),
    Category.REFERRAL: ("help", "recognition"),
}
"""The motives that each kind of challenge serves, the most fitting first."""


@dataclass(frozen=True)
class Recommendation:
    """How well a challenge suits a person (0 to about 90), and the strongest reason in words."""

    weight: int
    why: Words


def recommend(challenge: Challenge, person: Person, *, now: datetime) -> Recommendation:
    """Weigh a challenge for a person; every reason counts, the first one is said."""
    reasons = [
        reason
        for reason in (
            _for_newcomers(challenge, person, now),
            _by_motive(challenge, person),
            _by_knowledge(challenge, person),
            _by_deadline(challenge, now),
            _by_age(challenge, now),
            _by_effort(challenge),
        )
        if reason is not None
    ]
    if not reasons:
        return Recommendation(0, _("Something new to try"))
    return Recommendation(sum(weight for weight, _why in reasons), reasons[0][1])


def _for_newcomers(challenge: Challenge, person: Person, now: datetime) -> tuple[int, Words] | None:
    if not challenge.starter or person.joined_at is None or now - person.joined_at > NEWCOMER:
        return None
    words = n_(
        "A good first step, done in a minute", "A good first step, done in %(num)s minutes", challenge.minutes
    )
    return 50, words


def _by_motive(challenge: Challenge, person: Person) -> tuple[int, Words] | None:
    served = next((motive for motive in SERVES[challenge.category] if motive in person.motives), None)
    return (20, _("Because you said: “%(motive)s”", motive=MOTIVES[served])) if served else None


def _by_knowledge(challenge: Challenge, person: Person) -> tuple[int, Words] | None:
    known = {word.casefold(): word for word in (*person.expertise, *person.products)}
    shared = next((known[tag.casefold()] for tag in challenge.tags if tag.casefold() in known), None)
    return (15, _("Because you know %(topic)s", topic=shared)) if shared else None


def _by_deadline(challenge: Challenge, now: datetime) -> tuple[int, Words] | None:
    if challenge.deadline is None or challenge.deadline - now > timedelta(days=7):
        return None
    days = max(1, (challenge.deadline - now).days)
    return 12, n_("Only one day left", "Only %(num)s days left", days)


def _by_age(challenge: Challenge, now: datetime) -> tuple[int, Words] | None:
    if challenge.published_at is None or now - challenge.published_at > timedelta(days=14):
        return None
    return 6, _("New here")


def _by_effort(challenge: Challenge) -> tuple[int, Words] | None:
    if challenge.minutes > 5:
        return None
    return 4, _("Something small for in between")
