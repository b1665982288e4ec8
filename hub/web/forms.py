"""Forms: WTForms with our manners: trimmed text, an id that htmx can swap, a place for what concerns the whole form."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.fields.choices import SelectChoice
from wtforms.meta import DefaultMeta

from hub.errors import Words


def trimmed(value: Any) -> Any:
    """Return text without white space at its ends."""
    return value.strip() if isinstance(value, str) else value


def options(words: Mapping[str, Words]) -> list[SelectChoice]:
    """Return the choices of a select field: value to words, in order."""
    return [SelectChoice(value, label) for value, label in words.items()]


class Form(FlaskForm):
    """Base of every form. `id` is the id of its element, `form_errors` what concerns no single field."""

    id = "form"

    class Meta(FlaskForm.Meta):
        """Trim all text; the app's own CSRF protection stays."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Bind a field with the trimming filter before its own."""
            kind = unbound_field.field_class
            if hasattr(kind, "widget") and getattr(kind.widget, "input_type", None) in (
                "text",
                "email",
                "search",
                None,
            ):
                filters = [trimmed, *unbound_field.kwargs.get("filters", ())]
                if kind.__name__ in ("StringField", "TextAreaField", "EmailField", "SearchField"):
                    options = {**options, "filters": filters}
            return DefaultMeta.bind_field(self, form, unbound_field, options)

    def values(self, *leave: str) -> dict[str, Any]:
        """Return the input by field name, without the CSRF token, submit buttons and the fields named in `leave`."""
        skip = {"csrf_token", *leave}
        return {
            name: field.data
            for name, field in self._fields.items()
            if name not in skip and field.type != "SubmitField"
        }


def add_error(form: FlaskForm, field: str | None, message: Words) -> None:
    """Put a message beside the field it concerns, or at the top of the form."""
    target = form._fields.get(field or "")
    if target is None:
        form.form_errors = [*form.form_errors, str(message)]
    else:
        target.errors = [*target.errors, str(message)]
