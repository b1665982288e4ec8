"""One contract, two engines: what is found, in which order, and what must never be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.database import session
from hub.delivery import outbox
from hub.house import house
from hub.search import Document, Results, find, index, reindex, suggest, tokens_of, touch

pytestmark = pytest.mark.both

Put = Callable[..., Document]
NOBODY = frozenset({"everyone"})


def results(typed: str, at: datetime, **details: Any) -> Results:
    asked: dict[str, Any] = {"reader": NOBODY, "now": at}
    return find(typed, **asked | details)


def titles(typed: str, at: datetime, **details: Any) -> list[str]:
    return [hit.title for hit in results(typed, at, **details).hits]


def test_every_word_must_occur_in_any_form_case_or_accent(put: Put, at: datetime) -> None:
    put("Audit trails", "How we kept them while migrating the Größe of ledgers")
    put("Ledgers", "Nothing about the other word")
    assert titles("AUDITS ledger", at) == ["Audit trails"]
    assert titles("grosse", at) == ["Audit trails"]
    assert titles("audit missing", at) == []


def test_quoted_words_stand_together_and_minus_leaves_out(put: Put, at: datetime) -> None:
    put("A", "single sign on for everyone")
    put("B", "sign here, single page")
    assert titles('"single sign"', at) == ["A"]
    assert titles("single -everyone", at) == ["B"]
    assert titles('sign -"single page"', at) == ["A"]


def test_a_word_in_the_title_counts_more_and_the_newer_of_equals_comes_first(put: Put, at: datetime) -> None:
    put("Old renewal", "x", days=400)
    put("Something", "renewal is mentioned here", days=1)
    put("New renewal", "x", days=2)
    found = titles("renewal", at)
    assert found[0] == "New renewal"
    assert set(found) == {"Old renewal", "New renewal", "Something"}


def test_boost_lifts(put: Put, at: datetime) -> None:
    put("Pinned words", "same", boost=5.0, days=3)
    put("Other words", "same", days=3)
    assert titles("words", at)[0] == "Pinned words"


def test_operators_narrow(put: Put, at: datetime) -> None:
    put(
        "One",
        "word",
        author="Anna Weber",
        tags=("SSO", "Single sign-on"),
        place="Product News",
        marks=frozenset({"is:answered"}),
        days=10,
    )
    put(
        "Two",
        "word",
        author="Bo Chen",
        tags=("API",),
        place="Ideas",
        marks=frozenset({"status:planned", "has:image"}),
        days=100,
    )
    for typed in (
        "word author:anna",
        "from:weber word",
        "tag:sso",
        'tag:"single sign-on"',
        "in:product-news",
        "word is:answered",
        "word -tag:api",
    ):
        assert titles(typed, at) == ["One"], typed
    for typed in (
        "status:planned",
        "has:image",
        'author:"bo chen"',
        "word before:2026-01",
        "word -is:answered",
        "in:ideas type:things",
    ):
        assert titles(typed, at) == ["Two"], typed
    assert titles("word after:2026-01", at) == ["One"]
    assert titles("word type:member", at) == []


def test_author_and_tags_are_words_too(put: Put, at: datetime) -> None:
    put("One", "x", author="Anna Weber", tags=("Procurement",))
    assert titles("weber", at) == titles("procurement", at) == ["One"]


def test_what_one_may_not_open_is_neither_found_nor_counted_nor_suggested(put: Put, at: datetime) -> None:
    put("Secret merger", "Kestrel Insurance joins", audience=frozenset({"board:1"}))
    put("Open merger", "nothing to hide", audience=frozenset({"members", "person:7"}))
    member, board = frozenset({"everyone", "members"}), frozenset({"everyone", "members", "board:1"})
    assert (results("merger", at).total, results("merger", at).hits) == (0, [])
    assert titles("merger", at, reader=member) == ["Open merger"]
    assert results("merger", at, reader=member).total == 1
    assert results("merger", at, reader=board).total == 2
    assert titles("merger", at, reader=frozenset({"person:7"})) == ["Open merger"]
    assert titles("merger", at, reader=frozenset({"person:70", "board"})) == []
    misspelled = results("kestrl", at, reader=member)
    assert (misspelled.total, misspelled.suggestion) == (0, None)
    assert results("kestrl", at, reader=board).suggestion == "kestrel"
    assert suggest("secr", reader=member, now=at) == []
    assert [hit.title for hit in suggest("secr", reader=board, now=at)] == ["Secret merger"]


HOSTILE_TOKENS = [
    "a b",
    "a'b",
    "a\\b",
    "a:b",
    "é",
    "a,b",
    "x=y",
    "%20",
    "a | everyone",
    "' | 'for=everyone",
    "for=everyone",
    "",
]


def test_audience_tokens_are_taken_letter_by_letter(put: Put, at: datetime) -> None:
    for token in HOSTILE_TOKENS:
        put(f"For {token}", "shelf", audience=frozenset({token}))
    assert titles("shelf", at) == []
    for token in HOSTILE_TOKENS:
        assert titles("shelf", at, reader=frozenset({token})) == [f"For {token}"]


def test_a_misspelled_word_is_understood_and_put_right(put: Put, at: datetime) -> None:
    put("Integration with payroll", "x")
    found = results("integraton Payrol", at)
    assert [hit.title for hit in found.hits] == ["Integration with payroll"]
    assert found.suggestion == "integration payroll"
    assert results("integration", at).suggestion is None


def test_kinds_narrow_what_is_looked_for(put: Put, at: datetime) -> None:
    put("Thing", "word")
    assert titles("word", at, kinds=frozenset({"thing"})) == ["Thing"]
    assert titles("word", at, kinds=frozenset({"topic"})) == []
    assert titles("word type:thing", at, kinds=frozenset({"topic"})) == []


def test_pages_follow_each_other(put: Put, shelf: dict[int, Document], at: datetime) -> None:
    for number in range(25):
        put(f"Page {number}", "word", days=number, indexed=False)
    index([("thing", number) for number in shelf])
    first, second, third = (results("word", at, page=page, per=10) for page in (1, 2, 3))
    assert (first.total, len(first.hits), len(second.hits), len(third.hits)) == (25, 10, 10, 5)
    assert len({hit.id for page in (first, second, third) for hit in page.hits}) == 25
    beyond = results("word", at, page=9, per=10)
    assert (beyond.total, beyond.hits) == (25, [])
    assert [hit.title for hit in results("in:general", at, per=3).hits] == ["Page 0", "Page 1", "Page 2"]


def test_the_words_found_are_marked_and_nothing_else_is_html(put: Put, at: datetime) -> None:
    put(
        "T",
        "<script>alert(1)</script> "
        + "filler words " * 60
        + "the audits & <b>ledgers</b> "
        + "more words " * 60,
    )
    html = results("audit ledger", at).hits[0].excerpt_html
    assert "<mark>audits</mark> &amp; &lt;b&gt;<mark>ledgers</mark>&lt;/b&gt;" in html
    assert "<script" not in html
    assert html.startswith("…")
    assert html.endswith("…")
    assert len(html) < 400


def test_what_one_types_is_completed_by_title_author_and_tags(put: Put, at: datetime) -> None:
    put("Integration guide", "x", author="Bo Chen", days=9)
    put("Integrity", "x", days=1)
    put("Other", "integration in the text alone")
    assert [hit.title for hit in suggest("integ", reader=NOBODY, now=at)] == [
        "Integrity",
        "Integration guide",
    ]
    assert [hit.title for hit in suggest("che integ", reader=NOBODY, now=at)] == []
    assert [hit.title for hit in suggest("chen integ", reader=NOBODY, now=at)] == ["Integration guide"]
    assert len(suggest("integ", reader=NOBODY, now=at, limit=1)) == 1
    assert (
        suggest("i", reader=NOBODY, now=at)
        == suggest("", reader=NOBODY, now=at)
        == suggest("'!", reader=NOBODY, now=at)
        == []
    )


def test_a_change_is_followed_and_what_is_gone_is_gone(
    put: Put, shelf: dict[int, Document], at: datetime
) -> None:
    thing = put("Before", "word")
    shelf[1] = replace(thing, title="After")
    index([("thing", 1)])
    assert titles("word", at) == ["After"]
    assert titles("before", at) == []
    del shelf[1]
    index([("thing", 1), ("unheard", 5)])
    assert results("word", at).total == 0


def test_a_touch_is_followed_after_the_commit(put: Put, work: Callable[[], int], at: datetime) -> None:
    put("Touched", "word", indexed=False)
    put("Also", "word", indexed=False)
    for _again in range(3):
        touch("thing", 1)
    touch("thing", 2)
    assert len(session.scalars(outbox.undone()).all()) == 2
    work()
    assert sorted(titles("word", at)) == ["Also", "Touched"]
    assert session.scalars(outbox.undone()).all() == []


def test_a_touch_after_the_work_was_done_is_work_again(
    put: Put, shelf: dict[int, Document], work: Callable[[], int], at: datetime
) -> None:
    thing = put("First", "word", indexed=False)
    for title in ("Second", "Third"):
        shelf[1] = replace(thing, title=title)
        touch("thing", 1)
        work()
        assert titles("word", at) == [title]


def test_building_anew_holds_everything_and_only_that(
    put: Put, shelf: dict[int, Document], at: datetime
) -> None:
    put("Stays", "word")
    put("Goes", "word")
    put("Comes", "word", indexed=False)
    del shelf[2]
    session.commit()
    assert reindex() == 2
    assert sorted(titles("word", at)) == ["Comes", "Stays"]


def test_nothing_was_ever_indexed(shelf: dict[int, Document], at: datetime) -> None:
    assert (
        results("word", at).total,
        results("wrod", at).suggestion,
        suggest("wo", reader=NOBODY, now=at),
    ) == (0, None, [])
    assert results("", at).total == 0


def test_a_reader_carries_what_the_house_gives(shelf: dict[int, Document]) -> None:
    assert tokens_of(None) == {"everyone"}


@pytest.mark.parametrize(
    "typed",
    [
        "'",
        "\\",
        "& | ! ( ) <-> :*",
        "a:*",
        "\x00",
        "word' | 'for=secret",
        "*",
        "[a TO b]",
        "{",
        "AND OR NOT",
        "tag:' -tag:\\",
    ],
)
def test_marks_of_the_engines_mean_nothing(typed: str, put: Put, at: datetime) -> None:
    put("Hidden", "word secret a b", audience=frozenset({"secret"}), tags=("'",))
    assert results(typed, at).total == 0
    suggest(typed, reader=NOBODY, now=at)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(typed=st.text(max_size=60))
def test_anything_typed_is_answered(typed: str, put: Put, shelf: dict[int, Document], at: datetime) -> None:
    if not shelf:
        put("A thing", "word")
    assert results(typed, at).available
    suggest(typed, reader=NOBODY, now=at)


def test_strange_things_can_be_indexed(put: Put, at: datetime) -> None:
    put(
        "\\'quo\"te' \x00 & | !",
        "words' \\ " * 400 + "x" * 5000,
        author="O'Brien \\",
        tags=("it's", "\\"),
        place="a'b",
        marks=frozenset({"is:o'k"}),
    )
    put("", "", author="", place="", days=-5)
    assert results("unheard words", at).total == 0
    assert results("author:o'brien words quo", at).total == 1
    assert results("words", at).hits[0].created_at == at - timedelta(days=1)
    assert house().sources["thing"]
