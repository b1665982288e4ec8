"""What is kept beside the rows: accounts, boards with their marks, levels reached and counts, added up by the
database itself.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa

from community.forums import Forum
from community.topics import Topic
from hub.clock import now
from hub.database import dialect, session, transaction
from hub.facts.ledger import Account, Posting
from rewards import board_marks
from rewards.boards import SUMMED, BoardSum, Period
from rewards.levels import Level
from rewards.reaches import Reach


def add_up() -> None:
    """Write all of it, each in a transaction of its own; then look how much there is."""
    boards = [partial(_board, period) for period in SUMMED]
    everything: list[Callable[[], None]] = [_accounts, *boards, _reaches, _forums]
    for write in everything:
        with transaction():
            write()
    board_marks.renew(now=now())
    with transaction():
        _statistics()


def _accounts() -> None:
    total = sa.func.sum(Posting.amount)
    sums = sa.select(Posting.person_id, total, total, sa.literal(0)).group_by(Posting.person_id)
    session.execute(sa.insert(Account).from_select(["person_id", "balance", "lifetime", "claim"], sums))


def _board(period: Period) -> None:
    first = _begins_on(period)
    sums = sa.select(sa.literal(period.value), first, Posting.person_id, sa.func.sum(Posting.amount))
    columns = ["period", "begins_on", "person_id", "points"]
    session.execute(sa.insert(BoardSum).from_select(columns, sums.group_by(first, Posting.person_id)))


def _begins_on(period: Period) -> sa.ColumnElement[Any]:
    """Return the first day of the period in which a posting lies (UTC; weeks begin on Monday)."""
    if dialect() == "postgresql":
        day = sa.func.timezone("UTC", Posting.at)
        return sa.cast(sa.func.date_trunc(sa.literal_column(f"'{period.value}'"), day), sa.Date)
    at = "ledger_postings.at"
    return sa.literal_column(
        {
            Period.WEEK: f"date({at}, '-' || ((strftime('%w', {at}) + 6) % 7) || ' days')",
            Period.MONTH: f"date({at}, 'start of month')",
            Period.QUARTER: f"date({at}, 'start of month', '-' || ((strftime('%m', {at})-1)%3) || ' months')",
        }[period]
    )


def _reaches() -> None:
    """Find for each member and level the posting that carried them over the threshold."""
    so_far = sa.func.sum(Posting.amount).over(
        partition_by=Posting.person_id, order_by=(Posting.at, Posting.id)
    )
    climbed = sa.select(Posting.person_id, Posting.at, Posting.amount, so_far.label("total")).subquery()
    carried = sa.and_(
        climbed.c.total >= Level.threshold, climbed.c.total - climbed.c.amount < Level.threshold
    )
    rows = sa.select(climbed.c.person_id, Level.id, Level.threshold, climbed.c.at).join_from(
        climbed, Level, carried
    )
    columns = ["person_id", "level_id", "threshold", "at"]
    session.execute(sa.insert(Reach).from_select(columns, rows.where(Level.threshold > 0)))


def _forums() -> None:
    inside = sa.select(sa.func.count()).where(Topic.forum_id == Forum.id).scalar_subquery()
    session.execute(
        sa.update(Forum).values(topic_count=inside), execution_options={"synchronize_session": False}
    )


def _statistics() -> None:
    """Let the database know how much there is now, so that it plans well."""
    session.execute(sa.text("ANALYZE"))
