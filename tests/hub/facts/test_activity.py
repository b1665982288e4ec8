"""The one stream of facts."""

import pytest

from hub.clock import now
from hub.facts import activity, ledger
from hub.facts.activity import Activity, Visibility
from tests import factories
from tests.pages import count


def joined(person, key="k", **more):
    return activity.record(
        "member.joined",
        person=person,
        subject=("person", person.id),
        title=person.name,
        url="/",
        key=key,
        now=now(),
        **more,
    )


@pytest.mark.both
def test_a_deed_is_recorded_and_paid_once(db):
    amara = factories.person()
    assert joined(amara, points=40)
    assert joined(amara, points=40) is None
    assert count(Activity) == 1
    assert ledger.account_of(amara.id).balance == 40


@pytest.mark.both
def test_what_is_undone_is_paid_back_once_and_leaves_the_feed(db):
    amara, manager = factories.person(), factories.person("manager")
    deed = joined(amara, points=40)
    assert activity.retract(deed, by=manager, reason="A mistake", now=now())
    assert not activity.retract(deed, by=manager, reason="A mistake", now=now())
    assert ledger.account_of(amara.id).balance == 0
    assert activity.feed(amara) == []


@pytest.mark.parametrize("role", ["prospect", "sales", "manager"])
def test_buyers_and_the_team_take_part_without_points(db, role):
    somebody = factories.person(role)
    assert joined(somebody, points=40).points == 0
    assert ledger.account_of(somebody.id).lifetime == 0


def test_a_buyer_reads_only_what_is_public(db):
    amara, buyer = factories.person(), factories.person("prospect")
    joined(amara)
    told = joined(amara, key="p", visibility=Visibility.PUBLIC)
    assert [one.id for one in activity.feed(buyer)] == [told.id]
    assert len(activity.feed(amara)) == 2
