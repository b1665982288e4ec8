"""The programme's own people, as exports name them: by e-mail or by name."""

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from hub.database import session
from hub.people.persons import Person, joined
from hub.people.roles import STAFF, Holding


@dataclass(frozen=True)
class Team:
    """Who works for the programme: ids, and whom an address means, or a name that only one of them has."""

    members: frozenset[int]
    known_by: dict[str, int]

    @classmethod
    def load(cls) -> "Team":
        """Read the team: one statement."""
        works_here = sa.exists().where(Holding.person_id == Person.id, Holding.role.in_(STAFF))
        people = session.execute(
            sa.select(Person.id, Person.email, Person.first_name, Person.last_name).where(
                joined(), works_here
            )
        ).all()
        named: dict[str, set[int]] = defaultdict(set)
        for person in people:
            first, last = person.first_name, person.last_name
            for word in (person.email or "", f"{first} {last}", f"{last}, {first}"):
                named[word.casefold().strip()].add(person.id)
        sure = {word: min(ids) for word, ids in named.items() if word and len(ids) == 1}
        return cls(frozenset(person.id for person in people), sure)

    def find(self, words: str | None) -> int | None:
        """Return whom a cell means, None when nobody of the team."""
        return self.known_by.get(" ".join(words.split()).casefold()) if words else None
