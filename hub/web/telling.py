"""How a page tells what happened, and how it greets."""

from markupsafe import Markup, escape

from hub.clock import now
from hub.facts.activity import Activity
from hub.house import house
from hub.i18n import gettext
from hub.people.persons import Person
from hub.web.access import viewer_or_none
from hub.web.filters import zone


def told(activity: Activity) -> Markup:
    """Return an activity as a sentence: who in bold, what as a link. Kinds of features that are off stay readable."""
    kind = house().kinds.get(activity.kind)
    sentence = str(kind.sentence) if kind else "%(who)s: %(what)s"
    return escape(sentence) % {
        "who": Markup("<b>{}</b>").format(activity.person.name),
        "what": _linked(activity, kind.needs if kind else None),
        "about": Markup("<b>{}</b>").format(activity.about.name) if activity.about else "",
    }


def _linked(activity: Activity, needs: str | None) -> Markup:
    """Return what it was about: a link for who may open it, else words. What lies under /me is one's own alone."""
    reader = viewer_or_none()
    own = reader is not None and reader.id == activity.person_id
    opens = needs is None or (reader is not None and reader.can(needs))
    if opens and (own or not activity.url.startswith("/me/")):
        return Markup('<a href="{}">{}</a>').format(activity.url, activity.title)
    return Markup("<b>{}</b>").format(activity.title)


def greeting(person: Person) -> str:
    """Return a greeting by the hour where the person is."""
    hour = now().astimezone(zone(person.timezone)).hour
    if hour < 5 or hour >= 18:
        return gettext("Good evening, %(name)s", name=person.first_name)
    if hour < 12:
        return gettext("Good morning, %(name)s", name=person.first_name)
    return gettext("Good afternoon, %(name)s", name=person.first_name)
