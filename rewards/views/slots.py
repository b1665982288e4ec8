"""What other pages show of rewards: progress and wish beside the home page, level and badges on a profile."""

from flask import render_template
from markupsafe import Markup

from hub.people.persons import Person
from hub.web.kept import kept
from rewards import awards, progress, reaches
from rewards.medals import GLYPHS


def beside_home(viewer: Person | None) -> Markup | None:
    """The level card and the wish, for who holds points."""
    if viewer is None or not viewer.can("reward.redeem"):
        return None
    climb, wished = progress.of(viewer.id)
    return kept("rewards/_progress.html", climb=climb, wished=wished)


def achievements(viewer: Person | None, *, member: Person) -> Markup | None:
    """A member's level and badges, for who sees their profile."""
    if viewer is None or member.is_staff or "prospect" in member.role_names:
        return None
    shown = {"climb": reaches.climb_of(member.id), "awards": awards.of(member.id), "glyphs": GLYPHS}
    return Markup(render_template("rewards/_achievements.html", member=member, **shown))  # noqa: S704 - rendered with escaping
