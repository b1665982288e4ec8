"""Existing answers: what customers have said already, found for somebody's words, as far as a buyer may read
it.
"""

from dataclasses import dataclass
from datetime import datetime

from community.circles import Circle, token
from hub import search
from hub.errors import Words
from hub.i18n import _
from hub.search import EVERYONE, Hit
from hub.search.words import COMMON, stem, words
from references import stories
from references.requests import Request
from references.stories import Story

A_BUYER = frozenset({EVERYONE, token(Circle.PROSPECTS)})
"""The audience tokens of any buyer: what is recommended for a buyer must be open to them."""

TELLING_WORDS = 5
SHORTEST = 4
MOST = 3
_WEAK = """
about after also anybody anyone anything because been before being best better could does doing done
during even ever every everybody from good have having into just know like long made make many more
most much need only other over people should some somebody someone something still take team tell
than their them then there they thing time took very want week with within without work would year
your
"""
WEAK = frozenset(_WEAK.split())
"""Words that stand in any question and tell none from another."""


@dataclass(frozen=True)
class Existing:
    """Something that answers already: an accepted answer in the community, or a story."""

    title: str
    url: str
    kind: Words


def for_request(request: Request, *, now: datetime) -> list[Existing]:
    """Return up to three accepted answers and up to three stories that answer part of a request, the best
    first.
    """
    return in_community(request, now=now) + [_story(story) for story in stories.fitting(request)]


def in_community(request: Request, *, now: datetime) -> list[Existing]:
    """Return up to three accepted answers that a request's own words find."""
    asked = " ".join([request.concerns, *request.topics, request.use_case or ""])
    return [_answer(hit) for hit in answered(asked, now=now)]


def answered(asked: str, *, reader: frozenset[str] = A_BUYER, now: datetime) -> list[Hit]:
    """Return answered questions that share two of the telling words of what is asked (or the only one).

    Search wants every word, and a whole sentence would find nothing: each word is looked for by itself.
    The rarer the shared words, the further up.
    """
    telling = telling_words(asked)
    shared: dict[int, list[float]] = {}
    hits: dict[int, Hit] = {}
    for word in telling:
        found = search.find(f"{word} is:answered", reader=reader, kinds=frozenset({"topic"}), per=10, now=now)
        for hit in found.hits:
            hits[hit.id] = hit
            shared.setdefault(hit.id, []).append(1 / found.total)
    enough = [id_ for id_, rarity in shared.items() if len(rarity) >= min(2, len(telling))]
    return [hits[id_] for id_ in sorted(enough, key=lambda id_: (-sum(shared[id_]), id_))[:MOST]]


def telling_words(asked: str) -> list[str]:
    """Return the words that say most: none that are frequent or short, each once in any form, in order."""
    said = [word for word in words(asked) if len(word) >= SHORTEST and word not in COMMON | WEAK]
    return list({stem(word): word for word in reversed(said)}.values())[::-1][:TELLING_WORDS]


def _answer(hit: Hit) -> Existing:
    return Existing(hit.title, hit.url, _("Answer in the community"))


def _story(story: Story) -> Existing:
    return Existing(story.title, story.url, story.kind.label)
