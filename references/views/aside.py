"""What references put beside an advocate's home: their terms, with the next possible date."""

from markupsafe import Markup

from hub.clock import now
from hub.people.persons import Person
from hub.web.kept import kept
from references.terms import terms


def terms_card(person: Person) -> Markup:
    """Return the card "Your terms"."""
    return kept("references/terms/_terms.html", terms=terms.summary(person.id, now=now()))


def fill(viewer: Person | None) -> Markup | None:
    """Fill the slot of the home page, for who can be asked."""
    return terms_card(viewer) if viewer is not None and viewer.can("reference.answer") else None
