"""Settings of the programme: declared with a default by the package that reads them, changed in the hub, audited."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Model, session
from hub.declared import Declared
from hub.errors import NotFound, Refusal
from hub.facts import audit
from hub.house import house
from hub.i18n import _
from hub.people.persons import Person


class Setting(Model):
    """A setting that was changed from its default."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(index=True)


REVISION = sa.select(sa.func.coalesce(sa.func.max(Setting.revision), 0)).scalar_subquery()
"""Grows with every change. A request learns it with its viewer, and asks no more when it has seen it before."""


def value(name: str) -> Any:
    """Return a setting's value, or the default it was declared with. All are read at once, once a request."""
    return _changed().get(name, house().declared[name].default)


def programme_day(moment: datetime) -> date:
    """Return the day on which a moment falls, in the programme's time zone."""
    return moment.astimezone(ZoneInfo(value("programme.timezone"))).date()


def declared(name: str) -> Declared:
    """Return how a setting was declared; raise `NotFound` when it was not."""
    found = house().declared.get(name)
    if found is None:
        raise NotFound
    return found


def read(name: str, text: str) -> Any:
    """Return what somebody wrote as a value of the setting's type; raise `Refusal` when it is none."""
    one = declared(name)
    try:
        return one.read(text)
    except ValueError as error:
        raise _unfit(one) from error


def change(name: str, new: Any, *, by: Person | None, now: datetime) -> None:
    """Change a setting; raises `Refusal` when the value is not of the declared type, or beyond its bounds."""
    one = declared(name)
    if not one.fits(new):
        raise _unfit(one)
    before = value(name)
    revision = (session.scalar(sa.select(REVISION)) or 0) + 1
    session.merge(
        Setting(name=name, value={"value": new}, by_id=by.id if by else None, at=now, revision=revision)
    )
    session.flush()
    session().info.pop("settings", None)
    session().info.pop("settings_revision", None)
    audit.log(
        "setting.changed",
        by=by,
        subject=("setting", 0),
        detail={"name": name, "from": before, "to": new},
        now=now,
    )


def stands_at(revision: int) -> None:
    """Say at which revision the settings stand in this session, so that they need not be read again."""
    session().info["settings_revision"] = revision


def _unfit(one: Declared) -> Refusal:
    if one.kind is int:
        words = _("Choose a whole number from %(least)s to %(most)s.", least=one.least, most=one.most)
        return Refusal(words, field="value")
    return Refusal(_("This value does not fit here."), field="value")


def _changed() -> dict[str, Any]:
    """Return what differs from the defaults: as this process knows it of this revision, else read once per session."""
    info = session().info
    if "settings" not in info:
        kept, revision = house().kept_settings, info.get("settings_revision")
        if revision is None or kept.get("revision") != revision:
            rows = session.execute(sa.select(Setting.name, Setting.value))
            kept = {"revision": revision, "values": {name: stored["value"] for name, stored in rows}}
            if revision is not None:
                house().kept_settings = kept
        info["settings"] = kept["values"]
    values: dict[str, Any] = info["settings"]
    return values
