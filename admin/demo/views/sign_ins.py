"""What the sign-in page of a demo adds: one button for each role."""

from flask import render_template
from markupsafe import Markup

from admin.demo import cast
from hub.demo import PASSWORD
from hub.people.persons import Person


def below(_viewer: Person | None) -> Markup:
    """Return the card with the seven sign-ins."""
    return Markup(render_template("admin/demo/_sign_ins.html", sign_ins=cast.sign_ins(), password=PASSWORD))  # noqa: S704
