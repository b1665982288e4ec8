"""In which order what was found in the Whoosh index is shown: by words, boost and freshness.

How telling a word is, is reckoned within what the reader may open, so that no order can tell what is hidden.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from itertools import islice
from math import log
from operator import and_, or_

from hub.search.documents import MOST, freshness
from hub.search.query import Clause
from hub.search.whoosh_leaf import Leaf
from hub.search.whoosh_matching import Part, Place, count, newest, places, stems

LOUDEST = 500
"""Of more than `MOST` matches, so many that say the words most loudly are ranked beside the newest."""

SATURATION, LENGTH_SHARE = 1.2, 0.75
"""BM25: how soon saying a word again adds little, and how much a long text counts against it."""


def best(parts: Sequence[Part], clauses: Sequence[Clause], now: datetime) -> list[Place]:
    """Return what was found, the best first. Of more than `MOST` some are ranked: the newest and the loudest."""
    if count(parts) <= MOST:
        ranked = dict.fromkeys(places(parts))
    else:
        ranked = dict.fromkeys(islice(newest(parts), MOST))
        for loud in _loud(parts, clauses):
            ranked |= dict.fromkeys(islice(newest(loud), LOUDEST))
    said = list(dict.fromkeys(stem for clause in clauses for stem in stems(clause)))
    ranks = _ranks(ranked, _worth(parts, said), now.timestamp())
    return sorted(ranked, key=ranks.__getitem__, reverse=True)


def _loud(parts: Sequence[Part], clauses: Sequence[Clause]) -> tuple[list[Part], list[Part]]:
    """Return who says every clause loudly, and who says any so."""
    every, some = [], []
    for part in parts:
        loud = [reduce(or_, (part.leaf.loudly(stem) for stem in stems(clause))) for clause in clauses]
        every.append(replace(part, found=reduce(and_, loud, part.found)))
        some.append(replace(part, found=part.found & reduce(or_, loud)))
    return every, some


def _worth(parts: Sequence[Part], said: Iterable[str]) -> dict[str, float]:
    """Return how telling each word is: the more, the fewer say it."""
    total = sum(part.open.bit_count() for part in parts)
    having = {stem: sum((part.open & part.leaf.saying(stem)).bit_count() for part in parts) for stem in said}
    return {stem: 1 + log((1 + total) / (1 + found)) for stem, found in having.items()}


def _ranks(ranked: Iterable[Place], worth: dict[str, float], now: float) -> dict[Place, float]:
    within: dict[Leaf, list[int]] = {}
    for leaf, number in ranked:
        within.setdefault(leaf, []).append(number)
    lengths = [leaf.length[number] for leaf, numbers in within.items() for number in numbers]
    mean = sum(lengths) / max(1, len(lengths)) or 1
    return {
        (leaf, number): rank
        for leaf, numbers in within.items()
        for number, rank in zip(numbers, _ranked(leaf, numbers, worth, mean, now), strict=True)
    }


def _ranked(
    leaf: Leaf, numbers: Iterable[int], worth: dict[str, float], mean: float, now: float
) -> Iterable[float]:
    """Yield the rank of each document of a segment: BM25, lifted by its boost, faded by its age."""
    said = [(leaf.weights(stem), value) for stem, value in worth.items()]
    for number in numbers:
        damping = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * leaf.length[number] / mean)
        fit = sum(
            value * weights[number] / (weights[number] + damping)
            for weights, value in said
            if weights[number]
        )
        yield fit * leaf.boost[number] * freshness(now - leaf.created[number])
