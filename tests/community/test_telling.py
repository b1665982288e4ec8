"""Who hears of what is written, however many follow."""

import pytest
import sqlalchemy as sa
from flask_babel import get_locale
from flask_babel.speaklater import LazyString

from community.subscriptions import Subscription, Wish
from hub.clock import now
from hub.database import session
from hub.delivery.outbox import OutboxRow
from hub.facts import notifications
from hub.facts.notifications import ByMail, Notification
from hub.people.persons import Person
from hub.people.roles import Holding
from tests.community.talk import answer, ask
from tests.pages import count


def crowd(topic, number, name):
    """So many more members who follow a topic."""
    rows = [
        {"handle": f"{name}-{n}", "email": f"{name}{n}@example.com", "first_name": name, "last_name": str(n)}
        for n in range(number)
    ]
    found = session.scalars(
        sa.insert(Person).returning(Person.id),
        [{**row, "created_at": now(), "joined_at": now()} for row in rows],
    )
    ids = list(found)
    session.execute(sa.insert(Holding), [{"person_id": one, "role": "advocate"} for one in ids])
    session.execute(
        sa.insert(Subscription),
        [{"topic_id": topic.id, "person_id": one, "wish": Wish.FOLLOW} for one in ids],
    )
    return ids


def statements(work):
    """How many statements it takes."""
    session.flush()
    said, engine = [], session.get_bind()
    note = lambda *args: said.append(args[2])  # noqa: E731
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        work()
        session.flush()
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(said)


@pytest.mark.both
def test_a_thousand_followers_cost_hardly_more_statements_than_ten(place):
    few, many = ask(place.open, place.amara), ask(place.open, place.amara)
    some, others = crowd(few, 10, "few"), crowd(many, 1000, "many")
    for one in (some[0], *others[:500]):
        notifications.prefer(one, "topic.reply", ByMail.IMMEDIATE)
    session.flush()
    session.expunge_all()
    few, many, tomas = session.merge(few), session.merge(many), session.merge(place.tomas)
    for topic in (few, many):
        assert topic.forum
    cheap = statements(lambda: answer(few, tomas))
    assert statements(lambda: answer(many, tomas)) <= cheap + 2, "roles are read for 500 people at a time"
    assert count(Notification, Notification.kind == "topic.reply") == 1010
    assert count(Notification, Notification.mailed_at.is_not(None), Notification.kind == "topic.reply") == 501
    assert count(OutboxRow, OutboxRow.key.like("mail:notification:%")) == 503, "and two to who asked"


@pytest.mark.both
def test_each_is_told_once_in_their_language_and_by_mail_as_they_wish(place):
    people = [place.amara, place.tomas, place.csm, place.manager, place.moderator]
    place.moderator.suspended_at, place.amara.locale = now(), "de"
    for person, wish in zip(
        people, (ByMail.IMMEDIATE, ByMail.WEEKLY, ByMail.OFF, ByMail.DAILY), strict=False
    ):
        notifications.prefer(person.id, "topic.reply", wish)
    told = {"title": LazyString(lambda: f"Spoken in {get_locale()}"), "url": "/x", "key": "x", "now": now()}
    assert notifications.tell_all([*people, place.amara], "topic.reply", **told) == 4
    assert notifications.tell_all(people, "topic.reply", **told) == 0
    assert not notifications.tell(place.tomas, "topic.reply", **told)
    rows = {row.person_id: row for row in session.scalars(sa.select(Notification))}
    assert [rows[person.id].by_mail for person in people[:4]] == ["immediate", "weekly", "off", "daily"]
    assert [rows[person.id].mailed_at for person in people[:4]] == [now(), None, None, None]
    assert {rows[person.id].title for person in people[1:4]} == {"Spoken in en"}
    [mail] = session.scalars(sa.select(OutboxRow).where(OutboxRow.task == "mail.send"))
    assert mail.payload["to"] == place.amara.id
    assert mail.key == f"mail:notification:{rows[place.amara.id].id}"
    assert (mail.payload["subject"], mail.payload["unsubscribe"]) == ("Spoken in de", "topic.reply")
