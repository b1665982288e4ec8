"""Asking: the words of a person become results that this person may open, with what was looked for marked.

When hardly anything is found, words are tried that are spelled almost the same; the suggestion is taken from
what was then found, so that it never names what the reader may not know.
"""

import logging
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from markupsafe import escape
from whoosh.index import IndexError as WhooshIndexError

from hub.clock import perf_counter
from hub.house import house
from hub.search.documents import EVERYONE, MOST, Found, Hit, Results
from hub.search.engines import Engine, engine_of
from hub.search.query import Clause, Query, parse
from hub.search.words import folded, positions, stem, words

if TYPE_CHECKING:
    from hub.people.persons import Person

log = logging.getLogger("vouch.search")

FEW = 3
"""With fewer results than this, other spellings are tried."""

SPELLINGS = 4
EXCERPT = 240


def tokens_of(person: "Person | None") -> frozenset[str]:
    """Return the audience tokens that a reader carries; somebody not signed in carries `EVERYONE` alone."""
    tokens = {EVERYONE}
    if person is not None:
        for audience in house().audiences:
            tokens |= audience(person)
    return frozenset(tokens)


def find(
    query_text: str,
    *,
    reader: "Person | frozenset[str] | None",
    kinds: frozenset[str] | None = None,
    page: int = 1,
    per: int = 20,
    now: datetime,
) -> Results:
    """Return page `page` (from 1) of what `reader` (a person, or audience tokens) may open and asked for.

    `kinds` narrows what is looked for. Never raises for what was typed; an index that is away finds nothing
    and says so.
    """
    begun = perf_counter()
    query = parse(query_text)
    if kinds:
        query = replace(query, kinds=_narrowed(query.kinds, kinds))
    if query.empty or (kinds and not (query.clauses or query.required)):
        return Results(0, [], None, _since(begun))
    offset = min(max(page - 1, 0) * per, MOST)
    audience = reader if isinstance(reader, frozenset) else tokens_of(reader)
    try:
        total, found, suggestion = _answered(query_text, query, audience, offset, per, now)
    except (OSError, WhooshIndexError):
        log.exception("the search index cannot be read")
        return Results(0, [], None, _since(begun), available=False)
    stems = frozenset(stem(word) for clause in query.clauses for word in (*clause.words, *clause.others))
    return Results(total, [_hit(row, stems) for row in found], suggestion, _since(begun))


def suggest(
    prefix: str,
    *,
    reader: "Person | frozenset[str] | None",
    kinds: frozenset[str] | None = None,
    limit: int = 8,
    now: datetime,
) -> list[Hit]:
    """Return what a person who still types may mean: by title, author and tags, the last word open."""
    typed = words(prefix)[:6]
    if not typed or (len(typed[-1]) < 2 and len(typed) < 2):
        return []
    audience = reader if isinstance(reader, frozenset) else tokens_of(reader)
    try:
        found = engine_of(house().settings).begin_with(
            typed, audience, kinds or frozenset(), limit=limit, now=now
        )
    except (OSError, WhooshIndexError):
        log.exception("the search index cannot be read")
        return []
    return [_hit(row, frozenset()) for row in found]


def _answered(
    text: str, query: Query, audience: frozenset[str], offset: int, per: int, now: datetime
) -> tuple[int, list[Found], str | None]:
    """Search as typed; when hardly anything is found, as it may have been meant."""
    engine = engine_of(house().settings)
    total, found = engine.search(query, audience, offset=offset, limit=per, now=now)
    if total >= FEW or not query.clauses:
        return total, found, None
    wider = _respelled(query, engine)
    if wider == query:
        return total, found, None
    more, others = engine.search(wider, audience, offset=offset, limit=per, now=now)
    if more <= total:
        return total, found, None
    return more, others, _suggestion(text, wider, others) if total == 0 else None


def _narrowed(asked: frozenset[str], allowed: frozenset[str]) -> frozenset[str]:
    """Return the kinds that are both asked for and allowed; a kind that nothing has when there are none."""
    return (asked & allowed or frozenset({"-"})) if asked else allowed


def _respelled(query: Query, engine: Engine) -> Query:
    clauses = tuple(
        replace(clause, others=tuple(engine.near(clause.words[0], SPELLINGS)))
        if len(clause.words) == 1 and len(clause.words[0]) >= 4
        else clause
        for clause in query.clauses
    )
    return replace(query, clauses=clauses)


def _suggestion(text: str, query: Query, found: list[Found]) -> str | None:
    """Return the query with the spelling of the best result in place of what was typed."""
    if not found:
        return None
    shown = set(words(f"{found[0].title} {found[0].text} {found[0].author}"))
    better = text
    for clause in query.clauses:
        meant = next((other for other in clause.others if other in shown), None)
        if meant and clause.words[0] not in shown:
            better = _put_right(better, clause, meant)
    return better if better != text else None


def _put_right(text: str, clause: Clause, meant: str) -> str:
    for start, end in positions(text):
        if folded(text[start:end]) == clause.words[0]:
            return text[:start] + meant + text[end:]
    return text


def _hit(row: Found, stems: frozenset[str]) -> Hit:
    return Hit(
        kind=row.kind,
        id=row.id,
        title=row.title,
        url=row.url,
        excerpt_html=marked(row.text, stems),
        author=row.author,
        place=row.place,
        created_at=row.created_at,
    )


def marked(text: str, stems: frozenset[str]) -> str:
    """Return about `EXCERPT` characters of the text where most of these words stand, escaped, the words in
    `<mark>`."""
    text = " ".join(text.split())
    found = (
        [(start, end) for start, end in positions(text) if stem(folded(text[start:end])) in stems]
        if stems
        else []
    )
    begin, finish = _window(text, found)
    pieces, last = ["…" if begin else ""], begin
    for start, end in found:
        if begin <= start and end <= finish:
            pieces += [str(escape(text[last:start])), f"<mark>{escape(text[start:end])}</mark>"]
            last = end
    return "".join([*pieces, str(escape(text[last:finish])), "…" if finish < len(text) else ""])


def _window(text: str, found: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the part of the text to show: where most of the words found are near each other."""
    if len(text) <= EXCERPT:
        return 0, len(text)
    heads = [start for start, _end in found] or [0]
    best = max(heads, key=lambda head: (sum(head <= other < head + EXCERPT - 40 for other in heads), -head))
    begin = text.rfind(" ", 0, max(0, best - 40)) + 1 if best > 40 else 0
    finish = min(len(text), begin + EXCERPT)
    cut = text.rfind(" ", begin + EXCERPT // 2, finish) if finish < len(text) else finish
    return begin, cut if cut > 0 else finish


def _since(begun: float) -> float:
    return round((perf_counter() - begun) * 1000, 1)
