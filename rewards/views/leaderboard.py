"""The leaderboard of a week, a month, a quarter, or ever."""

from flask import Blueprint, request

from hub.clock import now
from hub.i18n import _
from hub.web.access import needs, viewer
from hub.web.responder import page
from rewards import board_marks, boards
from rewards.boards import Period

bp = Blueprint("leaderboard", __name__, url_prefix="/leaderboard")

NAMES = {
    Period.WEEK: _("This week"),
    Period.MONTH: _("This month"),
    Period.QUARTER: _("This quarter"),
    Period.EVER: _("All time"),
}


@bp.get("")
@needs("member.see")
def show() -> str:
    """The first twenty, and where one stands oneself."""
    period = next((period for period in Period if period == request.args.get("period")), Period.MONTH)
    person, board = viewer(), boards.board(period, now().date())
    lines = boards.top(board)
    own = boards.points_of(person.id, board) if boards.stands(person) else 0
    listed = any(line.person_id == person.id for line in lines)
    place = board_marks.place_of(own, board) if own > 0 and not listed else None
    return page(
        "rewards/leaderboard/show.html",
        period=period,
        names=NAMES,
        lines=lines,
        own=own,
        place=place,
        stands=boards.stands(person),
        listed=listed,
    )
