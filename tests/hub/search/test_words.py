"""Words: how they are folded, and how far apart two of them are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.search.words import closest, distance, slug, stem, words


def test_case_accents_and_marks_do_not_matter() -> None:
    assert words("L’École_d'Été 2024—Straße") == ["l", "ecole", "d", "ete", "2024", "strasse"]
    assert slug("Product News!") == "product-news"


def test_forms_of_a_word_share_a_stem() -> None:
    assert stem("integrations") == stem("integration")
    assert stem("renewals") == stem("renewal") == stem("renewing")


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("audit", "audit", 0),
        ("audit", "adit", 1),
        ("audit", "auidt", 1),
        ("audit", "edits", 3),
        ("", "abc", 3),
        ("ab", "abcdef", 3),
    ],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_distance_goes_both_ways(one: str, other: str) -> None:
    assert distance(one, other, 8) == distance(other, one, 8)
    assert (distance(one, other, 8) == 0) == (one == other)


def test_the_nearest_spelling_comes_first() -> None:
    assert (
        closest("integraton", {"integration", "integrations", "iteration", "integral"}, 4)[0] == "integration"
    )
    assert closest("cat", {"cut", "dog", "cart", "boat"}, 4) == ["cart", "cut"]
