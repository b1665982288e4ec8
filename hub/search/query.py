"""What a person typed into the search field: words, "quoted words", -left out, and operators. Pure, and never
raises.

Operators: `in:` place, `author:` or `from:` person, `tag:`, `type:` kind of thing, `is:`, `status:`, `has:`,
and `before:`, `after:` with a year, month or day. An operator with a value it does not understand is read as
words.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hub.search.words import COMMON, slug, words

MAX_CHARACTERS = 400
MAX_CLAUSES = 12

OPERATORS = ("in", "author", "from", "tag", "type", "is", "status", "has", "before", "after")
_PIECE = re.compile(
    r'(?P<minus>-?)(?:(?P<operator>[A-Za-z]{2,6}):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))'
)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True)
class Clause:
    """Words that stand together in this order; `others` are spellings of a single word that count too."""

    words: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """What is looked for. `required` and `refused` are exact terms; `kinds` is any of; times are aware."""

    clauses: tuple[Clause, ...] = ()
    without: tuple[Clause, ...] = ()
    required: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    after: datetime | None = None
    before: datetime | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Query()


def parse(text: str) -> Query:
    """Read what a person typed; anything at all gives some query."""
    query = Query()
    for piece in _PIECE.finditer(text[:MAX_CHARACTERS]):
        query = _with(query, piece)
    return _bounded(query)


def _with(query: Query, piece: re.Match[str]) -> Query:
    operator = (piece["operator"] or "").lower()
    value = piece["quoted"] if piece["quoted"] is not None else piece["bare"]
    understood = (
        _operated(query, operator, value, negated=bool(piece["minus"])) if operator in OPERATORS else None
    )
    if understood is not None:
        return understood
    said = tuple(words(f"{operator} {value}"))
    if not said:
        return query
    if piece["minus"]:
        return replace(query, without=(*query.without, Clause(said)))
    return replace(query, clauses=(*query.clauses, Clause(said)))


def _operated(query: Query, operator: str, value: str, *, negated: bool) -> Query | None:
    """Add what an operator asks for; None when it does not understand the value."""
    if operator in {"before", "after"}:
        return None if negated else _dated(query, operator, value)
    if operator == "type" and not negated:
        kind = _singular(slug(value))
        return replace(query, kinds=query.kinds | {kind}) if kind else None
    terms = tuple(_terms(operator, value))
    if not terms:
        return None
    if negated:
        return replace(query, refused=(*query.refused, *terms))
    return replace(query, required=(*query.required, *terms))


def _terms(operator: str, value: str) -> list[str]:
    if operator in {"author", "from"}:
        return [f"author={word}" for word in words(value)]
    name, said = ("kind", _singular(slug(value))) if operator == "type" else (operator, slug(value))
    return [f"{name}={said}"] if said else []


def _dated(query: Query, operator: str, value: str) -> Query | None:
    """`before:` a day, month or year is until it begins, `after:` is from when it ended."""
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        begins = datetime(year or 0, month or 1, day or 1, tzinfo=UTC)
        ends = _end(begins, month, day)
    except (ValueError, OverflowError):
        return None
    return replace(query, before=begins) if operator == "before" else replace(query, after=ends)


def _end(begins: datetime, month: int | None, day: int | None) -> datetime:
    if day is not None:
        return begins + timedelta(days=1)
    if month is not None:
        return (begins + timedelta(days=31)).replace(day=1)
    return begins.replace(year=begins.year + 1)


def _singular(kind: str) -> str:
    return f"{kind[:-3]}y" if kind.endswith("ies") else kind.removesuffix("s")


def _bounded(query: Query) -> Query:
    """Leave frequent words out when there are others, and whatever is too much."""
    telling = tuple(clause for clause in query.clauses if not COMMON.issuperset(clause.words))
    return replace(
        query,
        clauses=(telling or query.clauses)[:MAX_CLAUSES],
        without=query.without[:MAX_CLAUSES],
        required=tuple(dict.fromkeys(query.required))[:MAX_CLAUSES],
        refused=tuple(dict.fromkeys(query.refused))[:MAX_CLAUSES],
    )
