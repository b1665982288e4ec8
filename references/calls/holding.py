"""That a talk took place. Said by either side; it pays the advocate once, and opens the rating."""

from datetime import datetime

from hub.facts import activity
from hub.i18n import _
from hub.people.persons import Person
from references import letters, lifecycle, responses
from references.calls.calls import Call, CallState, require_begun, step
from references.states import Verb
from references.terms import terms

KIND = "call.held"


def hold(call: Call, *, by: Person | None, now: datetime) -> None:
    """Record that the talk took place; `by` None is the buyer by their link. Raises `Refusal` before it
    begins, and the second time.
    """
    require_begun(call, now=now)
    step(call, CallState.HELD, held_at=now)
    lifecycle.move(call.request, Verb.HOLD, by=by, now=now)
    own = terms.find(call.person_id)
    industry = call.request.field_of_work
    activity.record(
        KIND,
        person=call.person,
        subject=("call", call.id),
        url="/me/impact",
        key=f"call:{call.id}",
        now=now,
        title=str(_("a buyer in %(industry)s", industry=industry) if industry else _("a buyer")),
        visibility=activity.Visibility.OWN if own and own.anonymous else activity.Visibility.MEMBERS,
        data={
            "request_id": call.request_id,
            "opportunity_id": call.request.opportunity_id,
            "minutes": call.minutes,
            "format": call.format.value,
        },
    )
    letters.happened(call, now=now)
    responses.tell(call.request, _("they have talked"), key=f"held:{call.id}", now=now)
