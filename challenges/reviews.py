"""Reviews: what was decided about a submission, by whom, when and why. An approval brings the points, once.

The state of the participation decides who was first; what is paid hangs on the version that was approved. An
approval that is undone takes back its activity, and with it the points.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from challenges import answers, policy, stages
from challenges.challenges import Challenge
from challenges.kinds import Proof
from challenges.moves import move
from challenges.participations import TRANSITIONS, Participation, State, hold
from hub.database import Model, session
from hub.errors import NotFound, Refusal, authorise
from hub.facts import activity, audit, notifications
from hub.facts.activity import Activity
from hub.i18n import _, n_
from hub.people.persons import Person


class Verdict(StrEnum):
    """What was decided."""

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    REOPENED = "reopened"


class Review(Model):
    """One decision. `by` None is the hub itself: nothing in the submission needed a look."""

    __tablename__ = "challenge_reviews"
    __table_args__ = (sa.Index("ix_challenge_reviews_history", "participation_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge_participations.id"))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    verdict: Mapped[Verdict]
    comment: Mapped[str]
    activity_id: Mapped[int | None] = mapped_column(sa.ForeignKey("activities.id"))
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship()


_CHANGED = _("This has changed since you opened it. Have another look.")


def get_submission(participation_id: int, *, by: Person) -> Participation:
    """Return a participation that `by` may decide about; raises `NotFound` or `NotAllowed`."""
    participation = session.get(Participation, participation_id)
    if participation is None:
        raise NotFound
    authorise(policy.may_review(by, participation.person_id))
    return participation


def latest(participation_ids: Iterable[int]) -> dict[int, Review]:
    """Return the latest decision about each of several participations, with who decided."""
    ids = list(participation_ids)
    newest = (
        sa.select(sa.func.max(Review.id))
        .where(Review.participation_id.in_(ids))
        .group_by(Review.participation_id)
    )
    found = session.scalars(
        sa.select(Review).where(Review.id.in_(newest)).options(sa.orm.joinedload(Review.by))
    )
    return {review.participation_id: review for review in found}


def submit(participation: Participation, *, now: datetime) -> bool:
    """Hand in a challenge whose every stage is answered. False when it was handed in; raises `Refusal`.

    Where no stage needs a look, it is approved at once.
    """
    hold(participation)
    challenge = participation.challenge
    if participation.state in (State.SUBMITTED, State.APPROVED):
        return False
    authorise(policy.may_take(participation.person, challenge, now=now))
    waiting = len(answers.open_stages(participation))
    if waiting:
        raise Refusal(n_("One step still waits for you.", "%(num)s steps still wait for you.", waiting))
    handed_in = move(
        participation,
        "submit",
        TRANSITIONS,
        refusal=_("This cannot be handed in now."),
        submitted_at=now,
        decided_at=None,
        points=challenge.points,
    )
    if handed_in and all(stage.auto_approve for stage in stages.of(challenge)):
        _approve(participation, by=None, comment="", seen=None, now=now)
    return handed_in


def approve(
    participation: Participation, *, by: Person, now: datetime, seen: int | None = None, comment: str = ""
) -> bool:
    """Approve a submission: the points arrive.

    False when it was approved already; raises `Refusal` when it moved on.
    """
    approved = _approve(participation, by=by, comment=comment, seen=seen, now=now)
    if approved:
        _note(participation, "approved", by, now)
    return approved


def approve_many(participation_ids: Iterable[int], *, by: Person, now: datetime) -> list[Participation]:
    """Approve several submissions, and return those that were; what moved on meanwhile is left as it is."""
    waiting = _locked(participation_ids, State.SUBMITTED, by)
    approved = [one for one in waiting if _approve(one, by=by, comment="", seen=None, now=now)]
    for participation in approved:
        _note(participation, "approved", by, now)
    return approved


def reopen_many(participation_ids: Iterable[int], *, by: Person, now: datetime) -> list[Participation]:
    """Undo several approvals, and return those that were undone."""
    approved = _locked(participation_ids, State.APPROVED, by)
    reopened = [one for one in approved if _reopen(one, by=by, now=now)]
    for participation in reopened:
        _note(participation, "reopened", by, now)
    return reopened


def return_(
    participation: Participation, *, comment: str, by: Person, now: datetime, seen: int | None = None
) -> bool:
    """Send a submission back with a comment, so that it can be mended. Raises `Refusal` without one."""
    if not comment.strip():
        raise Refusal(_("Say what is missing, so that they can mend it."), field="comment")
    if not move(participation, "return", TRANSITIONS, refusal=_CHANGED, seen=seen, decided_at=now):
        return False
    review = _record(participation, Verdict.RETURNED, by, comment, now)
    title = _(
        "“%(title)s” came back to you: %(comment)s",
        title=participation.challenge.title,
        comment=comment.strip(),
    )
    _tell(participation, "challenge.returned", title, review, now)
    _note(participation, "returned", by, now)
    return True


def reject(
    participation: Participation, *, comment: str, by: Person, now: datetime, seen: int | None = None
) -> bool:
    """Decline a submission for good, with the reason. Raises `Refusal` without one."""
    if not comment.strip():
        raise Refusal(_("Say why, in a friendly sentence: they will read it."), field="comment")
    if not move(participation, "reject", TRANSITIONS, refusal=_CHANGED, seen=seen, decided_at=now):
        return False
    review = _record(participation, Verdict.REJECTED, by, comment, now)
    title = _(
        "“%(title)s” was not accepted: %(comment)s",
        title=participation.challenge.title,
        comment=comment.strip(),
    )
    _tell(participation, "challenge.returned", title, review, now)
    _note(participation, "rejected", by, now)
    return True


def reopen(participation: Participation, *, by: Person, now: datetime) -> bool:
    """Undo the latest decision: the submission waits again, and what an approval paid is taken back."""
    reopened = _reopen(participation, by=by, now=now)
    if reopened:
        _note(participation, "reopened", by, now)
    return reopened


def _locked(participation_ids: Iterable[int], state: State, by: Person) -> list[Participation]:
    """Return those of other people in a state, locked in one order.

    With all locked first and the audit log written last, two managers never wait for each other.
    """
    wanted = sa.select(Participation).where(
        Participation.id.in_(list(participation_ids)),
        Participation.state == state,
        Participation.person_id != by.id,
    )
    ordered = wanted.order_by(Participation.person_id, Participation.id).with_for_update()
    return list(session.scalars(ordered, execution_options={"populate_existing": True}))


def _reopen(participation: Participation, *, by: Person, now: datetime) -> bool:
    last = latest([participation.id]).get(participation.id)
    if not move(participation, "reopen", TRANSITIONS, refusal=_CHANGED, decided_at=None):
        return False
    if last is not None and last.activity_id is not None:
        deed = session.get_one(Activity, last.activity_id)
        activity.retract(deed, by=by, reason=str(_("The approval was undone")), now=now)
    _record(participation, Verdict.REOPENED, by, "", now)
    return True


def _approve(
    participation: Participation, *, by: Person | None, comment: str, seen: int | None, now: datetime
) -> bool:
    version = participation.version
    if not move(participation, "approve", TRANSITIONS, refusal=_CHANGED, seen=seen, decided_at=now):
        return False
    challenge = participation.challenge
    review = _record(participation, Verdict.APPROVED, by, comment, now)
    deed = activity.record(
        "challenge.completed",
        person=participation.person,
        subject=("challenge", challenge.id),
        title=challenge.title,
        url=f"/challenges/{challenge.id}",
        points=participation.points,
        data={"proof": _proof(participation, by)},
        key=f"participation:{participation.id}:{version}",
        now=now,
    )
    review.activity_id = deed.id if deed else None
    _tell(participation, "challenge.approved", _thanks(challenge, participation.points), review, now)
    session.flush()
    return True


def _thanks(challenge: Challenge, points: int) -> object:
    if not points:
        return _("Well done: “%(title)s”.", title=challenge.title)
    return n_(
        "Well done: “%(title)s” brought you %(num)s point.",
        "Well done: “%(title)s” brought you %(num)s points.",
        points,
        title=challenge.title,
    )


def _proof(participation: Participation, by: Person | None) -> str:
    """Return the weakest proof among the stages; what somebody looked at is approved at least."""
    strength = list(Proof)
    floor = Proof.STATED if by is None else Proof.APPROVED
    found = [answer.proof or Proof.STATED for answer in answers.of(participation).values()]
    weakest = min(found, key=strength.index, default=Proof.STATED)
    return max(weakest, floor, key=strength.index).value


def _record(
    participation: Participation, verdict: Verdict, by: Person | None, comment: str, now: datetime
) -> Review:
    review = Review(
        participation_id=participation.id,
        by_id=by.id if by else None,
        verdict=verdict,
        comment=comment.strip()[:2000],
        at=now,
    )
    session.add(review)
    session.flush()
    return review


def _tell(participation: Participation, kind: str, title: object, review: Review, now: datetime) -> None:
    notifications.tell(
        participation.person,
        kind,
        title=title,
        url=f"/challenges/{participation.challenge_id}",
        key=f"review:{review.id}",
        now=now,
    )


def _note(participation: Participation, verdict: str, by: Person, now: datetime) -> None:
    audit.log(f"submission.{verdict}", by=by, subject=("participation", participation.id), now=now)
