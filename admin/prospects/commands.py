"""`vouch route REQUEST`: how a request is served best, and why."""

import click
from flask.cli import with_appcontext

from admin.prospects import routing
from hub.cli import show
from hub.clock import now
from references import requests


@click.command("route")
@click.argument("request_id", metavar="REQUEST", type=int)
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def route(request_id: int, as_json: bool) -> None:
    """Print the recommended route for a request: community, story or call, with the reasons."""
    found = routing.for_request(requests.get(request_id), now=now())
    show(routing.as_data(found), as_json, routing.as_text(found))
