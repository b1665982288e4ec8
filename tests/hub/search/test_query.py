"""What people type into the search field, and that nothing they type breaks it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.search.query import MAX_CLAUSES, OPERATORS, Clause, Query, parse


def said(*clauses: str) -> tuple[Clause, ...]:
    return tuple(Clause(tuple(clause.split())) for clause in clauses)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Query()),
        ("  \t ", Query()),
        ("Audit Trail", Query(said("audit", "trail"))),
        ('"audit trail" Übung', Query(said("audit trail", "ubung"))),
        ("audit -ledger -'x", Query(said("audit"), without=said("ledger", "x"))),
        ('-"two words"', Query(without=said("two words"))),
        ("in:product-news", Query(required=("in=product-news",))),
        ('in:"Product News"', Query(required=("in=product-news",))),
        ("author:anna from:anna-weber", Query(required=("author=anna", "author=weber"))),
        ("tag:SSO -tag:saml", Query(required=("tag=sso",), refused=("tag=saml",))),
        ("type:topics type:story", Query(kinds=frozenset({"topic", "story"}))),
        ("type:stories -type:member", Query(kinds=frozenset({"story"}), refused=("kind=member",))),
        (
            "is:answered status:planned has:image",
            Query(required=("is=answered", "status=planned", "has=image")),
        ),
        ("before:2024", Query(before=datetime(2024, 1, 1, tzinfo=UTC))),
        ("after:2024-02-28", Query(after=datetime(2024, 2, 29, tzinfo=UTC))),
        ("after:2023-12", Query(after=datetime(2024, 1, 1, tzinfo=UTC))),
        ("after:2023", Query(after=datetime(2024, 1, 1, tzinfo=UTC))),
        ("before:2024-13", Query(said("before 2024 13"))),
        ("before:soon", Query(said("before soon"))),
        ("foo:bar", Query(said("foo bar"))),
        ("tag: x", Query(said("tag", "x"))),
        ("how to audit the trail", Query(said("audit", "trail"))),
        ("how to", Query(said("how", "to"))),
        ("--- *** ''", Query()),
        ('"unclosed words', Query(said("unclosed words"))),
    ],
)
def test_what_is_typed_is_understood(typed: str, meant: Query) -> None:
    assert parse(typed) == meant


def test_too_much_is_cut() -> None:
    assert len(parse("word " * 1000).clauses) == MAX_CLAUSES


PIECES = st.sampled_from(
    [*(f"{operator}:" for operator in OPERATORS), "-", '"', ":", " ", "2024", "-01", "9999", "0000", "x"]
)


@given(st.text() | st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join))
def test_anything_typed_gives_some_query(typed: str) -> None:
    query = parse(typed)
    assert len(query.clauses) <= MAX_CLAUSES
    assert all(word for clause in (*query.clauses, *query.without) for word in clause.words)
