"""What references put on a manager's desk: answers that are due, thanks that are owed."""

from datetime import datetime, timedelta

from hub.house import DeskItem
from hub.i18n import _, n_
from hub.people.persons import Person
from hub.web.filters import money
from references import requests, thanks, unmet
from references.requests import Request

SOON = timedelta(hours=12)


def items(viewer: Person, *, now: datetime) -> list[DeskItem]:
    """Return what needs a manager today; nothing for who does not match requests."""
    if not viewer.can("request.match"):
        return []
    return [*_unanswered(now), *_unthanked(now), *_owed(now), *_to_recruit(now)]


def due_in(request: Request, *, now: datetime) -> tuple[str, str]:
    """Return in how many hours the first response is due, as words, and the tone in which to say it."""
    left = request.response_due - now
    hours = int(abs(left) / timedelta(hours=1))
    if left <= timedelta():
        return str(n_("%(num)s hour late", "%(num)s hours late", hours)), "bad"
    return str(_("Due in %(hours)s h", hours=hours)), "bad" if left <= SOON else "gold"


def _unanswered(now: datetime) -> list[DeskItem]:
    found = []
    for request in requests.without_response():
        why, tone = due_in(request, now=now)
        facts = [
            money(request.amount_minor, request.currency) if request.amount_minor else "",
            str(request.format.label),
        ]
        detail = " · ".join(part for part in (*facts, request.industry or "") if part)
        found.append(
            DeskItem(
                _("Reference for %(company)s", company=request.company_name),
                detail,
                why,
                tone,
                request.requester.name,
                _("Match"),
                request.url,
                request.response_due,
            )
        )
    return found


def _unthanked(now: datetime) -> list[DeskItem]:
    """Talks whose thank-you is late: the worker sends it by itself, so this only shows when it does not
    run.
    """
    late = [call for call in thanks.unthanked(limit=20) if thanks.due(call) <= now]
    return [
        DeskItem(
            _("%(name)s was not thanked yet", name=call.person.name),
            call.request.company_name,
            _("Thanks overdue"),
            "bad",
            call.person.company_name or "",
            _("Write"),
            f"/references/thanks/{call.person.handle}",
            thanks.due(call),
        )
        for call in late
    ]


def _owed(now: datetime) -> list[DeskItem]:
    return [
        DeskItem(
            _("%(name)s was asked %(count)s times in 90 days", name=person.name, count=count),
            _("A personal thank-you is missing"),
            _("Owe thanks"),
            "gold",
            person.company_name or "",
            _("Write"),
            f"/references/thanks/{person.handle}",
            now + timedelta(days=1),
        )
        for person, count in thanks.owed(now=now)
    ]


def _to_recruit(now: datetime) -> list[DeskItem]:
    return [
        DeskItem(
            _("Nobody for %(company)s", company=one.request.company_name),
            " · ".join(
                part for part in (one.request.industry, one.request.use_case, one.request.region) if part
            ),
            _("Recruit"),
            "info",
            one.request.requester.name,
            _("Look"),
            one.request.url,
            max(one.at + timedelta(days=14), now + timedelta(days=3)),  # recruiting is never the most urgent
        )
        for one in unmet.still_open(limit=5)
    ]
