"""Mail that the hub keeps instead of sending, when no mail server is set: for trying things out."""

from flask import Blueprint

from hub.delivery import mail
from hub.errors import NotFound
from hub.house import house
from hub.web.access import needs
from hub.web.responder import page

bp = Blueprint("captured_mail", __name__, url_prefix="/admin/mail")


@bp.get("")
@needs("mail.read")
def index() -> str:
    """The captured mails, the latest first."""
    settings = house().settings
    return page(
        "hub/captured_mail/index.html", mails=mail.captured(settings.data), captures=settings.mail_url is None
    )


@bp.get("/<name>")
@needs("mail.read")
def show(name: str) -> str:
    """One mail as it would have arrived: its plain text, with the links alive."""
    message = mail.find_captured(house().settings.data, name)
    if message is None:
        raise NotFound
    body = message.get_body(("plain",))
    attached = [part.get_filename() for part in message.iter_attachments()]
    return page(
        "hub/captured_mail/show.html",
        mail=message,
        text=body.get_content() if body else "",
        attached=attached,
    )
