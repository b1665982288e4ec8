"""The forms of challenges. Each kind of stage brings its own fields; here they become one form."""

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from challenges.answers import Answer
from challenges.challenges import CATEGORIES, Challenge
from challenges.stages import MOST_POINTS, Stage
from hub.i18n import _
from hub.web.filters import zone
from hub.web.forms import Form, options


class NewForm(Form):
    """What a challenge begins with."""

    id = "new-challenge"
    title = StringField(_("What does one do?"), [InputRequired(_("Give it a title.")), Length(max=120)])
    category = SelectField(
        _("What is it good for?"),
        choices=options({category.value: words for category, words in CATEGORIES.items()}),
    )
    summary = StringField(_("In one sentence"), [Length(max=240)], description=_("It stands on the card."))
    minutes = IntegerField(
        _("How many minutes does it take?"), [InputRequired(), NumberRange(1, 240)], default=5
    )


class DetailsForm(NewForm):
    """What a challenge says, beside its stages."""

    id = "challenge-form"
    body = TextAreaField(_("What it is about"), [Optional(), Length(max=20_000)])
    tags = StringField(_("Topics"), [Optional(), Length(max=300)], description=_("Separated by commas."))
    starts_on = DateField(_("First day"), [Optional()], description=_("Empty: as soon as it is published."))
    ends_on = DateField(_("Last day"), [Optional()], description=_("Empty: no end."))
    picture = FileField(_("Picture"), [Optional()])


class StageForm(Form):
    """What every stage has, whatever its kind."""

    class Meta(Form.Meta):
        """It stands inside the form of its challenge, which is protected as a whole."""

        csrf = False

    title = StringField(_("Name of this step"), [InputRequired(_("Give the step a name.")), Length(max=120)])
    prompt = TextAreaField(_("What should they do?"), [Optional(), Length(max=2000)], render_kw={"rows": 3})
    points = IntegerField(
        _("Points"), [InputRequired(_("A number of points, or 0.")), NumberRange(0, MOST_POINTS)]
    )
    auto_approve = BooleanField(_("Count it without a look"))


def builder(challenge: Challenge, stages: Iterable[Stage], *, timezone: str) -> DetailsForm:
    """Return the one form of a challenge with all its stages: each button keeps what is typed anywhere.

    A stage that this page did not know (added in another tab) is left alone.
    """
    shown = [stage for stage in stages if request.method == "GET" or f"{_name(stage)}-title" in request.form]
    fields = {_name(stage): FormField(_stage_form(stage), label=stage.title) for stage in shown}
    form_class: type[DetailsForm] = type("BuilderForm", (DetailsForm,), fields)
    return form_class(
        data={**_details(challenge, timezone), **{_name(stage): _stage_data(stage) for stage in shown}}
    )


def stage_input(form: DetailsForm, stage: Stage) -> dict[str, Any] | None:
    """Return what was entered for a stage, its kind's own settings under `settings`; None when it was not
    shown.
    """
    if _name(stage) not in form:
        return None
    entered: dict[str, Any] = dict(form[_name(stage)].data)
    own = {name: entered.pop(name) for name in stage.kind.setting_fields()}
    return {
        **{name: entered[name] for name in ("title", "prompt", "points", "auto_approve")},
        "settings": own,
    }


def answer_form(stage: Stage, answer: Answer | None) -> Form:
    """Return the form of a stage for a member, with what they entered before."""
    form_class = type(
        "AnswerForm", (Form,), {"id": f"answer-{stage.id}", **stage.kind.fields(stage.settings)}
    )
    form: Form = form_class(data=answer.entered if answer else None)
    return form


def _name(stage: Stage) -> str:
    return f"stage_{stage.id}"


def _stage_form(stage: Stage) -> type[StageForm]:
    form_class: type[StageForm] = type("OneStageForm", (StageForm,), stage.kind.setting_fields())
    return form_class


def _stage_data(stage: Stage) -> dict[str, Any]:
    return {
        "title": stage.title,
        "prompt": stage.prompt,
        "points": stage.points,
        "auto_approve": stage.auto_approve,
        **stage.settings,
    }


def _details(challenge: Challenge, timezone: str) -> dict[str, Any]:
    there = zone(timezone)
    return {
        "title": challenge.title,
        "category": challenge.category.value,
        "summary": challenge.summary,
        "minutes": challenge.minutes,
        "body": challenge.body,
        "tags": ", ".join(challenge.tags),
        "starts_on": challenge.starts_at.astimezone(there).date() if challenge.starts_at else None,
        "ends_on": challenge.last_moment.astimezone(there).date() if challenge.last_moment else None,
    }
