"""The kinds of steps: each checks what it is given, and says what keeps it from being done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges import kinds
from challenges.kinds import Given, Kind, Proof
from challenges.kinds.link import leads_somewhere
from hub.errors import NotFound, Refusal
from tests import factories


@pytest.mark.parametrize("kind", kinds.ALL.values(), ids=lambda kind: kind.name)
def test_every_kind_has_what_the_pages_need(db, app, kind: Kind):
    settings = kind.settings_from({})
    assert app.jinja_env.get_template(kind.template)
    assert str(kind.label)
    assert str(kind.purpose)
    assert set(kind.setting_fields()) == set(settings)
    assert isinstance(kind.fields(settings), dict)
    assert kind.proof_of(settings) in Proof


def test_an_unknown_kind_is_not_found():
    with pytest.raises(NotFound):
        kinds.get("nonsense")


@pytest.mark.parametrize(("length", "words"), [("short", "x" * 201), ("long", "x" * 5001), ("long", "   ")])
def test_a_question_wants_words_within_bounds(db, length, words):
    with pytest.raises(Refusal) as refusal:
        kinds.get("question").check({"length": length}, Given({"answer": words}), by=factories.person())
    assert refusal.value.field == "answer"


def test_an_answer_is_kept_with_how_it_is_shown(db):
    value = kinds.get("question").check(
        {"length": "long"}, Given({"answer": "so **good**"}), by=factories.person()
    )
    assert value == {"answer": "so **good**", "html": "<p>so <strong>good</strong></p>\n"}


@pytest.mark.parametrize("word", ["Ledger", " ledger ", "LED GER"])
def test_a_code_word_is_compared_whatever_its_case_and_spaces(db, word):
    assert kinds.get("link").check(
        {"url": "/", "code": "ledger"}, Given({"code": word}), by=factories.person()
    )


def test_a_wrong_code_word_is_refused_beside_its_field(db):
    with pytest.raises(Refusal) as refusal:
        kinds.get("link").check(
            {"url": "/", "code": "ledger"}, Given({"code": "budget"}), by=factories.person()
        )
    assert refusal.value.field == "code"


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://meridian.example/news", True),
        ("/members", True),
        ("", False),
        ("members", False),
        ("javascript:alert(1)", False),
        ("//evil.example/a", False),
        ("/\\evil.example", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("http://[", False),
    ],
)
def test_a_link_leads_somewhere(url, fine):
    assert leads_somewhere(url) is fine


@given(st.text(max_size=60))
def test_no_link_that_is_taken_can_run(url):
    if leads_somewhere(url):
        assert url.lower().startswith(("http://", "https://", "/"))


def test_a_profile_is_looked_at_by_the_hub_itself(db):
    person = factories.person(title="CFO", motives=["peers"])
    kind = kinds.get("profile")
    settings = kind.settings_from({"parts": ["title", "motives", "expertise", "password_hash"]})
    assert settings == {"parts": ["title", "motives", "expertise"]}
    with pytest.raises(Refusal) as refusal:
        kind.check(settings, Given({}), by=person)
    assert "what people can ask you about" in str(refusal.value)
    person.expertise = ["Audit"]
    assert kind.check(settings, Given({}), by=person)


def test_an_upload_needs_a_file(db):
    with pytest.raises(Refusal) as refusal:
        kinds.get("upload").check({}, Given({"note": "later"}), by=factories.person())
    assert refusal.value.field == "file"
