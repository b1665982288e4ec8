"""Guardrails: why an advocate cannot be asked now, and until when. Hard, not advisory.

These are what a page shows before an invitation; `hub.facts.asks` holds the limits again under its locks
when one is sent.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hub.errors import Words
from hub.i18n import _, spoken_day
from references.matching.candidates import Candidate
from references.matching.wanted import Wanted

COMPANY_WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Rules:
    """The programme's limits: `company_cap` asks of one company in 30 days; `renewal_days` before a renewal
    is under negotiation (0: never); `health_floor` below which a customer is left alone.
    """

    company_cap: int = 1
    renewal_days: int = 30
    health_floor: int = 50
    perfect_from: int = 80


@dataclass(frozen=True, slots=True)
class Block:
    """Why not, and until when if that is known. A `final` one (never opted in, a competitor) no manager
    overrides.
    """

    reason: Words
    until: date | None = None
    final: bool = False


def block(candidate: Candidate, wanted: Wanted, rules: Rules, *, now: datetime) -> Block | None:
    """Return the first reason why this advocate cannot be asked for this, or None when they can."""
    return (
        _not_willing(candidate, wanted)
        or _conflict(candidate, wanted)
        or _resting(candidate, wanted, now)
        or _company(candidate, rules, now)
    )


def _not_willing(candidate: Candidate, wanted: Wanted) -> Block | None:
    if candidate.turned_down is not None:
        return Block(_("Set aside: %(why)s", why=candidate.turned_down), final=True)
    if not candidate.formats or not candidate.consented:
        return Block(_("Has not opted in to references"), final=True)
    if wanted.format not in candidate.formats:
        return Block(_("Does not offer this format"), final=True)
    if wanted.language and candidate.languages and wanted.language not in candidate.languages:
        return Block(_("Does not speak the buyer's language"), final=True)
    return None


def _conflict(candidate: Candidate, wanted: Wanted) -> Block | None:
    if candidate.churned:
        return Block(_("No longer a customer"), final=True)
    if wanted.company_id is not None and wanted.company_id == candidate.company_id:
        return Block(_("Works for the buyer"), final=True)
    if wanted.company_key in candidate.never_with and wanted.company_key is not None:
        return Block(_("The buyer is on their never-with list"), final=True)
    if wanted.competitor_key is not None and wanted.competitor_key == candidate.company_key:
        return Block(_("Works for the competitor in this deal"), final=True)
    return None


def _resting(candidate: Candidate, wanted: Wanted, now: datetime) -> Block | None:
    if candidate.paused_until is not None and candidate.paused_until > now:
        return Block(_("Paused themselves"), candidate.paused_until.date())
    if candidate.quiet_until is not None:
        return Block(_("Wants quiet days"), candidate.quiet_until + timedelta(days=1))
    free = _later(candidate.next_free, candidate.own_gap_until)
    if free is not None and free > now:
        if candidate.last_asked is None:
            return Block(_("Was asked a short time ago"), free.date())
        return Block(_("Asked on %(day)s", day=spoken_day(candidate.last_asked.date())), free.date())
    if candidate.minutes_left is not None and candidate.minutes_left < wanted.minutes:
        return Block(_("Has given the minutes of this month"), _next_month(now))
    return None


def _company(candidate: Candidate, rules: Rules, now: datetime) -> Block | None:
    if candidate.blackout_until is not None:
        reason = _("Held back: %(why)s", why=candidate.blackout_reason)
        return Block(reason, candidate.blackout_until + timedelta(days=1))
    if candidate.escalated:
        return Block(_("Their company has an open escalation"))
    if candidate.health is not None and candidate.health < rules.health_floor:
        return Block(
            _("Their company is not well with us (health %(health)s)", health=round(candidate.health))
        )
    if rules.renewal_days and candidate.renewal is not None:
        days = (candidate.renewal - now.date()).days
        if 0 <= days <= rules.renewal_days:
            return Block(_("Their renewal is under negotiation"), candidate.renewal + timedelta(days=1))
    if len(candidate.company_asked) >= rules.company_cap:
        free = candidate.company_asked[rules.company_cap - 1] + COMPANY_WINDOW
        return Block(_("Somebody of their company was asked"), free.date())
    return None


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else one or other


def _next_month(now: datetime) -> date:
    return (now.date().replace(day=1) + timedelta(days=32)).replace(day=1)
