"""Settings of the programme: each number between its bounds, whoever writes it."""

import pytest

from hub.clock import now
from hub.database import session
from hub.errors import NotFound, Refusal
from hub.facts import settings
from hub.house import house, house_of
from tests import factories

CAP = "references.company_cap"


@pytest.fixture
def admin(client_of):
    return client_of(factories.person("admin"))


def test_a_number_is_taken_up_to_its_bounds_and_refused_beyond(db):
    for good in (1, 4):
        settings.change(CAP, good, by=None, now=now())
        assert settings.value(CAP) == good
    for wrong in (0, 5, -1, 10**30, True, "3", 2.0):
        with pytest.raises(Refusal, match="whole number from 1 to 4"):
            settings.change(CAP, wrong, by=None, now=now())
    assert settings.value(CAP) == 4


@pytest.mark.parametrize("written", ["5", "0", "", "many", "3.5", "9" * 5000])
def test_what_does_not_fit_is_refused_beside_its_field_and_stays_written_there(admin, written):
    answer = admin.post(f"/admin/settings/{CAP}", data={"value": written})
    assert answer.status_code == 422
    assert answer.text.count("Choose a whole number from 1 to 4.") == 1
    assert 'id="setting-references-company_cap-error"' in answer.text
    assert f'value="{written}"' in answer.text
    assert f'action="/admin/settings/{CAP}#form-references-company_cap"' in answer.text, (
        "the page opens there"
    )
    session.rollback()
    assert settings.value(CAP) == 1


def test_a_setting_is_changed_on_its_page_which_says_the_bounds(admin):
    assert "From 1 to 4." in admin.get("/admin/settings").text
    assert admin.post(f"/admin/settings/{CAP}", data={"value": " 3 "}).status_code == 303
    assert settings.value(CAP) == 3
    assert admin.post("/admin/settings/no.such", data={"value": "3"}).status_code == 404


def test_htmx_gets_the_form_of_the_one_setting_again(admin):
    answer = admin.htmx("POST", f"/admin/settings/{CAP}", data={"value": "5"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#form-references-company_cap")
    assert answer.text.count('id="form-references-company_cap"') == 1


def test_text_and_yes_or_no_are_read_as_what_they_are(app, db):
    house().setting("test.open", True, "Open?", kind=bool)
    try:
        assert (settings.read("test.open", "no"), settings.read("test.open", "yes")) == (False, True)
        assert settings.read("programme.name", "  Circle ") == "Circle"
        with pytest.raises(Refusal, match="does not fit"):
            settings.change("programme.name", 7, by=None, now=now())
        with pytest.raises(NotFound):
            settings.read("no.such", "1")
    finally:
        del house().declared["test.open"]


def test_every_number_has_bounds_with_its_default_between_them(app):
    numbers = [one for one in house_of(app).declared.values() if one.kind is int]
    assert len(numbers) > 10
    assert all(one.least <= one.default <= one.most for one in numbers)
    for bounds in ({}, {"least": 8, "most": 9}):
        with pytest.raises(ValueError, match="needs bounds"):
            house_of(app).setting("test.number", 7, "A number", kind=int, **bounds)
