"""The audit log reads in words: what was done, to whom, and why."""

import pytest

from hub.clock import now
from hub.facts import audit
from hub.people import membership
from tests import factories


@pytest.fixture
def manager():
    return factories.person("manager", first_name="Jonna", last_name="Mäkelä")


def test_an_entry_says_what_was_done_to_whom_and_why(client_of, manager):
    person = factories.person(first_name="Amara", last_name="Obi")
    membership.suspend(person, by=manager, reason="Sold their account", now=now())
    page = client_of(manager).get("/admin/audit").text
    assert "Suspended a member" in page
    assert "Amara Obi" in page
    assert "because Sold their account" in page
    assert "member.suspended</" not in page


def test_a_page_of_entries_costs_the_same_whomever_they_concern(client_of, manager):
    client = client_of(manager)
    membership.suspend(factories.person(), by=manager, reason="A reason", now=now())
    few = client.cost("/admin/audit")
    for _ in range(10):
        membership.suspend(factories.person(), by=manager, reason="A reason", now=now())
    assert client.cost("/admin/audit") == few <= 12


def test_one_action_alone_is_shown_on_demand(client_of, manager):
    membership.suspend(factories.person(), by=manager, reason="A reason", now=now())
    page = client_of(manager).get("/admin/audit?action=member.suspended").text
    assert "Only: Suspended a member" in page
    assert "Signed in</a>" not in page


def test_what_nobody_declared_is_not_written(db, manager):
    with pytest.raises(RuntimeError, match="nobody declared"):
        audit.log("member.bewitched", by=manager, subject=("person", manager.id), now=now())
