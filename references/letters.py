"""The mails of references, one function each. A mail is a row of the outbox, written with what it tells."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from hub.content import calendars
from hub.delivery import mail
from hub.errors import Words
from hub.facts import settings as programme
from hub.house import house
from hub.i18n import _, force_locale
from hub.people.persons import Person
from references import signed_links
from references.moments import in_words
from references.requests import Request

if TYPE_CHECKING:
    from references.calls.calls import Call
    from references.invitations import Invitation


def invitation(invitation: "Invitation", *, now: datetime) -> None:
    """Invite an advocate, with a link that answers without signing in."""
    request, person = invitation.request, invitation.person
    context = {
        "url": f"/references/answer/{signed_links.invitation_token(invitation.id)}",
        "company": request.company_name,
        "industry": request.industry,
        "use_case": request.use_case,
        "minutes": request.minutes,
        "format": _in(person, request.format.label),
        "topics": request.topics,
        "note": invitation.note,
        "until": in_words(invitation.expires_at, person),
    }
    mail.post(
        "references/mail/invitation",
        to=person,
        context=context,
        key=f"reference-invitation:{invitation.id}",
        now=now,
        subject=_("Would you speak with %(company)s?", company=request.company_name),
    )


def status(request: Request, words: str, *, key: str, now: datetime) -> None:
    """Tell who asked where their request stands, so that they need not sign in to know."""
    person = request.requester
    context = {
        "url": request.url,
        "company": request.company_name,
        "words": words,
        "state": _in(person, request.state.label),
        "filed": in_words(request.filed_at, person),
    }
    mail.post(
        "references/mail/status",
        to=person,
        context=context,
        key=f"request-status:{key}",
        now=now,
        subject=_("%(company)s: %(what)s", company=request.company_name, what=words),
    )


def choose_time(call: "Call", *, now: datetime) -> None:
    """Ask the buyer which of the advocate's times suits them."""
    buyer = call.request.buyer
    if buyer is None:
        return
    context = {
        "url": _talk(call),
        "advocate": call.person.name,
        "company": call.person.company_name,
        "times": [in_words(time, buyer) for time in call.proposed],
        "minutes": call.minutes,
    }
    mail.post(
        "references/mail/choose_time",
        to=buyer,
        context=context,
        key=f"call-times:{call.id}:{call.sequence}",
        now=now,
        subject=_("Choose a time to speak with %(name)s", name=call.person.first_name),
    )


def appointment(call: "Call", *, method: Literal["REQUEST", "CANCEL"], now: datetime) -> None:
    """Send each side their own calendar entry: new, moved or cancelled."""
    buyer = call.request.buyer
    _entry(
        call, call.person, f"/references/calls/{call.id}", call.request.company_name, "advocate", method, now
    )
    if buyer is not None:
        other = f"{call.person.name}, {call.person.company_name or ''}".rstrip(", ")
        _entry(call, buyer, _talk(call), other, "buyer", method, now)


def happened(call: "Call", *, now: datetime) -> None:
    """Ask the buyer how it was, with a link that needs no account."""
    buyer = call.request.buyer
    if buyer is None:
        return
    mail.post(
        "references/mail/happened",
        to=buyer,
        context={"url": _talk(call), "advocate": call.person.first_name},
        key=f"call-rating:{call.id}",
        now=now,
        subject=_("How was your talk with %(name)s?", name=call.person.first_name),
    )


def thanks(person: Person, *, context: dict[str, Any], key: str, now: datetime) -> None:
    """Thank an advocate: what became of it, how many this year, the promise, and where to change their
    terms.
    """
    mail.post("references/mail/thanks", to=person, context=context, key=key, now=now, subject=_("Thank you"))


def _entry(
    call: "Call",
    to: Person,
    url: str,
    other: str,
    side: str,
    method: Literal["REQUEST", "CANCEL"],
    now: datetime,
) -> None:
    assert call.starts_at is not None, "only a call with a time has a calendar entry"
    public = house().settings.public_url
    with force_locale(to.locale):
        summary = str(_("Reference talk with %(other)s", other=other))
        text = str(_("Everything you need, and the way in: %(url)s", url=f"{public}{url}"))
    entry = calendars.invitation(
        uid=f"call-{call.id}-{side}@{public.split('//')[-1]}",
        sequence=call.sequence,
        summary=summary,
        description=text,
        start=call.starts_at,
        end=call.ends_at,
        organiser=_organiser(),
        attendee=(to.name, to.email or ""),
        url=f"{public}{url}/join",
        method=method,
        now=now,
    )
    gone = method == "CANCEL"
    context = {
        "url": url,
        "other": other,
        "at": in_words(call.starts_at, to),
        "minutes": call.minutes,
        "cancelled": gone,
        "moved": call.sequence > 0,
        "format": _in(to, call.request.format.label),
        "place": call.place_for(side),
    }
    subject: Words = _("Your talk is cancelled") if gone else _("Your talk: %(at)s", at=context["at"])
    mail.post(
        "references/mail/appointment",
        to=to,
        subject=subject,
        context=context,
        calendar=entry.decode(),
        key=f"call:{call.id}:{side}:{call.sequence}:{method}",
        now=now,
    )


def _organiser() -> tuple[str, str]:
    sender = str(programme.value("mail.sender"))
    name, _open, address = sender.partition("<")
    return name.strip() or sender, address.rstrip("> ") or sender


def _talk(call: "Call") -> str:
    return f"/references/talk/{signed_links.buyer_token(call.request_id)}"


def _in(person: Person, words: Words) -> str:
    with force_locale(person.locale):
        return str(words)
