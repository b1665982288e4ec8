"""What references bring into the house: the desk, the next step, the command, search, being alone."""

import json
from datetime import timedelta

from hub.app import create_app
from hub.config import Settings
from hub.database import session
from hub.facts import asks
from hub.house import house
from references import desk, documents, endings, pool, steps, stories
from references.stories import StoryKind
from tests import factories
from tests.references import scenes


def test_an_unanswered_request_is_due_on_the_desk(db):
    scenes.request(amount_minor=24_000_000, currency="EUR")
    (item,) = desk.items(scenes.manager(), now=scenes.later(hours=43))
    assert str(item.what) == "Reference for Halden Re"
    assert str(item.why) == "Due in 5 h"
    assert item.tone == "bad"
    assert str(item.detail) == "€ 240,000 · Video call · Insurance"


def test_a_late_answer_says_how_late(db):
    scenes.request()
    (item,) = desk.items(scenes.manager(), now=scenes.later(hours=50))
    assert str(item.why) == "2 hours late"


def test_the_desk_is_a_managers(db):
    scenes.request()
    assert desk.items(scenes.seller(), now=scenes.later()) == []


def test_who_is_owed_thanks_and_who_is_to_be_recruited_stand_on_the_desk(db):
    person, manager = scenes.advocate(), scenes.manager()
    for day in (0, 30, 60):
        asks.draw(person, "reference", minutes=30, source=f"test:{day}", now=scenes.later(days=day))
    request = scenes.request()
    endings.give_up(request, pool.matching(request, now=scenes.later()), by=manager, now=scenes.later())
    found = {str(item.why) for item in desk.items(manager, now=scenes.later(days=61))}
    assert found == {"Owe thanks", "Recruit"}


def test_thanks_that_are_late_stand_on_the_desk(db):
    scenes.held()
    found = [
        str(item.why) for item in desk.items(scenes.manager(), now=scenes.later(days=8) + timedelta(days=3))
    ]
    assert found == ["Thanks overdue"]


def test_an_invitation_is_the_first_next_step_until_it_runs_out(db):
    invitation = scenes.invited()
    (step,) = steps.offer(invitation.person, now=scenes.later(hours=1))
    assert (str(step.title), str(step.brings), str(step.verb)) == (
        "Talk to a buyer in insurance",
        "+200 points",
        "See times",
    )
    assert steps.offer(invitation.person, now=invitation.expires_at) == []


def test_the_command_tells_lines_and_reasons(db, app):
    person = scenes.advocate()
    resting = scenes.advocate()
    asks.draw(resting, "reference", minutes=30, source="test", now=scenes.later())
    request = scenes.request()
    session.commit()
    run = app.test_cli_runner().invoke(args=["match", str(request.id), "--json"])
    assert run.exit_code == 0, run.output
    report = json.loads(run.output)
    assert report["ranked"][0]["email"] == person.email
    assert sum(line["points"] for line in report["ranked"][0]["lines"]) == report["ranked"][0]["score"]
    assert report["excluded"][0]["until"] == "2026-04-01"
    plain = app.test_cli_runner().invoke(args=["match", str(request.id)]).output
    assert "excluded" in plain


def test_search_knows_published_stories_alone(db):
    story = stories.publish(
        kind=StoryKind.REPORT,
        title="A year",
        summary="Short.",
        body="Long.",
        by=scenes.manager(),
        now=scenes.later(),
    )
    [found] = documents.find([story.id])
    assert found.audience <= documents.tokens(factories.person("prospect"))
    stories.unpublish(story, by=scenes.manager(), now=scenes.later())
    assert documents.find([story.id]) == []


def test_a_story_of_a_customer_who_left_is_not_read_any_more(db):
    company = factories.company()
    story = stories.publish(
        kind=StoryKind.CASE_STUDY,
        title="Fast",
        summary="",
        body="Text",
        by=scenes.manager(),
        company=company,
        now=scenes.later(),
    )
    company.churned_at = scenes.later()
    session.flush()
    assert documents.find([story.id]) == []


def test_references_stand_alone(tmp_path):
    url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
    app = create_app(
        Settings(data=tmp_path, database_url=url, secret_key="x" * 40, testing=True), ("references",)
    )
    with app.app_context():
        assert house().kinds["call.held"].points == 200
        assert "request.override" in house().permissions
