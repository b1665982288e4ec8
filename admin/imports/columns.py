"""Which column of a file is which field: recognised by its heading, remembered from the last time, or said
by a person.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from admin.imports import fields
from admin.imports.cells import Dates, Manner, Unreadable, currency
from admin.imports.fields import Kind
from hub.database import Model, session
from hub.errors import Refusal
from hub.i18n import _


class RememberedColumns(Model):
    """How a person said that files with these headings are to be read; "" is a column that is left out."""

    __tablename__ = "import_columns"
    __table_args__ = (sa.UniqueConstraint("kind", "signature"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind]
    signature: Mapped[str]
    columns: Mapped[dict[str, Any]]
    dates: Mapped[Dates]
    currency: Mapped[str | None]
    at: Mapped[datetime]


@dataclass(frozen=True)
class Columns:
    """The field of each column that is read, by heading, and the manner in which the file writes."""

    fields: dict[str, str]
    manner: Manner = field(default_factory=Manner)

    def left_out(self, headings: Sequence[str]) -> list[str]:
        """Return the headings that are not read."""
        return [heading for heading in headings if heading not in self.fields]


def checked(kind: Kind, columns: Mapping[str, str], manner: Manner) -> Columns:
    """Return the columns when they can be read: known fields, each once, nothing needed missing; else
    `Refusal`.
    """
    known, taken = fields.by_name(kind), dict[str, str]()
    for heading, name in columns.items():
        if not name:
            continue
        if name not in known:
            raise Refusal(_("There is no field “%(name)s”.", name=name[:80]), field=heading)
        if name in taken:
            words = _(
                "“%(first)s” and “%(second)s” cannot both be: %(label)s.",
                first=taken[name],
                second=heading,
                label=known[name].label,
            )
            raise Refusal(words, field=heading)
        taken[name] = heading
    if lacking := fields.missing(kind, taken):
        raise Refusal(_("Say which column holds: %(what)s.", what=", ".join(str(label) for label in lacking)))
    return Columns({heading: name for name, heading in taken.items()}, manner)


def proposed(
    kind: Kind, headings: Sequence[str], *, default_currency: str | None = None
) -> tuple[dict[str, str], Manner]:
    """Return the field of each heading ("" for none) and the manner, as far as they are known or
    remembered.
    """
    found = _recognised(kind, headings)
    before = _remembered(kind, headings)
    if before is None:
        return found, Manner(currency=default_currency)
    for heading in headings:
        name = before.columns.get(fields.heading_key(heading))
        if name is not None and (not name or name not in found.values()):
            found[heading] = name
    dates = before.dates if before.signature == signature(headings) else Dates.ISO
    return found, Manner(dates, before.currency or default_currency)


def declared(kind: Kind, headings: Sequence[str], said: bytes) -> tuple[dict[str, str], Manner]:
    """Return columns and manner as a mapping file says: JSON of heading → field, beside `dates` and
    `currency`.

    What it does not name is recognised. Raises `Refusal` when it is no such file or names what is not there.
    """
    wanted = _read_map(said)
    manner = Manner(_dates(wanted.pop("dates", None)), _currency(wanted.pop("currency", None)))
    wanted = wanted.pop("columns", wanted)
    present = {fields.heading_key(heading): heading for heading in headings}
    mapped = {}
    for heading, name in wanted.items():
        if fields.heading_key(heading) not in present:
            raise Refusal(
                _(
                    "The mapping names the column “%(heading)s”, which the file does not have.",
                    heading=heading[:80],
                )
            )
        mapped[present[fields.heading_key(heading)]] = fields.recognised(kind, str(name or "")) or str(
            name or ""
        )
    found = {
        heading: name for heading, name in _recognised(kind, headings).items() if name not in mapped.values()
    }
    return {**dict.fromkeys(headings, ""), **found, **mapped}, manner


def remember(
    kind: Kind, headings: Sequence[str], columns: Mapping[str, str], manner: Manner, *, now: datetime
) -> None:
    """Keep what was said for the next file with these headings, or with some of them."""
    kept = session.scalar(_of(kind).where(RememberedColumns.signature == signature(headings)))
    if kept is None:
        kept = RememberedColumns(kind=kind, signature=signature(headings))
        session.add(kept)
    kept.columns = {fields.heading_key(heading): columns.get(heading, "") for heading in headings}
    kept.dates, kept.currency, kept.at = manner.dates, manner.currency, now
    session.flush()


def signature(headings: Sequence[str]) -> str:
    """Return what files with the same headings share, in whatever order they stand."""
    keys = sorted(fields.heading_key(heading) for heading in headings)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def _recognised(kind: Kind, headings: Sequence[str]) -> dict[str, str]:
    found, taken = {}, set[str]()
    for heading in headings:
        name = fields.recognised(kind, heading)
        found[heading] = name if name and name not in taken else ""
        taken.add(name or "")
    return found


def _remembered(kind: Kind, headings: Sequence[str]) -> RememberedColumns | None:
    """Return what was said for these headings, else what was said last for files of the kind."""
    exactly = session.scalar(_of(kind).where(RememberedColumns.signature == signature(headings)))
    return exactly or session.scalar(_of(kind).order_by(RememberedColumns.at.desc()).limit(1))


def _of(kind: Kind) -> sa.Select[tuple[RememberedColumns]]:
    return sa.select(RememberedColumns).where(RememberedColumns.kind == kind)


def _read_map(text: bytes) -> dict[str, Any]:
    try:
        said = json.loads(text.decode("utf-8-sig"))
    except ValueError as error:
        raise Refusal(_("The mapping is no JSON: %(why)s.", why=str(error))) from error
    inner = said.get("columns", {}) if isinstance(said, dict) else None
    if not isinstance(inner, dict):
        raise Refusal(_('The mapping must be a JSON object such as {"Kunde": "account_name"}.'))
    return dict(said)


def _dates(word: Any) -> Dates:
    try:
        return Dates(str(word).casefold()) if word else Dates.ISO
    except ValueError as error:
        known = ", ".join(item.value.upper() for item in Dates)
        raise Refusal(_("Dates are written in one of these ways: %(known)s.", known=known)) from error


def _currency(word: Any) -> str | None:
    try:
        return currency(str(word), Manner()) if word else None
    except Unreadable as error:
        raise Refusal(error.message) from error
