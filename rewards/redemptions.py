"""Redemptions:

what members took, where it stands, and giving it back: points and stock return at most once.

The reward's row is the lock: whoever takes or returns one holds the row until the commit, so that stock and
the limit per member are counted one by one. The order of locks is always reward, then account.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Model, changed, session
from hub.errors import NotFound, Refusal
from hub.facts import ledger
from hub.i18n import _
from hub.people.persons import Person
from rewards.catalogue import Reward
from rewards.redemption_states import NAMES, TONES, RedemptionState, before


class Redemption(Model):
    """One reward that a member took, with its name and cost as they were.

    `token` is the form's, so that a double click is one redemption.
    """

    __tablename__ = "redemptions"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "token"),
        sa.Index("ix_redemptions_queue", "state", "requested_at"),
        sa.Index("ix_redemptions_taken", "person_id", "reward_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    reward_id: Mapped[int] = mapped_column(sa.ForeignKey("rewards.id"), index=True)
    token: Mapped[str]
    name: Mapped[str]
    cost: Mapped[int]
    state: Mapped[RedemptionState]
    requested_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    reward: Mapped[Reward] = relationship()
    # by function, not by name: other packages have moves of their own
    moves: Mapped[list["Move"]] = relationship(lambda: Move, order_by=lambda: Move.id)

    @property
    def state_name(self) -> str:
        """Where it stands, in words."""
        return str(NAMES[self.state])

    @property
    def tone(self) -> str:
        """How the state is coloured."""
        return TONES[self.state]

    @property
    def note(self) -> str:
        """What was last said about it."""
        return next((move.note for move in reversed(self.moves) if move.note), "")


class Move(Model):
    """That a redemption came to a state:

    when, by whom (None is the hub itself), with what words to the member.
    """

    __tablename__ = "redemption_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    redemption_id: Mapped[int] = mapped_column(sa.ForeignKey("redemptions.id"), index=True)
    state: Mapped[RedemptionState]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    note: Mapped[str]
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship()

    @property
    def state_name(self) -> str:
        """The state, in words."""
        return str(NAMES[self.state])


def get(redemption_id: int) -> Redemption:
    """Return a redemption; raise `NotFound`."""
    redemption = session.get(Redemption, redemption_id)
    if redemption is None:
        raise NotFound
    return redemption


def get_own(redemption_id: int, *, of: Person) -> Redemption:
    """Return a redemption of a member; raise `NotFound` when it is not theirs."""
    redemption = get(redemption_id)
    if redemption.person_id != of.id:
        raise NotFound
    return redemption


def history(person_id: int) -> sa.Select[tuple[Redemption]]:
    """Return the statement for what a member took, the latest first."""
    return (
        sa.select(Redemption)
        .where(Redemption.person_id == person_id)
        .options(sa.orm.joinedload(Redemption.reward), sa.orm.selectinload(Redemption.moves))
        .order_by(Redemption.requested_at.desc(), Redemption.id.desc())
    )


def cancel(redemption: Redemption, *, by: Person, now: datetime) -> None:
    """Give back what one asked for, while nobody has approved it: points and stock return."""
    move(redemption, RedemptionState.CANCELLED, by=by, now=now)
    give_back(redemption, restock=True, now=now)


def move(
    redemption: Redemption, to: RedemptionState, *, by: Person | None, now: datetime, note: str = ""
) -> None:
    """Bring a redemption to a state that may follow its own; raise `Refusal` when somebody was faster or it
    may not.
    """
    session.flush()
    moved = changed(
        sa.update(Redemption)
        .where(Redemption.id == redemption.id, Redemption.state.in_(before(to)))
        .values(state=to)
    )
    session.refresh(redemption, ["state"])
    if moved != 1:
        raise Refusal(
            _("This cannot be done any more: it stands at “%(state)s”.", state=redemption.state_name)
        )
    session.add(
        Move(redemption_id=redemption.id, state=to, by_id=by.id if by else None, note=note.strip(), at=now)
    )
    session.flush()
    session.expire(redemption, ["moves"])


def give_back(redemption: Redemption, *, restock: bool, now: datetime) -> None:
    """Return the points, and the piece to the shelf unless it left the house; the ledger refunds a cause only
    once.
    """
    lock(redemption.reward_id)
    returned = ledger.refund(
        redemption.person_id, cause=cause_of(redemption), reason=redemption.name, now=now
    )
    if returned and restock:
        changed(sa.update(Reward).where(Reward.id == redemption.reward_id).values(stock=Reward.stock + 1))
        session.refresh(redemption.reward, ["stock"])


def cause_of(redemption: Redemption) -> str:
    """Return what the ledger calls this redemption."""
    return f"redemption:{redemption.id}"


def lock(reward_id: int) -> Reward:
    """Return the reward under its lock, as it is now (SQLite's writers are alone anyway)."""
    session.flush()
    locked = sa.select(Reward).where(Reward.id == reward_id).with_for_update(of=Reward)
    return session.scalars(locked, execution_options={"populate_existing": True}).one()
