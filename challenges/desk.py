"""What of the challenges needs a manager today."""

from datetime import datetime, timedelta

from challenges import submissions
from hub.house import DeskItem
from hub.i18n import _, n_
from hub.people.persons import Person

PATIENCE = timedelta(days=3)
"""So long people wait gladly; then the desk says it is late."""


def report(viewer: Person, *, now: datetime) -> list[DeskItem]:
    """Report what waits to be looked at, as one item."""
    waiting = submissions.backlog() if viewer.can("submission.review") else None
    if waiting is None:
        return []
    days = (now - waiting.oldest).days
    late = now - waiting.oldest > PATIENCE
    detail = n_(
        "“%(title)s”, oldest %(num)s day", "“%(title)s”, oldest %(num)s days", days, title=waiting.title
    )
    return [
        DeskItem(
            what=n_("%(num)s submission to review", "%(num)s submissions to review", waiting.count),
            detail=detail if days else _("“%(title)s”, since today", title=waiting.title),
            why=_("They wait for you") if late else _("Waiting"),
            tone="bad" if late else "",
            who=_("Challenges"),
            verb=_("Review"),
            url="/admin/challenges/queue",
            due=waiting.oldest + PATIENCE,
        )
    ]
