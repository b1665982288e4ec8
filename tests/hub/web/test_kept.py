"""Pieces of pages that are kept: made once for the same values, never stale, and nobody's own."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask, g
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, DictLoader, Environment, meta, nodes
from markupsafe import Markup

from hub.clock import frozen_at
from hub.config import ROOT
from hub.i18n import _, force_locale
from hub.people.persons import Person
from hub.web.kept import Pieces, _age, kept, kept_each

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEMPLATES = {
    "one.html": "{{ note(title) }}{% if at is defined %}, {{ when(at) }}{% endif %}",
    "row.html": "{{ note(row.title) }}{% if row.at %}, {{ when(row.at) }}{% endif %}{{ end|default('') }}; ",
    "offer.html": "{{ note(offer.label) }}; ",
    "posting.html": "{% from 'hub/ui/button.html' import post_button %}{{ post_button('/', title) }}",
}


class Row(NamedTuple):
    """Values as most pieces are kept by."""

    title: str
    at: datetime | None = None
    tags: tuple[str, ...] = ()


class Offer(NamedTuple):
    """Values among which are some that are not as plain."""

    label: Any


@pytest.fixture
def made(app: Flask, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the templates above were made of, in an app that has kept nothing yet."""
    noted: list[str] = []

    def note(value: Any) -> Any:
        noted.append(str(value))
        return value

    house = app.jinja_env.loader
    assert house is not None
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([DictLoader(TEMPLATES), house]))
    monkeypatch.setitem(app.jinja_env.globals, "note", note)
    monkeypatch.setitem(app.extensions, "pieces", Pieces())
    with app.test_request_context():
        yield noted


def read_from(zone: str) -> None:
    """Have the rest of the request read by somebody in that zone."""
    g._login_user = Person(timezone=zone)


def test_a_piece_is_made_once_for_the_same_values(made: list[str]):
    for title in ("a", "b", "a", "<b>", "a"):
        assert kept("one.html", title=title) == Markup.escape(title)
    assert made == ["a", "b", "<b>"]


def test_each_row_is_a_piece_of_its_own_in_turn(made: list[str]):
    assert kept_each("row.html", "row", [Row("a"), Row("b"), Row("a")]) == "a; b; a; "
    assert kept_each("row.html", "row", [Row("b"), Row("b", tags=("x",)), Row("c")]) == "b; b; c; "
    assert made == ["a", "b", "b", "c"]


def test_what_is_the_same_for_all_rows_counts_as_well(made: list[str]):
    for end in (" by you", " by me", " by you"):
        assert kept_each("row.html", "row", [Row("a")], end=end) == f"a{end}; "
    assert made == ["a", "a"]


def test_another_language_or_another_time_zone_makes_another_piece(made: list[str], at: datetime):
    row = Row("a", at - timedelta(days=30))
    english = kept_each("row.html", "row", [row])
    with force_locale("de"):
        assert "31 Januar" in kept_each("row.html", "row", [row]).replace(".", "")
    read_from("Asia/Tokyo")
    assert "18:00 JST" in kept_each("row.html", "row", [row])
    read_from("UTC")
    assert kept_each("row.html", "row", [row]) == english
    assert len(made) == 3


def test_moments_are_spoken_of_anew_as_they_age(made: list[str], at: datetime):
    ages = {0: "just now", 0.5: "30 minutes ago", 5: "5 hours ago", 100: "4 days ago", 200: "2 March"}
    for hours, words in {**ages, 24 * 365: "2 March 2026"}.items():
        with frozen_at(at + timedelta(hours=hours)):
            for _time in range(2):
                assert kept("one.html", title="a", at=at).endswith(f">{words}</time>")
                assert kept_each("row.html", "row", [Row("a", at)]).endswith(f">{words}</time>; ")
    assert len(made) == 12


@given(st.timedeltas(timedelta(0), timedelta(days=9)), st.timedeltas(timedelta(0), timedelta(days=2)))
def test_words_lag_by_a_minute_within_the_hour_ten_within_the_day_and_an_hour_within_the_week(
    passed: timedelta, more: timedelta
):
    before, after = _age(NOW - passed, NOW), _age(NOW - passed, NOW + more)
    if before == after and passed < timedelta(days=7):
        hour, day = timedelta(hours=1), timedelta(days=1)
        assert more < (hour / 60 if passed < hour else hour / 6 if passed < day else hour)


@given(st.timedeltas(timedelta(days=8), timedelta(days=4_000)))
def test_a_date_names_its_year_as_soon_as_that_is_over(passed: timedelta):
    assert _age(NOW - passed, NOW) == _age(NOW - passed, NOW + timedelta(days=300))
    assert _age(NOW - passed, NOW) != _age(NOW - passed, NOW + timedelta(days=305))


def test_words_that_are_not_spoken_yet_count_by_what_they_are_made_of(made: list[str]):
    said = [_("%(who)s asked", who=who) for who in ("Amara", "Tomás", "Amara")]
    assert kept_each("offer.html", "offer", map(Offer, said)) == "Amara asked; Tomás asked; Amara asked; "
    assert kept("one.html", title=_("Home")) == kept("one.html", title=_("Home")) == "Home"
    assert made == ["Amara asked", "Tomás asked", "Home"]


def test_a_text_is_not_taken_for_the_markup_that_reads_the_same(made: list[str]):
    for label, shown in ((Markup("<i>a</i>"), "<i>a</i>"), ("<i>a</i>", "&lt;i&gt;a&lt;/i&gt;")):
        assert kept("one.html", title=label) == shown
        assert kept_each("offer.html", "offer", [Offer(label)]) == f"{shown}; "
    assert len(made) == 4


def test_a_piece_with_somebodys_token_is_refused(made: list[str]):
    for _time in range(2):
        with pytest.raises(RuntimeError, match="posting.html"):
            kept("posting.html", title="Follow")


def test_values_that_may_change_are_refused(made: list[str]):
    with pytest.raises(TypeError):
        kept("one.html", title=["a"])


def test_what_nobody_asked_for_the_longest_makes_room():
    pieces = Pieces(room=100_000)
    pieces.keep("asked for", Markup("a"))
    for number in range(10_000):
        pieces.keep(number, Markup("x") * 100)
        assert pieces.find("asked for") == "a"
    found = [number for number in range(10_000) if pieces.find(number) is not None]
    assert 20 < len(found) < 50
    assert min(found) > 9_900


def test_a_long_piece_takes_more_room():
    pieces = Pieces(room=100_000)
    for number in range(20):
        pieces.keep(number, Markup("x") * 60_000)
    assert sum(pieces.find(number) is not None for number in range(20)) <= 3


NEVER = {
    "csrf_token",
    "csp_nonce",
    "may",
    "slot",
    "toasts",
    "navigation",
    "request",
    "g",
    "session",
    "viewer",
} | {
    *("current_user", "get_flashed_messages", "viewer_face", "viewer_unread", "viewer_balance"),
}
"""By these a piece would say what was not passed to it: who reads, what they may do, where they are."""

JINJA = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
KEEPING = ("kept", "kept_each")


def parsed(path: Path) -> nodes.Template:
    return JINJA.parse(path.read_text())


def kept_by_templates() -> Iterator[str]:
    for path in (ROOT / "templates").rglob("*.html"):
        for call in parsed(path).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in KEEPING:
                named = call.args[0]
                assert isinstance(named, nodes.Const), f"{path} keeps a template that only runs can name"
                yield named.value


def kept_by_code() -> Iterator[str]:
    for package in ("hub", "admin", "challenges", "community", "references", "rewards"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEEPING:
                    named = node.args[0]
                    assert isinstance(named, ast.Constant), f"{path} keeps a template that only runs can name"
                    yield str(named.value)


def with_included(name: str) -> Iterator[tuple[str, nodes.Template]]:
    template = parsed(ROOT / "templates" / name)
    yield name, template
    for part in template.find_all((nodes.Include, nodes.Extends)):
        assert isinstance(part.template, nodes.Const), f"{name} includes what only runs can name"
        yield from with_included(part.template.value)


@pytest.mark.house
@pytest.mark.parametrize("name", sorted({*kept_by_templates(), *kept_by_code()}))
def test_a_kept_template_says_nothing_but_what_is_passed_to_it(name: str):
    for part, template in with_included(name):
        assert not meta.find_undeclared_variables(template) & NEVER, part
