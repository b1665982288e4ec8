"""Meridian's own people, who are there from the first day."""

from admin.demo.cast import TEAM, VENDOR, Member
from hub.database import session
from hub.demo import World
from hub.people import companies, persons, roles
from hub.people.companies import CompanyKind
from hub.people.persons import Person


def assemble(world: World, password_hash: str) -> None:
    """Make the team, as `vouch user create` would; `world.staff` knows each by the first part of the
    address.
    """
    vendor = companies.add(VENDOR, CompanyKind.VENDOR, now=world.now)
    for member in TEAM:
        world.staff[member.address] = _made(world, member, vendor.id, password_hash)


def _made(world: World, member: Member, company_id: int, password_hash: str) -> Person:
    person = persons.add_contact(
        member.email,
        member.first_name,
        member.last_name,
        now=world.now,
        joined_at=world.now,
        welcomed_at=world.now,
        company_id=company_id,
        title=member.title,
        timezone=member.timezone,
        about=member.about,
        password_hash=password_hash,
    )
    session.flush()
    roles.give(person, member.role)
    return person
