"""`vouch metrics`: every metric of a period, as text or for programs."""

from datetime import datetime

import click
from flask.cli import with_appcontext

from admin.metrics import catalogue, metric, periods, report
from hub.cli import show
from hub.clock import now

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("metrics")
@click.option("--from", "first", type=DAY, help="The first day (UTC); by default 90 days before the last.")
@click.option("--to", "last", type=DAY, help="The last day (UTC), included; by default today.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def metrics(first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """Print the programme's figures with their formula's inputs."""
    period = periods.of_days(first.date() if first else None, last.date() if last else None, now=now())
    readings = metric.take(catalogue.METRICS, period)
    text = "\n".join([f"{period.first} to {period.last}", *(report.as_line(reading) for reading in readings)])
    show([report.as_data(reading) for reading in readings], as_json, text)
