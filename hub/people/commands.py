"""Commands for people who may sign in: the first administrator, and care for the others from the console."""

import click
from flask.cli import with_appcontext

from hub.clock import now
from hub.database import session, transaction
from hub.errors import Refusal
from hub.facts import audit
from hub.house import house
from hub.people import membership, passwords, persons, roles
from hub.upgrades import upgrade_database


@click.command()
@click.option("--email", prompt="E-mail of the first administrator")
@click.option("--first-name", prompt=True)
@click.option("--last-name", prompt=True)
@click.password_option()
@with_appcontext
def setup(email: str, first_name: str, last_name: str, password: str) -> None:
    """Prepare the database and make the first administrator."""
    upgrade_database()
    with transaction():
        if roles.holders("admin"):
            raise click.ClickException("There is an administrator already.")
        administrator = _create(email, first_name, last_name, password, "admin")
        for furnish in house().openings:
            furnish(administrator, now())
    click.echo(f"{email} can sign in.")


@click.group()
def user() -> None:
    """People who may sign in."""


@user.command("create")
@click.argument("email")
@click.option("--first-name", required=True)
@click.option("--last-name", default="")
@click.option("--role", default="advocate", show_default=True)
@click.password_option()
@with_appcontext
def user_create(email: str, first_name: str, last_name: str, role: str, password: str) -> None:
    """Make a member."""
    with transaction():
        _create(email, first_name, last_name, password, role)
    click.echo(f"{email} can sign in as {role}.")


@user.command("role")
@click.argument("email")
@click.argument("role")
@click.option("--remove", is_flag=True, help="Take the role away instead.")
@with_appcontext
def user_role(email: str, role: str, remove: bool) -> None:
    """Give a role, or take it away."""
    with transaction():
        person = known(email)
        if remove:
            roles.take(person, role)
        else:
            membership.check_role(role)
            roles.give(person, role)
        audit.log(
            "role.taken" if remove else "role.given",
            by=None,
            subject=("person", person.id),
            detail={"role": role},
            now=now(),
        )
    click.echo("Done.")


@user.command("password")
@click.argument("email")
@click.password_option()
@with_appcontext
def user_password(email: str, password: str) -> None:
    """Set a password, and end all sessions."""
    hashed = passwords.hashed(passwords.checked(password))
    with transaction():
        membership.reset_password(known(email), hashed, now=now())
    click.echo("Done.")


@user.command("unlock")
@click.argument("email")
@with_appcontext
def user_unlock(email: str) -> None:
    """Forget wrong passwords, and let a suspended member back in."""
    with transaction():
        membership.unlock(known(email), now=now())
    click.echo("Done.")


def _create(email: str, first_name: str, last_name: str, password: str, role: str) -> persons.Person:
    membership.check_role(role)
    if persons.find_by_email(email) is not None:
        raise Refusal(f"{email} is known already.")
    person = persons.add_contact(email, first_name, last_name, now=now(), joined_at=now(), welcomed_at=now())
    person.password_hash = passwords.hashed(passwords.checked(password))
    session.flush()
    roles.give(person, role)
    audit.log("member.created", by=None, subject=("person", person.id), detail={"role": role}, now=now())
    return person


def known(email: str) -> persons.Person:
    """Return the person with that address; raise `Refusal` when there is none."""
    person = persons.find_by_email(email)
    if person is None:
        raise Refusal(f"Nobody has the address {email}.")
    return person
