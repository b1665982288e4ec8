"""`vouch demo`: build the demo programme when there is none, then serve it."""

import os
from dataclasses import replace

import click
from flask.cli import with_appcontext

from admin.demo import cast, ground, marker, year
from admin.hurry import hurried
from hub import serving
from hub.clock import monotonic, now
from hub.config import Settings
from hub.demo import PASSWORD
from hub.house import house


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--reset", is_flag=True, help="Remove the demo that is there, and build it anew.")
@click.option("--build-only", is_flag=True, help="Build it, and do not serve it.")
@with_appcontext
def demo(host: str, port: int, reset: bool, build_only: bool) -> None:
    """Build a programme with a year of history, and serve it: everything in one place, mail captured."""
    settings = _settings(host, port)
    if not build_only:
        serving.check_free(host, port)
    if ground.prepare(settings, anew=reset):
        _build(settings)
    if not build_only:
        _invite(settings)
        serving.run(host, port, settings)


def _settings(host: str, port: int) -> Settings:
    """Return the settings with the address at which the demo will answer, for the links in its mails."""
    if "PUBLIC_URL" not in os.environ:
        shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
        os.environ["PUBLIC_URL"] = f"http://{shown}:{port}"
    house().settings = replace(house().settings, public_url=os.environ["PUBLIC_URL"])
    return house().settings


def _build(settings: Settings) -> None:
    started = monotonic()
    click.echo("Building a year of the demo programme …")
    with hurried():
        year.live(now(), click.echo)
    marker.complete(settings)
    click.echo(f"Built in {monotonic() - started:.0f} s.\n")


def _invite(settings: Settings) -> None:
    """Print where it is and who can sign in."""
    click.echo(f"The demo programme: {settings.public_url}\n\nSign in with the password {PASSWORD} as")
    for member, seen in cast.sign_ins():
        click.echo(f"  {member.email:<34} {member.name:<18} {seen}")
    click.echo(
        f"\nMail is captured in {settings.data / 'mail'} and shown at {settings.public_url}/admin/mail."
    )
    click.echo("Stop with Ctrl-C.")
