"""Scenes: a buyer in a deal, a forum for questions that is open to buyers, a question asked in it."""

from admin.prospects import offers, talks
from community import forums, writing
from community.circles import Circle
from community.forums import ForumKind
from hub.clock import now
from hub.people import buyers
from hub.people.companies import CompanyKind
from tests import factories


def buyer(**company_facts):
    """Return a prospect who evaluates for a deal of a company with these facts."""
    company = factories.company(kind=CompanyKind.PROSPECT, **company_facts)
    person = factories.person("prospect", first_name="Jana", company=company)
    buyers.bind(person, factories.opportunity(company), now=now())
    return person


def question_forum(name="Ask a customer"):
    """Return the forum for questions that is open to buyers, opened when there is none."""
    known = next((forum for forum in forums.all_forums() if forum.name == name), None)
    return known or forums.open_forum(
        name,
        category="Questions",
        about="",
        kind=ForumKind.QUESTION,
        sees=Circle.PROSPECTS,
        posts=Circle.PROSPECTS,
        by=None,
        now=now(),
    )


def offer_for(topic, person):
    """Return the offer that a person got for a question."""
    return offers.find_for(topic.id, person)


def waiting_for(person):
    """Return the request of a buyer that is open."""
    return talks.waiting_for(person)


def asked(
    person,
    title="How do you keep one audit trail across two ledgers?",
    body="We weigh a parallel run.",
    **details,
):
    """Return a question that a person asked."""
    return writing.start(
        question_forum(), title=title, body=body, tags=["audit"], by=person, now=now(), **details
    )
