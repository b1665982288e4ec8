"""Invitations to join: by mail with a single-use link, or a link with a limit. The token is stored as its hash only."""

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, changed, session
from hub.delivery import mail
from hub.errors import NotFound, Refusal
from hub.facts import activity, audit
from hub.i18n import _
from hub.people import buyers, consents, persons, roles
from hub.people.opportunities import Opportunity
from hub.people.persons import Person

VALID_FOR = timedelta(days=30)
_USED = _("This link was used already. If it was you, sign in; else ask for a new one.")


class Invitation(Model):
    """An invitation. For one person (`person_id`), or a link that up to `limit` people may use."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str] = mapped_column(sa.ForeignKey("roles.name"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    opportunity_id: Mapped[int | None] = mapped_column(sa.ForeignKey("opportunities.id"), index=True)
    note: Mapped[str]
    limit: Mapped[int] = mapped_column(default=1)
    used: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    opportunity: Mapped[Opportunity | None] = relationship()


def invite(person: Person, *, role: str, by: Person, now: datetime, note: str = "") -> str:
    """Invite a contact by mail and return the token of the link; an earlier open invitation stops working.

    Raises `Refusal` when the person is a member already or has no address. Of the team's roles, `by`
    grants none beyond their own rights.
    """
    if person.joined_at is not None:
        raise Refusal(_("%(name)s is a member already.", name=person.name))
    if person.email is None:
        raise Refusal(_("%(name)s has no e-mail address yet.", name=person.name))
    changed(
        sa.update(Invitation)
        .where(Invitation.person_id == person.id, Invitation.withdrawn_at.is_(None), Invitation.used == 0)
        .values(withdrawn_at=now)
    )
    invitation, token = _open(role, by=by, now=now, note=note, person_id=person.id)
    mail.post(
        "hub/mail/invitation",
        to=person,
        subject=_("%(name)s would like you to join", name=by.name),
        context={"url": f"/join/{token}", "by": by.name, "note": note, "days": VALID_FOR.days},
        key=f"invitation:{invitation.id}",
        now=now,
    )
    audit.log("member.invited", by=by, subject=("person", person.id), detail={"role": role}, now=now)
    return token


def resend(invitation: Invitation, *, by: Person, now: datetime) -> str:
    """Send an invitation again, to the same role and with the same note, and return the token of its fresh link.

    Raises `NotFound` for a link that went to nobody in particular, `Refusal` like `invite`.
    """
    if invitation.person is None:
        raise NotFound
    return invite(invitation.person, role=invitation.role, by=by, now=now, note=invitation.note)


def open_link(
    *, role: str, by: Person, now: datetime, limit: int = 1, opportunity: Opportunity | None = None
) -> str:
    """Make a link that up to `limit` people may use to join, bound to a deal when given; returns its token."""
    if not 1 <= limit <= 500:
        raise Refusal(_("A link can serve between 1 and 500 people."), field="limit")
    invitation, token = _open(
        role, by=by, now=now, limit=limit, opportunity_id=opportunity.id if opportunity else None
    )
    audit.log(
        "link.opened",
        by=by,
        subject=("invitation", invitation.id),
        detail={"role": role, "limit": limit},
        now=now,
    )
    return token


def get_usable(token: str, *, now: datetime) -> Invitation:
    """Return the invitation of a link; raises `NotFound` when there is none, `Stale` when it cannot be used any more."""
    invitation = session.scalar(sa.select(Invitation).where(Invitation.token_hash == _hash(token)))
    if invitation is None:
        raise NotFound
    joined = invitation.person is not None and invitation.person.joined_at is not None
    if invitation.withdrawn_at or invitation.used >= invitation.limit or joined:
        raise Stale(_USED)
    if invitation.expires_at <= now:
        raise Stale(_("This link is too old. Ask who invited you for a new one."))
    return invitation


class Stale(Refusal):
    """A link that once worked: 410."""


def join(
    token: str,
    *,
    first_name: str,
    last_name: str,
    email: str,
    password_hash: str,
    now: datetime,
    company_name: str | None = None,
) -> Person:
    """Make a member of who holds the link. The link is used up under any number of simultaneous clicks.

    `password_hash` was made before (`passwords.hashed`), outside the write lock. Raises `Refusal` beside the field.
    """
    invitation = get_usable(token, now=now)
    used = changed(
        sa.update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.used < Invitation.limit,
            Invitation.withdrawn_at.is_(None),
        )
        .values(used=Invitation.used + 1)
    )
    if used != 1:
        raise Stale(_USED)
    person = invitation.person or _newcomer(invitation, email, first_name, last_name, now)
    person.first_name, person.last_name = first_name, last_name
    person.password_hash = password_hash
    person.joined_at = now
    roles.give(person, invitation.role)
    consents.give(person, "membership", now=now)
    session.flush()
    activity.record(
        "member.joined",
        person=person,
        subject=("person", person.id),
        title=person.name,
        url=f"/members/{person.handle}",
        key=f"joined:{person.id}",
        now=now,
        visibility=activity.Visibility.OWN if invitation.role == "prospect" else activity.Visibility.MEMBERS,
    )
    audit.log(
        "member.joined", by=person, subject=("person", person.id), detail={"role": invitation.role}, now=now
    )
    return person


def of_person(person_id: int) -> list[Invitation]:
    """Return every invitation that a person ever got, the latest first, with who invited."""
    own = (
        sa.select(Invitation)
        .where(Invitation.person_id == person_id)
        .options(sa.orm.joinedload(Invitation.by))
    )
    return list(session.scalars(own.order_by(Invitation.created_at.desc(), Invitation.id.desc())))


def links() -> sa.Select[tuple[Invitation]]:
    """Return the statement for links that still work as far as nobody withdrew them, the latest first."""
    return (
        sa.select(Invitation)
        .where(Invitation.person_id.is_(None), Invitation.withdrawn_at.is_(None))
        .options(sa.orm.joinedload(Invitation.by), sa.orm.joinedload(Invitation.opportunity))
        .order_by(Invitation.created_at.desc())
    )


def get(invitation_id: int) -> Invitation:
    """Return an invitation; raise `NotFound`."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None:
        raise NotFound
    return invitation


def withdraw(invitation: Invitation, *, by: Person, now: datetime) -> None:
    """Let an invitation or a link not work any more; who joined by it stays a member. Again is a quiet no-op."""
    open_one = sa.update(Invitation).where(Invitation.id == invitation.id, Invitation.withdrawn_at.is_(None))
    if changed(open_one.values(withdrawn_at=now)):
        audit.log("invitation.withdrawn", by=by, subject=("invitation", invitation.id), now=now)
    session.expire(invitation)


def pending() -> sa.Select[tuple[Invitation]]:
    """Return the statement for invitations of persons that were not used yet, the latest first."""
    return (
        sa.select(Invitation)
        .where(Invitation.used == 0, Invitation.withdrawn_at.is_(None), Invitation.person_id.is_not(None))
        .options(sa.orm.joinedload(Invitation.person), sa.orm.joinedload(Invitation.by))
        .order_by(Invitation.created_at.desc())
    )


def _open(
    role: str,
    *,
    by: Person,
    now: datetime,
    note: str = "",
    limit: int = 1,
    person_id: int | None = None,
    opportunity_id: int | None = None,
) -> tuple[Invitation, str]:
    wanted = session.get_one(roles.Role, role)
    if wanted.staff and not set(wanted.permissions) <= by.permissions:
        raise Refusal(_("You cannot invite somebody to a role that may do more than you may."), field="role")
    token = secrets.token_urlsafe(24)
    invitation = Invitation(
        token_hash=_hash(token),
        role=role,
        person_id=person_id,
        opportunity_id=opportunity_id,
        note=note.strip()[:1000],
        limit=limit,
        by_id=by.id,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    session.add(invitation)
    session.flush()
    return invitation, token


def _newcomer(invitation: Invitation, email: str, first_name: str, last_name: str, now: datetime) -> Person:
    """Return a new person for an open link. An address that we know is not theirs to claim: it gets mail of its own."""
    address = persons.normal_email(email)
    if persons.find_by_email(address) is not None:
        raise Refusal(
            _("This address cannot be used here. If it is yours, sign in or ask for an invitation."),
            field="email",
        )
    person = persons.add_contact(address, first_name, last_name, now=now)
    if invitation.opportunity is not None:
        buyers.bind(person, invitation.opportunity, now=now)
    return person


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
