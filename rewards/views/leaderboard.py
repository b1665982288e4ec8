"""The leaderboard of a week, a month, a quarter, or ever."""

from flask import Blueprint, request

from hub.clock import now
from hub.web.access import needs, viewer
from hub.web.responder import page
from rewards import board_page, boards
from rewards.boards import Period

bp = Blueprint("leaderboard", __name__, url_prefix="/leaderboard")


@bp.get("")
@needs("member.see")
def show() -> str:
    """The first twenty, and where one stands oneself."""
    period = next((period for period in Period if period == request.args.get("period")), Period.MONTH)
    board = board_page.read(boards.board(period, now().date()), by=viewer())
    return page("rewards/leaderboard/show.html", period=period, periods=tuple(Period), board=board)
