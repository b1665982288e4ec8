"""Mail, through a real SMTP server."""

import re
import socket
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from hub import clock
from hub.clock import now
from hub.database import session
from hub.delivery import mail
from hub.facts import notifications
from hub.facts.notifications import ByMail
from hub.house import house, house_of
from tests import factories


class Postbox(Message):
    """Keeps what arrives."""

    def __init__(self):
        super().__init__()
        self.mails = []

    def handle_message(self, message):
        self.mails.append(message_from_bytes(bytes(message), policy=default))


@pytest.fixture
def postbox(app):
    kept = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    register = house_of(app)
    before = register.settings
    object.__setattr__(
        register, "settings", type(before)(**{**vars(before), "mail_url": f"smtp://127.0.0.1:{port}"})
    )
    yield kept.mails
    object.__setattr__(register, "settings", before)
    server.stop()


def test_a_mail_arrives_with_a_text_part_a_html_part_and_the_way_out(postbox, db, work):
    amara = factories.person(email="amara@example.com")
    notifications.tell(
        amara, "digest", title="Tomás answered you", url="/community/topics/7", key="k", now=now()
    )
    notifications.prefer(amara.id, "digest", ByMail.IMMEDIATE)
    notifications.tell(
        amara, "digest", title="Tomás thanked you", url="/community/topics/8", key="k2", now=now()
    )
    work()
    (arrived,) = postbox
    assert arrived["Subject"] == "Tomás thanked you"
    text = arrived.get_body(("plain",)).get_content()
    assert "http://127.0.0.1:8000/community/topics/8" in text
    assert "<" not in text
    assert arrived.get_body(("html",)) is not None
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_mail_server_being_away_delays_a_mail_and_loses_nothing(postbox, db, work, app):
    amara = factories.person()
    register = house_of(app)
    right = register.settings
    object.__setattr__(register, "settings", type(right)(**{**vars(right), "mail_url": "smtp://127.0.0.1:1"}))
    mail.post("hub/mail/test", to=amara, subject="Hello", context={}, key="k", now=now())
    assert work() == 0
    object.__setattr__(register, "settings", right)
    with clock.frozen_at(now() + timedelta(hours=1)):
        assert work() == 1
    assert [m["Subject"] for m in postbox] == ["Hello"]


def test_a_mail_that_is_sent_again_after_a_crash_has_the_same_message_id(postbox, db):
    amara = factories.person()
    payload = {
        "template": "hub/mail/test",
        "to": amara.id,
        "subject": "Hello",
        "context": {},
        "unsubscribe": None,
        "calendar": None,
        "key": "once",
    }
    session.commit()
    mail.send(payload, now=now())
    mail.send(payload, now=now())
    assert postbox[0]["Message-ID"] == postbox[1]["Message-ID"]


def test_one_click_unsubscribes_without_signing_in(client_of, db):
    amara = factories.person()
    token = mail.unsubscribe_token(amara.id, "digest")
    client = client_of()
    shown = client.get(f"/unsubscribe/{token}")
    assert "Stop these mails" in shown.text
    assert notifications.preferences(amara.id)["digest"] is ByMail.WEEKLY, "opening the link changes nothing"
    assert client.post(f"/unsubscribe/{token}").status_code == 200
    assert notifications.preferences(amara.id)["digest"] is ByMail.OFF
    assert client.get("/unsubscribe/forged").status_code == 404


def test_who_stopped_the_digest_gets_none_while_others_do(postbox, client_of, work):
    amara, tomas = factories.person(email="amara@example.com"), factories.person(email="tomas@example.com")
    client_of().post(f"/unsubscribe/{mail.unsubscribe_token(amara.id, notifications.DIGEST)}")
    for person in (amara, tomas):
        notifications.prefer(person.id, "job.finished", ByMail.DAILY)
        notifications.tell(person, "job.finished", title="Your import", url="/jobs/1", key="k", now=now())
    session.commit()
    for _ in range(2):
        notifications.send_digests(now=now())
    work()
    (sent,) = postbox
    assert "tomas@example.com" in sent["To"]


def test_a_subject_cannot_smuggle_a_header(db):
    amara = factories.person(first_name='A"\r\nBcc: x@example.com')
    message = mail.compose(
        amara,
        {
            "template": "hub/mail/test",
            "subject": "Hi\r\nBcc: y@example.com",
            "context": {},
            "unsubscribe": None,
            "calendar": None,
            "key": "k",
        },
        now=now(),
    )
    assert message["Bcc"] is None


def test_captured_mail_is_kept_once_and_shown_to_administrators(client_of, db, work):
    amara = factories.person(email="amara@example.com")
    stranger = client_of(amara)
    mail.post("hub/mail/test", to=amara, subject="A captured one", context={}, key="captured", now=now())
    work()
    admin = client_of(factories.person("admin"))
    listed = admin.get("/admin/mail")
    assert "A captured one" in listed.text
    name = re.search(r'href="(/admin/mail/[^"]+)">A captured one', listed.text)[1]
    assert "Mail works." in admin.get(name).text
    assert stranger.get("/admin/mail").status_code == 403
    assert house().settings.mail_url is None
