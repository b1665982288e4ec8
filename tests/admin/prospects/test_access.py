"""What a buyer can reach: every page that they may open is walked, and none shows what is not theirs."""

import re
from itertools import product

import pytest

from community import forums, writing
from community.circles import Circle
from community.forums import ForumKind
from hub.database import session
from hub.facts import notifications
from hub.people import invitations
from hub.people.persons import Person
from hub.search import reindex
from references import requests, stories
from references.requests import Wish
from references.stories import StoryKind
from tests import factories
from tests.admin.prospects.scenes import asked, buyer

SECRETS = (
    "Our discount is forty per cent",
    "Secret roadmap talk",
    "Verborgen AG",
    "Ottilie Verborgen",
    "hidden@verborgen.example",
    "amara@kestrel.example",
    "Zdenka Kupec",
    "Kupec Holding",
    "Budget is 90,000",
    "Unprinted tale",
    "Rival Bank",
)
"""What only members, staff or another buyer may read."""


@pytest.fixture
def world(db, at, work):
    """A programme with things of every kind, some open to buyers and some not; returns a buyer."""
    customer = factories.person(
        first_name="Amara",
        last_name="Obi",
        email="amara@kestrel.example",
        company=factories.company("Kestrel Insurance"),
    )
    hidden = factories.person(
        first_name="Ottilie",
        last_name="Verborgen",
        email="hidden@verborgen.example",
        company=factories.company("Verborgen AG"),
    )
    inside = forums.open_forum(
        "Inside",
        category="Members",
        about="",
        kind=ForumKind.QUESTION,
        sees=Circle.MEMBERS,
        posts=Circle.MEMBERS,
        by=None,
        now=at,
    )
    writing.start(
        inside, title="Secret roadmap talk", body="Our discount is forty per cent", tags=[], by=hidden, now=at
    )
    other = buyer_called("Zdenka", "Kupec", "Kupec Holding")
    topic = asked(other, hide_name=True)
    writing.reply(topic, body="We ran both ledgers.", by=customer, now=at)
    sales = factories.person("sales")
    requests.file(Wish("Rival Bank", concerns="Budget is 90,000"), by=sales, now=at)
    notifications.tell(hidden, "mention", title="Secret roadmap talk", url="/", key="n", now=at)
    invitations.invite(
        factories.contact(email="contact@verborgen.example"),
        role="advocate",
        by=factories.person("manager"),
        now=at,
    )
    manager = factories.person("manager")
    published = {
        "kind": StoryKind.CASE_STUDY,
        "summary": "",
        "body": "It went well.",
        "by": manager,
        "now": at,
    }
    stories.publish(title="Printed tale", **published)
    stories.unpublish(stories.publish(title="Unprinted tale", **published), by=manager, now=at)
    reader = buyer()
    asked(reader, title="What of my own question?")
    reader_id = reader.id
    work()
    reindex()
    return reader_id


def buyer_called(first_name, last_name, company_name):
    """Return a buyer with a name that nobody else should read."""
    person = buyer(industry="Insurance")
    person.first_name, person.last_name = first_name, last_name
    person.company.name = company_name
    return person


def addresses(app):
    """Yield addresses for every GET route, with ids and names that exist."""
    names = [
        "inside",
        "ask-a-customer",
        "printed-tale",
        "unprinted-tale",
        "amara-obi",
        "ottilie-verborgen",
        "fulfilment",
        "x",
    ]
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith("/assets"):
            continue
        choices = [range(1, 4) if converter == "int" else names for converter in parameters(rule.rule)]
        for values in product(*choices):
            yield filled(rule.rule, values)
    for asked_for in ("secret", "verborgen", "discount", "kupec", "roadmap", "rival"):
        yield from (f"/search?q={asked_for}", f"/search/suggest?q={asked_for}", f"/ask?q={asked_for}")


def parameters(rule):
    return [found or "string" for found in re.findall(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", rule)]


def filled(rule, values):
    for value in values:
        rule = re.sub(r"<[^>]+>", str(value), rule, count=1)
    return rule


@pytest.mark.slow
def test_no_page_shows_a_buyer_what_is_not_theirs(world, client_of, sqlite_app):
    client = client_of(session.get(Person, world))
    opened = 0
    for address in addresses(sqlite_app):
        with client.get(address) as answer:
            assert answer.status_code < 500, address
            if answer.status_code == 200 and answer.mimetype.startswith("text/"):
                opened += 1
                shown = [secret for secret in SECRETS if secret.lower() in without_echo(answer.text, address)]
                assert not shown, f"{address} shows {shown}"
    assert opened > 20


def without_echo(text, address):
    """Return a page in small letters without the reader's own search words."""
    asked_for = address.partition("?q=")[2]
    return re.sub(rf'value="{asked_for}"', "", text.lower()) if asked_for else text.lower()


def test_the_walk_sees_what_is_open(world, client_of):
    client = client_of(session.get(Person, world))
    assert "Printed tale" in client.get("/stories").text
    assert "audit trail" in client.get("/community/questions").text
    assert "A buyer in insurance" in client.get("/community/topics/2").text
