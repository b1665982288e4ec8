"""How a page tells what happened, and how it greets."""

from markupsafe import Markup, escape

from hub.clock import now
from hub.facts.activity import Happening
from hub.house import house
from hub.i18n import gettext
from hub.people.persons import Person
from hub.web.filters import zone


def told(happening: Happening) -> Markup:
    """Return what happened as a sentence: who in bold, what as a link for who may open it. Kinds of features that
    are off stay readable.
    """
    kind = house().kinds.get(happening.kind)
    sentence = str(kind.sentence) if kind else "%(who)s: %(what)s"
    what = Markup('<a href="{}">{}</a>') if happening.opens else Markup("<b>{1}</b>")
    return escape(sentence) % {
        "who": Markup("<b>{}</b>").format(happening.face.name),
        "what": what.format(happening.url, happening.title),
        "about": Markup("<b>{}</b>").format(happening.about) if happening.about else "",
    }


def greeting(person: Person) -> str:
    """Return a greeting by the hour where the person is."""
    hour = now().astimezone(zone(person.timezone)).hour
    if hour < 5 or hour >= 18:
        return gettext("Good evening, %(name)s", name=person.first_name)
    if hour < 12:
        return gettext("Good morning, %(name)s", name=person.first_name)
    return gettext("Good afternoon, %(name)s", name=person.first_name)
