"""What references put beside an advocate's home: their terms, with the next possible date."""

from flask import render_template
from markupsafe import Markup

from hub.clock import now
from hub.people.persons import Person
from references.terms import terms


def terms_card(person: Person) -> Markup:
    """Return the card "Your terms"."""
    own, budget = terms.with_budget(person.id)
    paused = budget.paused_until if budget and budget.paused_until and budget.paused_until > now() else None
    card = render_template(
        "references/terms/_terms.html",
        terms=own,
        next_free=max(now(), budget.next_free_at) if budget else now(),
        paused_until=paused,
        present=now(),
    )
    return Markup(card)  # noqa: S704 - a template escapes


def fill(viewer: Person | None) -> Markup | None:
    """Fill the slot of the home page, for who can be asked."""
    return terms_card(viewer) if viewer is not None and viewer.can("reference.answer") else None
