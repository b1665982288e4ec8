"""What a conversation needs: forums for three circles, and somebody to ask and to answer."""

from dataclasses import dataclass

import pytest

from community import forums
from community.circles import Circle
from community.forums import Forum, ForumKind
from hub.clock import now
from hub.people.companies import CompanyKind
from hub.people.persons import Person
from tests import factories


@dataclass
class Place:
    """Three forums, and one person of each kind."""

    open: Forum
    members: Forum
    team: Forum
    amara: Person
    tomas: Person
    buyer: Person
    csm: Person
    moderator: Person
    manager: Person


def forum(
    name: str, sees: Circle, kind: ForumKind = ForumKind.QUESTION, posts: Circle | None = None
) -> Forum:
    return forums.open_forum(
        name,
        category="Getting started",
        about="",
        kind=kind,
        sees=sees,
        posts=posts or sees,
        by=None,
        now=now(),
    )


@pytest.fixture
def place(db: None) -> Place:
    meridian = factories.company("Meridian", kind=CompanyKind.VENDOR)
    bank = factories.company("Lindqvist Sparbank", kind=CompanyKind.PROSPECT, industry="Banking")
    return Place(
        open=forum("Migration & set-up", Circle.PROSPECTS),
        members=forum("Among members", Circle.MEMBERS),
        team=forum("The back room", Circle.STAFF, ForumKind.DISCUSSION),
        amara=factories.person(first_name="Amara", last_name="Obi", expertise=["audit trails"]),
        tomas=factories.person(first_name="Tomás", last_name="Kern"),
        buyer=factories.person("prospect", first_name="Priya", last_name="Raman", company=bank),
        csm=factories.person("csm", first_name="Nora", last_name="Lind", company=meridian),
        moderator=factories.person("moderator", first_name="Milo", last_name="Sand", company=meridian),
        manager=factories.person("manager", first_name="Mara", last_name="Voss", company=meridian),
    )
