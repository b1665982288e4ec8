"""Badges are earned on the stream of deeds, once, and go when the deed is undone."""

import pytest
import sqlalchemy as sa

from hub.database import session
from hub.errors import NotFound, Refusal
from hub.facts import activity, ledger
from hub.facts.activity import Activity
from hub.facts.audit import AuditEntry
from hub.facts.notifications import Notification
from rewards import awards, badges
from rewards.awards import Award
from rewards.badge_rules import Merits, Rule, RuleKind
from tests import factories
from tests.pages import count
from tests.rewards import shop


def held(person):
    return {award.badge.slug for award in awards.of(person.id)}


@pytest.mark.both
def test_the_first_completed_challenge_earns_the_first_step(db, at):
    person = factories.person()
    done = shop.deed("challenge.completed", person, points=50)
    [award] = awards.of(person.id)
    assert award.badge.name == "First step"
    assert award.deed is done
    recorded = session.scalars(sa.select(Activity).where(Activity.kind == "badge.awarded")).one()
    assert (recorded.title, recorded.url) == ("First step", award.url)
    assert count(Notification, Notification.person_id == person.id, Notification.kind == "badge.awarded") == 1


def test_more_of_the_same_earns_it_only_once(db, at):
    person = factories.person()
    for _time in range(3):
        shop.deed("challenge.completed", person)
    assert count(Award) == 1


def test_ten_challenges_earn_the_next_badge(db, at):
    person = factories.person()
    for _time in range(9):
        shop.deed("challenge.completed", person)
    assert held(person) == {"first-step"}
    shop.deed("challenge.completed", person)
    assert held(person) == {"first-step", "under-way"}


@pytest.mark.both
def test_a_badge_goes_with_its_deed_and_is_earned_anew_by_another(db, at):
    person = factories.person()
    done = shop.deed("challenge.completed", person)
    activity.retract(done, by=None, reason="It was spam.", now=at)
    assert held(person) == set()
    shop.deed("challenge.completed", person)
    assert held(person) == {"first-step"}
    assert count(Award) == 2


def test_a_badge_stays_while_other_deeds_still_earn_it(db, at):
    person = factories.person()
    first = shop.deed("challenge.completed", person)
    shop.deed("challenge.completed", person)
    activity.retract(first, by=None, reason="It was spam.", now=at)
    assert held(person) == {"first-step"}


def test_a_later_rule_takes_no_badge_away(db, at):
    person = factories.person()
    shop.deed("challenge.completed", person)
    second = shop.deed("challenge.completed", person)
    harder = Rule(RuleKind.COUNT, 5, ("challenge.completed",))
    badges.change_rule(shop.badge("first-step"), harder, by=None, now=at)
    activity.retract(second, by=None, reason="A slip", now=at)
    assert held(person) == {"first-step"}
    newcomer = factories.person()
    shop.deed("challenge.completed", newcomer)
    assert held(newcomer) == set()


def test_points_earn_a_badge_and_their_reversal_withdraws_it(db, at):
    person = shop.saver(990)
    ledger.earn(person.id, 10, cause="last", reason="A deed", source="test", now=at)
    assert held(person) == {"thousand"}
    ledger.reverse(person.id, cause="last", reason="It was spam.", now=at)
    assert held(person) == set()


def test_a_level_earns_a_badge_and_loses_it_with_the_level(db, at):
    person = shop.saver(1490)
    done = shop.deed("answer.accepted", person, points=20)
    assert "mentor" in held(person)
    activity.retract(done, by=None, reason="Not accepted any more", now=at)
    assert "mentor" not in held(person)
    assert "straight-answer" not in held(person)


def test_a_badge_is_given_by_hand_with_a_reason_and_audited(db, at):
    person, manager = factories.person(), factories.person("manager")
    with pytest.raises(Refusal):
        awards.give(shop.badge("above-and-beyond"), person, reason=" ", by=manager, now=at)
    award = awards.give(shop.badge("above-and-beyond"), person, reason="For Lisbon", by=manager, now=at)
    assert award is not None
    assert awards.give(shop.badge("above-and-beyond"), person, reason="Again", by=manager, now=at) is None
    awards.take_back(award, reason="The wrong person", by=manager, now=at)
    assert held(person) == set()
    assert count(AuditEntry, AuditEntry.action.startswith("badge.")) == 2


def test_what_is_earned_cannot_be_given(db, at):
    with pytest.raises(Refusal, match="earned"):
        awards.give(
            shop.badge("first-step"), factories.person(), reason="So", by=factories.person("manager"), now=at
        )


@pytest.mark.parametrize("fact", ["suspended_at", "erased_at"])
def test_nothing_is_shown_of_who_is_gone(db, at, fact):
    person = factories.person()
    shop.deed("challenge.completed", person)
    [award] = awards.of(person.id)
    assert awards.get_public(award.public_id, to=None) is award
    setattr(person, fact, at)
    session.flush()
    with pytest.raises(NotFound):
        awards.get_public(award.public_id, to=None)


def test_who_hides_shows_a_badge_to_nobody_but_themselves(db, at):
    person = factories.person(off_boards=True)
    shop.deed("challenge.completed", person)
    [award] = awards.of(person.id)
    assert awards.get_public(award.public_id, to=person) is award
    with pytest.raises(NotFound):
        awards.get_public(award.public_id, to=factories.person())


def test_a_rule_reads_what_it_wrote():
    rule = Rule(RuleKind.COUNT, 3, ("a", "b"))
    assert Rule.read(rule.written()) == rule
    assert rule.have(Merits({"a": 1, "b": 1})) == 2
    assert not rule.fulfilled(Merits({"a": 1, "c": 9}))
    assert Rule(RuleKind.HAND).have(Merits({"a": 9}, 9000)) == 0
