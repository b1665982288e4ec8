"""Invitations: one advocate at a time is asked for a request. The ask budget holds the 30 days, under any
concurrency.
"""

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, changed, session
from hub.errors import NotFound, Refusal
from hub.facts import asks, audit, notifications, settings
from hub.i18n import _, spoken_day
from hub.people import account_team
from hub.people.persons import Person
from references import letters, lifecycle, pool, responses, shortlists, working_days
from references.matching import guardrails
from references.matching.ranking import Matching
from references.requests import Request
from references.states import Verb
from references.terms import terms

ANSWER_DAYS = 2
"""Working days after which the next in line is asked."""


class Answer(StrEnum):
    """What became of an invitation."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Invitation(Model):
    """That an advocate was asked, by whom and when; `override` is the reason when it went past the
    guardrails.
    """

    __tablename__ = "reference_invitations"
    __table_args__ = (
        sa.Index(
            "uq_reference_invitations_open",
            "request_id",
            unique=True,
            sqlite_where=sa.text("answer = 'waiting'"),
            postgresql_where=sa.text("answer = 'waiting'"),
        ),
        sa.Index("ix_reference_invitations_person", "person_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(sa.ForeignKey("reference_requests.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    note: Mapped[str]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    override: Mapped[str | None]
    answer: Mapped[Answer] = mapped_column(default=Answer.WAITING)
    decline_reason: Mapped[str | None]
    decline_note: Mapped[str | None]
    sent_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    request: Mapped[Request] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    by: Mapped[Person] = relationship(foreign_keys=[by_id])

    @property
    def url(self) -> str:
        """Where the advocate answers when signed in."""
        return url_of(self.id)


def url_of(invitation_id: int) -> str:
    """Return where an invitation is answered when signed in."""
    return f"/references/invitations/{invitation_id}"


def invite(
    request: Request,
    person: Person,
    *,
    by: Person,
    now: datetime,
    note: str = "",
    override: str | None = None,
    found: Matching | None = None,
) -> Invitation:
    """Ask an advocate. Their customer-success manager is told first; who asked is told the grade.

    Raises `Refusal` with the guardrail's reason; `override` (a reason) goes past those that are not final,
    and is audited. `found` spares matching the request again when the caller has just done so.
    """
    lifecycle.move(request, Verb.INVITE, by=by, now=now, note=person.name)
    if waiting_for(request.id) is not None:
        raise Refusal(_("Somebody is asked already. Wait for the answer, or withdraw that invitation."))
    _hold_guardrails(request, person, override, now)
    words = _first_words(request, found, now)
    invitation = Invitation(
        request_id=request.id,
        person_id=person.id,
        note=note.strip(),
        by_id=by.id,
        override=override,
        sent_at=now,
        expires_at=working_days.add(now, ANSWER_DAYS),
    )
    session.add(invitation)
    session.flush()
    _draw(invitation, now)
    shortlists.take_out(request, person)
    _tell(invitation, now)
    responses.answer(request, words, key=f"invited:{invitation.id}", now=now)
    detail = {"person": person.id, "override": override}
    audit.log("advocate.invited", by=by, subject=("request", request.id), detail=detail, now=now)
    return invitation


def get(invitation_id: int) -> Invitation:
    """Return an invitation; raise `NotFound`."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None:
        raise NotFound
    return invitation


def waiting_for(request_id: int) -> Invitation | None:
    """Return the invitation of a request that waits for its answer."""
    return session.scalar(
        sa.select(Invitation).where(Invitation.request_id == request_id, Invitation.answer == Answer.WAITING)
    )


def waiting_of(person: Person) -> list[Invitation]:
    """Return the invitations that wait for a person's answer, the one that runs out first at the top."""
    own = sa.select(Invitation).where(Invitation.person_id == person.id, Invitation.answer == Answer.WAITING)
    return list(session.scalars(own.order_by(Invitation.expires_at)))


def of_request(request_id: int) -> list[Invitation]:
    """Return everybody who was asked for a request, oldest first."""
    return list(
        session.scalars(
            sa.select(Invitation).where(Invitation.request_id == request_id).order_by(Invitation.id)
        )
    )


def of_person(person: Person, *, limit: int = 20) -> list[Invitation]:
    """Return the answered invitations of a person, the latest first."""
    own = sa.select(Invitation).where(Invitation.person_id == person.id, Invitation.answer != Answer.WAITING)
    return list(session.scalars(own.order_by(Invitation.sent_at.desc()).limit(limit)))


def close(
    invitation: Invitation,
    answer: Answer,
    *,
    now: datetime,
    reason: str | None = None,
    note: str | None = None,
) -> None:
    """Answer an invitation, once: of two clicks the second is refused."""
    answered = sa.update(Invitation).where(
        Invitation.id == invitation.id, Invitation.answer == Answer.WAITING
    )
    if (
        changed(answered.values(answer=answer, answered_at=now, decline_reason=reason, decline_note=note))
        != 1
    ):
        raise Refusal(_("This invitation was answered already, or has run out."))
    session.refresh(invitation)


def withdraw(invitation: Invitation, *, by: Person, now: datetime) -> None:
    """Take an invitation back. It still counts: the advocate was asked."""
    close(invitation, Answer.WITHDRAWN, now=now)
    detail = {"person": invitation.person_id}
    audit.log("advocate.withdrawn", by=by, subject=("request", invitation.request_id), detail=detail, now=now)


def _hold_guardrails(request: Request, person: Person, override: str | None, now: datetime) -> None:
    found = pool.candidates(now=now, only=person.id, request_id=request.id)
    if not found:
        raise Refusal(_("%(name)s is not an advocate any more.", name=person.name))
    block = guardrails.block(found[0], request.wanted(), pool.rules(), now=now)
    if block is None or (override and not block.final):
        return
    if block.until is None:
        raise Refusal(_("%(name)s cannot be asked: %(why)s.", name=person.name, why=block.reason))
    free = spoken_day(block.until)
    raise Refusal(
        _(
            "%(name)s cannot be asked: %(why)s. Next free on %(day)s.",
            name=person.name,
            why=block.reason,
            day=free,
        )
    )


def _first_words(request: Request, found: Matching | None, now: datetime) -> str:
    """Say how many fit when this is the first that who asked hears; matched before the advocate is asked."""
    if request.responded_at is not None:
        return _("we have asked another advocate")
    grades = responses.grades(found or pool.matching(request, now=now))
    return _("%(grades)s; we have asked the first", grades=grades)


def _draw(invitation: Invitation, now: datetime) -> None:
    person, source, minutes = invitation.person, f"invitation:{invitation.id}", invitation.request.minutes
    if invitation.override:
        asks.override(
            person,
            kind="override",
            minutes=minutes,
            source=source,
            by=invitation.by,
            reason=invitation.override,
            now=now,
        )
    else:
        asks.draw(
            person,
            "reference",
            minutes=minutes,
            source=source,
            now=now,
            gap=_gap(person),
            company_cap=settings.value("references.company_cap"),
        )


def _gap(person: Person) -> timedelta:
    own = terms.find(person.id)
    return own.gap if own else asks.REFERENCE_GAP


def _tell(invitation: Invitation, now: datetime) -> None:
    """Tell the customer-success manager, then the advocate: the outbox keeps the order."""
    person, request = invitation.person, invitation.request
    csm = account_team.csm_of(person.company_id)
    if csm is not None:
        title = _(
            "We are asking %(name)s to speak with %(company)s", name=person.name, company=request.company_name
        )
        notifications.tell(
            csm, "reference.customer_asked", title=title, url=request.url, key=f"csm:{invitation.id}", now=now
        )
    title = _("Would you speak with %(company)s?", company=request.company_name)
    letters.invitation(invitation, now=now)
    notifications.tell(
        person,
        "reference.invited",
        title=title,
        url=invitation.url,
        key=f"invited:{invitation.id}",
        now=now,
        mailed=True,
    )
