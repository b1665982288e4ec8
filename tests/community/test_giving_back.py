"""What was hidden and is shown again happened when it happened, and is paid once."""

from datetime import timedelta

import pytest

from community import moderation
from hub.clock import frozen_at, now
from hub.facts import activity, ledger
from tests.community.talk import answer, ask


def said_by(place):
    kinds = ("topic.started", "answer.posted")
    return [(one.kind, one.at) for one in activity.feed(place.amara) if one.kind in kinds]


@pytest.mark.both
def test_a_topic_that_is_shown_again_does_not_come_up_as_news(place):
    topic = ask(place.open, place.tomas)
    answer(topic, place.amara)
    before = said_by(place)
    points = ledger.account_of(place.amara.id).balance
    with frozen_at(now() + timedelta(days=9)):
        moderation.hide(topic, reason="A mistake", by=place.moderator, now=now())
        assert said_by(place) == []
        moderation.reveal(topic, by=place.moderator, now=now())
    assert said_by(place) == before
    assert ledger.account_of(place.amara.id).balance == points
