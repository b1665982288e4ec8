"""What who asked is told: each turn of their request, by mail and in the hub. The first answer stops the
clock of 48 hours.
"""

from datetime import datetime

import sqlalchemy as sa

from hub.database import changed, session
from hub.errors import Words
from hub.facts import notifications
from hub.i18n import _, force_locale
from references import letters
from references.matching.ranking import Matching
from references.requests import Request

NOTICE = "reference.request"


def answer(request: Request, words: Words, *, key: str, now: datetime) -> None:
    """Tell who asked the grade, or what they get instead; the first time this is the first response."""
    changed(
        sa.update(Request)
        .where(Request.id == request.id, Request.responded_at.is_(None))
        .values(responded_at=now, response=_spoken(words, request))
    )
    session.refresh(request, ["responded_at", "response"])
    tell(request, words, key=key, now=now)


def tell(request: Request, words: Words, *, key: str, now: datetime) -> None:
    """Tell who asked how their request moved, once per `key`."""
    title = _("%(company)s: %(what)s", company=request.company_name, what=words)
    letters.status(request, _spoken(words, request), key=f"{key}:{request.id}", now=now)
    notifications.tell(
        request.requester,
        NOTICE,
        title=title,
        url=request.url,
        key=f"{key}:{request.id}",
        now=now,
        mailed=True,
    )


def grades(found: Matching) -> Words:
    """Say how many fit, in the words in which sales is told."""
    if not found.ranked:
        return _("nobody fits and is free just now")
    return _(
        "%(perfect)s perfect and %(potential)s possible matches",
        perfect=found.perfect,
        potential=found.potential,
    )


def _spoken(words: Words, request: Request) -> str:
    with force_locale(request.requester.locale):
        return str(words)
