"""Whatever people and managers do in whatever order: points are there exactly while it is approved."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from challenges import participations, reviews
from challenges.participations import Participation, State
from hub.clock import now
from hub.errors import NotAllowed, Refusal
from hub.facts import ledger, reconciliation
from hub.facts.activity import Activity, standing
from hub.people.persons import Person
from tests import factories
from tests.challenges import taking
from tests.pages import count

DEEDS = {
    "start": lambda one, manager: participations.start(one.challenge, by=one.person, now=now()),
    "submit": lambda one, manager: reviews.submit(one, now=now()),
    "withdraw": lambda one, manager: participations.withdraw(one),
    "approve": lambda one, manager: reviews.approve(one, by=manager, now=now()),
    "approve late": lambda one, manager: reviews.approve(one, by=manager, now=now(), seen=one.version - 1),
    "return": lambda one, manager: reviews.return_(one, comment="Once more", by=manager, now=now()),
    "reject": lambda one, manager: reviews.reject(one, comment="Sorry", by=manager, now=now()),
    "reopen": lambda one, manager: reviews.reopen(one, by=manager, now=now()),
    "approve all": lambda one, manager: reviews.approve_many([one.id], by=manager, now=now()),
    "reopen all": lambda one, manager: reviews.reopen_many([one.id], by=manager, now=now()),
}


def do(deed: str, one: Participation, manager: Person) -> None:
    """Do a deed, or be refused."""
    with suppress(Refusal, NotAllowed):
        DEEDS[deed](one, manager)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(list(DEEDS)), max_size=14))
def test_points_are_there_exactly_while_it_is_approved(db, deeds):
    member, manager = factories.person(), factories.person("manager")
    one = taking.submitted(taking.challenge(by=manager), member)
    for deed in deeds:
        do(deed, one, manager)
        approved = one.state is State.APPROVED
        paid = count(
            Activity, Activity.person_id == member.id, Activity.kind == "challenge.completed", standing()
        )
        assert (ledger.account_of(member.id).lifetime, paid) == ((40, 1) if approved else (0, 0))
    assert reconciliation.problems() == []
