"""Forms of the shop and of those who run it."""

from decimal import Decimal
from secrets import token_urlsafe
from typing import Any

from babel.numbers import get_currency_precision
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from hub.i18n import _
from hub.web.forms import Form, options
from rewards.catalogue import MOST_POINTS, Reward
from rewards.reward_kinds import NAMES, RewardKind

CURRENCIES = ("EUR", "USD", "GBP", "CHF")


def fresh_token() -> str:
    """Return what makes a form one of its kind: sent twice, it acts once."""
    return token_urlsafe(12)


class RedeemForm(Form):
    """One click on a reward."""

    id = "redeem-form"
    token = HiddenField(validators=[InputRequired(), Length(max=64)], default=fresh_token)


class RewardForm(Form):
    """A reward as a manager describes it. `value` is in whole units of the currency."""

    id = "reward-form"
    name = StringField(_("Name"), [InputRequired(), Length(max=80)])
    kind = SelectField(_("Kind"), choices=options({kind.value: name for kind, name in NAMES.items()}))
    description_md = TextAreaField(_("What one gets"), [Optional(), Length(max=5000)])
    cost = IntegerField(_("Cost in points"), [InputRequired(), NumberRange(1, MOST_POINTS)])
    stock = IntegerField(_("Left in stock"), [Optional(), NumberRange(0, 1_000_000)])
    per_member = IntegerField(_("Most for one member"), [Optional(), NumberRange(1, 1000)])
    level_id = SelectField(
        _("Opens at level"), choices=[], coerce=lambda value: int(value) if value else None
    )
    starts_on = DateField(_("First day"), [Optional()])
    ends_on = DateField(_("Last day"), [Optional()])
    value = DecimalField(_("What one costs us"), [Optional(), NumberRange(0, 10_000_000)])
    currency = SelectField(
        _("Currency"), choices=options({"": _("Not stated"), **{code: code for code in CURRENCIES}})
    )
    instant = BooleanField(_("Needs no approval"))
    picture = FileField(_("Picture"))

    def facts(self) -> dict[str, Any]:
        """Return the input as the catalogue takes it."""
        facts = self.values("picture", "value", "currency")
        digits = get_currency_precision(self.currency.data or CURRENCIES[0])
        minor = None if self.value.data is None else int(self.value.data.scaleb(digits))
        facts |= {"kind": RewardKind(self.kind.data), "description_md": self.description_md.data or ""}
        return {**facts, "value_minor": minor, "currency": self.currency.data or None}

    def fill(self, reward: Reward) -> None:
        """Show a reward's value in whole units."""
        if reward.value_minor is not None and reward.currency:
            self.value.data = Decimal(reward.value_minor).scaleb(-get_currency_precision(reward.currency))


class FulfilForm(Form):
    """How it was handed over."""

    id = "fulfil-form"
    note = StringField(
        _("How it reaches them"),
        [Optional(), Length(max=300)],
        description=_("They read this: a tracking number, a link, a date."),
    )


class RefuseForm(Form):
    """Why not."""

    id = "refuse-form"
    reason = StringField(
        _("Why"),
        [InputRequired(), Length(max=300)],
        description=_("They read this, and their points are back at once."),
    )


class RefundForm(Form):
    """Why the points go back."""

    id = "refund-form"
    reason = StringField(
        _("Why"), [InputRequired(), Length(max=300)], description=_("They read this with their points.")
    )


class GiveBadgeForm(Form):
    """A badge for somebody."""

    id = "give-badge-form"
    badge = SelectField(_("Badge"), choices=[], coerce=int)
    handle = StringField(
        _("Member"),
        [InputRequired(), Length(max=80)],
        description=_("As in the address of their profile: amara-obi."),
    )
    reason = StringField(
        _("What for"), [InputRequired(), Length(max=300)], description=_("The page of the badge shows it.")
    )
