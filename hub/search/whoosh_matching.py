"""What a query finds in the Whoosh index, segment by segment.

A reader's documents are worked out first, and everything else within them alone: no count can tell what is
hidden.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from heapq import merge
from operator import or_

from hub.search import words
from hub.search.documents import audience_term
from hub.search.query import Clause, Query
from hub.search.whoosh_leaf import Leaf

Place = tuple[Leaf, int]
"""A document: its segment, and its number there."""


@dataclass(frozen=True)
class Part:
    """What a reader may open of a segment, less what was deleted, and what was found of that."""

    leaf: Leaf
    open: int
    found: int


def opened(leaves: Iterable[tuple[Leaf, int]], audience: frozenset[str]) -> list[Part]:
    """Return what carries one of the tokens: of segments, each with its living documents."""
    terms = [audience_term(token) for token in audience]
    within = ((leaf, _any(leaf, "terms", terms) & living) for leaf, living in leaves)
    return [Part(leaf, both, both) for leaf, both in within if both]


def matching(parts: Iterable[Part], wanted: Query) -> list[Part]:
    """Return what a query finds of these."""
    return [replace(part, found=_matching(part.leaf, part.found, wanted)) for part in parts]


def beginning(parts: Iterable[Part], typed: Sequence[str], kinds: frozenset[str]) -> list[Part]:
    """Return what has these words in title, author or tags, the last of them perhaps unfinished."""
    found = []
    for part in parts:
        both = _of_kinds(part.leaf, part.found, kinds)
        for word in typed[:-1]:
            both &= part.leaf.having("begins", word)
        found.append(replace(part, found=both and both & part.leaf.beginning(typed[-1])))
    return found


def count(parts: Iterable[Part]) -> int:
    """Return how many documents were found."""
    return sum(part.found.bit_count() for part in parts)


def places(parts: Iterable[Part]) -> Iterator[Place]:
    """Yield what was found, in no order."""
    return ((part.leaf, number) for part in parts for number in part.leaf.numbers(part.found))


def newest(parts: Sequence[Part]) -> Iterator[Place]:
    """Yield what was found, the newest first."""
    for _age, nth, number in merge(*(_aged(part, nth) for nth, part in enumerate(parts))):
        yield parts[nth].leaf, number


def stems(clause: Clause) -> list[str]:
    """Return what a clause looks for: the stems of its words in order, or those of all spellings of one."""
    return list(map(words.stem, (*clause.words, *clause.others)))


def _aged(part: Part, nth: int) -> Iterator[tuple[float, int, int]]:
    created = part.leaf.created
    return ((-created[number], nth, number) for number in part.leaf.newest(part.found))


def _matching(leaf: Leaf, found: int, wanted: Query) -> int:
    for term in wanted.required:
        found &= leaf.having("terms", term)
    for term in wanted.refused:
        found ^= found & leaf.having("terms", term)
    found = _of_kinds(leaf, found, wanted.kinds)
    if found and (wanted.after or wanted.before):
        found &= leaf.between(wanted.after, wanted.before)
    for clause in sorted(wanted.clauses, key=lambda clause: len(clause.words)):
        found = _saying(leaf, found, clause)
    for clause in wanted.without:
        found ^= _saying(leaf, found, clause)
    return found


def _saying(leaf: Leaf, found: int, clause: Clause) -> int:
    """Return those that say a clause: any of its spellings, or its words together."""
    if len(clause.words) == 1:
        return found and found & reduce(or_, map(leaf.saying, stems(clause)))
    for stem in stems(clause):
        found = found and found & leaf.saying(stem)
    return found and leaf.only(_together(leaf, found, stems(clause)))


def _together(leaf: Leaf, found: int, said: Sequence[str]) -> Iterator[int]:
    """Yield those in which these words stand one after the other."""
    first, *others = (leaf.places(stem, found) for stem in said)
    for number, places in first.items():
        starts = set(places)
        for far, other in enumerate(others, 1):
            starts.intersection_update(place - far for place in other[number])
        if starts:
            yield number


def _of_kinds(leaf: Leaf, found: int, kinds: frozenset[str]) -> int:
    return found & _any(leaf, "terms", [f"kind={kind}" for kind in kinds]) if kinds else found


def _any(leaf: Leaf, field: str, terms: Iterable[str]) -> int:
    return reduce(or_, (leaf.having(field, term) for term in terms), 0)
