"""Search in PostgreSQL, for installations that share it: words and exact terms in one `tsvector` under one
GIN index.

The vectors are made here, from the same stems as on Whoosh, so that both engines find the same. Misspelled
words are looked up among those that begin alike: that needs no extension, and was measured faster than
trigrams.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, engine, session, transaction, writing
from hub.search import words
from hub.search.documents import (
    HALF_LIFE_DAYS,
    LASTING,
    MOST,
    SHOWN_CHARACTERS,
    Document,
    Found,
    audience_term,
    body_stems,
    exact_terms,
    title_stems,
    vocabulary,
)
from hub.search.query import Clause, Query

BATCH = 500
_MAX_POSITION = 16_000

_Vector = sa.Text().with_variant(TSVECTOR(), "postgresql")


class SearchDocument(Model):
    """A document as PostgreSQL finds it; on SQLite the table stays empty."""

    __tablename__ = "search_documents"
    __table_args__ = (sa.Index("ix_search_documents_terms", "terms", postgresql_using="gin"),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    ref: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str]
    text: Mapped[str]
    url: Mapped[str]
    author: Mapped[str]
    place: Mapped[str]
    created_at: Mapped[datetime]
    boost: Mapped[float]
    terms: Mapped[Any] = mapped_column(_Vector)


class SearchWord(Model):
    """A word that some document holds. It is shown only when a result that may be opened has it."""

    __tablename__ = "search_words"

    word: Mapped[str] = mapped_column(primary_key=True)


class PostgresEngine:
    """The tables of the hub's own database."""

    def write(self, documents: Sequence[Document], gone: Iterable[tuple[str, int]]) -> None:
        """Put documents in place of what was there and take the `gone` out, in one transaction."""
        with transaction():
            for kind, ref in gone:
                session.execute(
                    sa.delete(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.ref == ref)
                )
            _put(documents)

    def rebuild(self, documents: Iterator[Document]) -> None:
        """Write everything anew in one transaction: readers see the old until the new is whole."""
        with transaction():
            session.execute(sa.delete(SearchDocument))
            session.execute(sa.delete(SearchWord))
            while batch := list(islice(documents, BATCH)):
                _put(batch)
        _vacuum()

    def search(
        self, wanted: Query, audience: frozenset[str], *, offset: int, limit: int, now: datetime
    ) -> tuple[int, list[Found]]:
        """Return how many match (up to `MOST`) and one page of them, the best first."""
        said = " & ".join(_stood(clause) for clause in wanted.clauses)
        values = {
            "condition": " & ".join([_allowed(audience), *_conditions(wanted)]),
            "said": said,
            "after": wanted.after,
            "before": wanted.before,
            "now": now,
            "most": MOST,
            "offset": offset,
            "limit": limit,
        }
        rows = session.execute(_SEARCH if said else _NEWEST, values).all()
        total = rows[0].total if rows else 0
        return total, [_found(row) for row in rows if row.kind is not None]

    def near(self, word: str, limit: int) -> list[str]:
        """Return words of the index that this one may have meant."""
        most = words.slips(word)
        alike = (
            sa.select(SearchWord.word)
            .where(SearchWord.word >= word[0], SearchWord.word < chr(ord(word[0]) + 1))
            .where(sa.func.length(SearchWord.word).between(len(word) - most, len(word) + most))
        )
        rows = session.scalars(alike)
        return words.closest(word, set(rows), limit)

    def begin_with(
        self,
        typed: Sequence[str],
        audience: frozenset[str],
        kinds: frozenset[str],
        *,
        limit: int,
        now: datetime,
    ) -> list[Found]:
        """Return what has these words in title, author or tags, the last of them perhaps unfinished."""
        if not typed:
            return []
        parts = [_quoted(f"t={word}") for word in typed[:-1]] + [_quoted(f"t={typed[-1]}") + ":*"]
        values = {
            "condition": " & ".join([_allowed(audience), *_of_kinds(kinds), *parts]),
            "after": None,
            "before": None,
            "now": now,
            "most": MOST,
            "offset": 0,
            "limit": limit,
        }
        return [_found(row) for row in session.execute(_NEWEST, values) if row.kind is not None]


_MATCHING = """
    WITH found AS MATERIALIZED (
        SELECT kind, ref, created_at, boost, terms FROM search_documents
        WHERE terms @@ CAST(:condition AS tsquery)
          AND (CAST(:after AS timestamptz) IS NULL OR created_at >= :after)
          AND (CAST(:before AS timestamptz) IS NULL OR created_at < :before)
        LIMIT :most
    ), best AS (
        SELECT kind, ref, {rank} AS rank FROM found
        ORDER BY rank DESC, kind, ref OFFSET :offset LIMIT :limit
    )
    SELECT
        (SELECT count(*) FROM found) AS total,
        d.kind, d.ref, d.title, d.text, d.url, d.author, d.place, d.created_at
    FROM (SELECT 1) AS one LEFT JOIN best ON true
    LEFT JOIN search_documents AS d ON (d.kind, d.ref) = (best.kind, best.ref)
    ORDER BY best.rank DESC, d.kind, d.ref
"""
_AGE_DAYS = "greatest(0, extract(epoch FROM CAST(:now AS timestamptz) - created_at)) / 86400"
_FADING = f"""
    ts_rank('{{0.1, 0.2, 0.4, 1.0}}', terms, CAST(:said AS tsquery)) * boost
    * ({LASTING} + {1 - LASTING} * power(0.5, {_AGE_DAYS} / {HALF_LIFE_DAYS}))
"""
_SEARCH = sa.text(_MATCHING.format(rank=_FADING))
_NEWEST = sa.text(_MATCHING.format(rank="extract(epoch FROM created_at)"))


def _vacuum() -> None:
    """Clear away what the rebuilding replaced, and count words anew for the planner; neither can be undone,
    or waits."""
    token = writing.set(True)
    try:
        with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM (ANALYZE) search_documents, search_words"))
    finally:
        writing.reset(token)


def _put(documents: Sequence[Document]) -> None:
    for start in range(0, len(documents), BATCH):
        rows = [_row(document) for document in documents[start : start + BATCH]]
        statement = upsert(SearchDocument)
        fresh = {name: statement.excluded[name] for name in rows[0] if name not in {"kind", "ref"}}
        session.execute(statement.on_conflict_do_update(index_elements=["kind", "ref"], set_=fresh), rows)
    new = [{"word": word} for word in sorted(vocabulary(documents))]
    if new:
        session.execute(upsert(SearchWord).on_conflict_do_nothing(), new)


def _row(document: Document) -> dict[str, Any]:
    return {
        "kind": document.kind,
        "ref": document.id,
        "title": _bare(document.title),
        "text": _bare(document.text[:SHOWN_CHARACTERS]),
        "url": document.url,
        "author": _bare(document.author),
        "place": _bare(document.place),
        "created_at": document.created_at,
        "boost": document.boost,
        "terms": _vector(document),
    }


def _vector(document: Document) -> str:
    """Return the vector as PostgreSQL writes it: words with places (those of the title weigh more), then
    exact terms."""
    title, places = title_stems(document), dict[str, list[str]]()
    for position, word in enumerate([*title, *body_stems(document)][:_MAX_POSITION], 1):
        places.setdefault(word, []).append(f"{position}A" if position <= len(title) else f"{position}")
    named = words.words(f"{document.title} {document.author} {' '.join(document.tags)}")
    exact = {*exact_terms(document), *(f"t={word}" for word in named)}
    standing = [f"{_quoted(word)}:{','.join(found[:200])}" for word, found in places.items()]
    return " ".join([*standing, *(_quoted(term) for term in exact)])


def _bare(text: str) -> str:
    """PostgreSQL keeps any text but the character zero."""
    return text.replace("\x00", "")


def _found(row: sa.Row[Any]) -> Found:
    return Found(
        kind=row.kind,
        id=row.ref,
        title=row.title,
        text=row.text,
        url=row.url,
        author=row.author,
        place=row.place,
        created_at=row.created_at.astimezone(UTC),
    )


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _any(lexemes: Iterable[str]) -> str:
    return "(" + " | ".join(_quoted(lexeme) for lexeme in lexemes) + ")"


def _allowed(audience: frozenset[str]) -> str:
    return _any(audience_term(token) for token in sorted(audience))


def _of_kinds(kinds: frozenset[str]) -> list[str]:
    return [_any(f"kind={kind}" for kind in sorted(kinds))] if kinds else []


def _conditions(wanted: Query) -> list[str]:
    parts = [_stood(clause) for clause in wanted.clauses]
    parts += [_quoted(term) for term in wanted.required]
    parts += _of_kinds(wanted.kinds)
    parts += [f"!{_stood(clause)}" for clause in wanted.without]
    return parts + [f"!{_quoted(term)}" for term in wanted.refused]


def _stood(clause: Clause) -> str:
    stems = [words.stem(word) for word in clause.words]
    if len(stems) > 1:
        return "(" + " <-> ".join(_quoted(stem) for stem in stems) + ")"
    return _any(dict.fromkeys([*stems, *(words.stem(word) for word in clause.others)]))
