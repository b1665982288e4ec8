"""Mail: a pair of templates (.txt written, .html beside it), a row in the outbox, sent after the commit.

Without `MAIL_URL` mail is captured in the data folder and shown to administrators. The Message-ID comes from the row, so
that a mail which is sent again after a crash is recognised as the same.
"""

import smtplib
import ssl
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP, default
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import render_template
from itsdangerous import URLSafeSerializer

from hub.content.disk import write_atomically
from hub.database import rollback, session
from hub.delivery import outbox
from hub.errors import Words
from hub.facts import settings as programme
from hub.house import house
from hub.i18n import force_locale
from hub.people.persons import Person

TASK = "mail.send"


def post(
    template: str,
    *,
    to: Person,
    subject: Words,
    context: dict[str, Any],
    key: str,
    now: datetime,
    unsubscribe: str | None = None,
    calendar: str | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Promise a mail to a person; `template` is the path of the pair without its ending.

    `context` must be plain JSON. `unsubscribe` names the kind of notification that one click switches off; mails without
    it are transactional. `calendar` is an ICS text that goes along. False when `key` was used before.
    """
    with force_locale(to.locale):
        words = str(subject)
    payload = _payload(template, to.id, words, context, key, unsubscribe, calendar)
    return outbox.put(TASK, payload, key=f"mail:{key}", now=now, due_at=due_at)


def post_all(
    template: str,
    *,
    to: dict[int, str],
    subject: str,
    context: dict[str, Any],
    unsubscribe: str,
    now: datetime,
) -> None:
    """Promise the same mail to many people who read the same language: their ids, and the key of each one's mail."""
    promises = {
        f"mail:{key}": _payload(template, person_id, subject, context, key, unsubscribe)
        for person_id, key in to.items()
    }
    outbox.put_all(TASK, promises, now=now)


def send(payload: dict[str, Any], *, now: datetime) -> None:
    """Render and send one promised mail: the outbox task. Nothing is held while the server is talked to."""
    person = session.get(Person, payload["to"])
    if person is None or person.email is None or person.erased_at is not None:
        rollback()
        return
    message = compose(person, payload, now=now)
    rollback()
    register = house()
    if register.settings.mail_url is None:
        capture(message, register.settings.data)
    else:
        submit(message, register.settings.mail_url)


def compose(person: Person, payload: dict[str, Any], *, now: datetime) -> EmailMessage:
    """Return the mail: a plain-text part first, then HTML, then the calendar entry if there is one."""
    public = house().settings.public_url
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(payload["subject"].split())
    message["From"] = programme.value("mail.sender")
    message["To"] = Address(" ".join(person.name.split()), addr_spec=person.email or "")
    message["Date"] = now
    host = urlsplit(public).hostname or "localhost"
    message["Message-ID"] = f"<{payload['key'].replace(':', '.').replace(' ', '')}@{host}>"
    unsubscribe_url = None
    if payload["unsubscribe"]:
        unsubscribe_url = f"{public}/unsubscribe/{unsubscribe_token(person.id, payload['unsubscribe'])}"
        message["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    else:
        message["Auto-Submitted"] = "auto-generated"
    words = {
        **payload["context"],
        "person": person,
        "public_url": public,
        "unsubscribe_url": unsubscribe_url,
        "subject": payload["subject"],
    }
    with force_locale(person.locale):
        message.set_content(render_template(f"{payload['template']}.txt", **words))
        message.add_alternative(render_template(f"{payload['template']}.html", **words), subtype="html")
    if payload["calendar"]:
        method = "CANCEL" if "METHOD:CANCEL" in payload["calendar"] else "REQUEST"
        message.add_attachment(
            payload["calendar"].encode(),
            maintype="text",
            subtype="calendar",
            filename="invitation.ics",
            params={"method": method, "charset": "utf-8"},
        )
    return message


def _payload(
    template: str,
    to: int,
    subject: str,
    context: dict[str, Any],
    key: str,
    unsubscribe: str | None,
    calendar: str | None = None,
) -> dict[str, Any]:
    return {
        "template": template,
        "to": to,
        "subject": subject,
        "context": context,
        "unsubscribe": unsubscribe,
        "calendar": calendar,
        "key": key,
    }


def submit(message: EmailMessage, url: str) -> None:
    """Hand a mail to the server of `MAIL_URL` (smtp:// uses STARTTLS when offered, smtps:// TLS from the start)."""
    parts = urlsplit(url)
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            parts.hostname or "", parts.port or 465, timeout=20, context=context
        )
    else:
        connection = smtplib.SMTP(parts.hostname or "", parts.port or 25, timeout=20)
    with connection as server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def capture(message: EmailMessage, data: Path) -> None:
    """Keep a mail in the data folder instead of sending it; the same Message-ID is kept once."""
    folder = data / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(letter if letter.isalnum() else "_" for letter in str(message["Message-ID"]))
    write_atomically(folder / f"{name[:120]}.eml", message.as_bytes())


def captured(data: Path, *, limit: int = 100) -> list[tuple[str, EmailMessage]]:
    """Return the captured mails with their names, newest first."""
    paths = sorted((data / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [(path.stem, read_captured(path)) for path in paths[:limit]]


def find_captured(data: Path, name: str) -> EmailMessage | None:
    """Return one captured mail by its name."""
    path = data / "mail" / f"{Path(name).name}.eml"
    return read_captured(path) if path.is_file() else None


def read_captured(path: Path) -> EmailMessage:
    """Read one kept mail."""
    with path.open("rb") as file:
        return BytesParser(policy=default).parse(file)


def unsubscribe_token(person_id: int, kind: str) -> str:
    """Return the signed words of an unsubscribe link: they name the person and the kind, and do not expire."""
    return _signer().dumps([person_id, kind])


def read_unsubscribe_token(token: str) -> tuple[int, str]:
    """Return person and kind of an unsubscribe link; raises `itsdangerous.BadSignature`."""
    person_id, kind = _signer().loads(token)
    return int(person_id), str(kind)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(house().settings.secret_key, salt="unsubscribe")


def sent_at(message: EmailMessage) -> datetime | None:
    """Return when a mail was written, in UTC."""
    date = message["Date"]
    return date.datetime.astimezone(UTC) if date is not None and date.datetime is not None else None
