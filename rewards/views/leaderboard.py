"""The leaderboard of a week, a month, a quarter, or ever."""

from flask import Blueprint, request

from hub.clock import now
from hub.people.faces import face_of
from hub.web.access import needs, viewer
from hub.web.responder import page
from rewards import board_marks, boards
from rewards.boards import Line, Period

bp = Blueprint("leaderboard", __name__, url_prefix="/leaderboard")


@bp.get("")
@needs("member.see")
def show() -> str:
    """The first twenty, and where one stands oneself."""
    period = next((period for period in Period if period == request.args.get("period")), Period.MONTH)
    person, board = viewer(), boards.board(period, now().date())
    lines, stands = boards.top(board, reader=person.id), boards.stands(person)
    listed = any(line.me for line in lines)
    own = board_marks.standing_of(person.id, board) if stands and not listed else None
    below = Line(own.place, own.points, face_of(person), me=True, about=own.about) if own else None
    return page(
        "rewards/leaderboard/show.html",
        period=period,
        periods=tuple(Period),
        lines=lines,
        below=below,
        stands=stands,
        listed=listed,
    )
