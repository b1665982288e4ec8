"""What a file of opportunities says and changes: deals by their CRM id, each at its company, in minor units
of a currency.

A company that nobody knows yet becomes a prospect. Won and lost are read from their own column, else from
the stage.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from admin.imports import bulk
from admin.imports.cells import Manner, Unreadable, minor
from admin.imports.reading import Problem, Record
from admin.imports.staff import Team
from hub.errors import Words
from hub.i18n import _
from hub.people.companies import Company, CompanyKind, key_of
from hub.people.opportunities import Opportunity, Result

_WON = frozenset({"won", "closed won", "closedwon", "yes", "true", "1"})
_LOST = frozenset({"lost", "closed lost", "closedlost"})
_NOT_WON = frozenset({"", "open", "no", "false", "0", "in progress", "pending"})
_COLUMNS = (
    "name",
    "company_id",
    "owner_id",
    "owner_name",
    "stage",
    "result",
    "amount_minor",
    "currency",
    "opened_on",
    "expected_close",
    "closed_on",
    "competitor",
)
_SAME = ("name", "stage", "opened_on", "expected_close", "competitor")
_STAGES = {Result.OPEN: _("Open"), Result.WON: _("Closed won"), Result.LOST: _("Closed lost")}


@dataclass
class Plan:
    """What is to be done; `counts` says how many deals and companies are new, changed or as they were."""

    new_companies: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    new: list[tuple[Record, dict[str, Any], str | int]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(
        default_factory=lambda: {
            kind: {"created": 0, "updated": 0, "unchanged": 0} for kind in ("opportunities", "companies")
        }
    )


def checker(manner: Manner) -> Callable[[Record], Problem | None]:
    """Return what says what is wrong with a row as a whole."""

    def check(record: Record) -> Problem | None:
        if not record.get("opportunity_id"):
            return Problem(record.line, None, _("This row has no opportunity id."))
        if not record.get("account_name") and not record.get("account_id"):
            return Problem(record.line, None, _("This row names no company."))
        try:
            _result(record)
            _amount(record, manner)
        except Unreadable as error:
            return Problem(record.line, None, error.message)
        return None

    return check


def plan(records: Iterable[Record], manner: Manner) -> Plan:
    """Compare what a file says with what is known. Reads only."""
    found, team = Plan(), Team.load()
    records = _once_each(found, records)
    companies = _Companies.load(records)
    columns = [getattr(Opportunity, name) for name in ("id", "external_id", *_COLUMNS)]
    wanted = {record.get("opportunity_id") for record in records}
    known = {row.external_id: row for row in bulk.found(columns, Opportunity.external_id, wanted)}
    for record in records:
        company = companies.of(record, found)
        if company is not None:
            _plan_deal(
                found, record, company, known.get(record.get("opportunity_id")), _said(record, manner, team)
            )
    found.counts["companies"]["created"] = len(found.new_companies)
    return found


def store(planned: Plan, *, now: datetime) -> None:
    """Do what was planned, in the present transaction."""
    bulk.insert(
        Company,
        [
            {
                "name": name,
                "name_key": key,
                "external_id": external_id,
                "kind": CompanyKind.PROSPECT,
                "created_at": now,
            }
            for key, (name, external_id) in planned.new_companies.items()
        ],
    )
    ids = {
        row.name_key: row.id
        for row in bulk.found((Company.name_key, Company.id), Company.name_key, set(planned.new_companies))
    }

    def at(company: str | int) -> int:
        return ids[company] if isinstance(company, str) else company

    bulk.insert(
        Opportunity,
        [
            {
                **dict.fromkeys(_COLUMNS),
                **said,
                "company_id": at(company),
                "created_at": now,
                "external_id": record.get("opportunity_id"),
            }
            for record, said, company in planned.new
        ],
    )
    bulk.update(Opportunity, [{**row, "company_id": at(row["company_id"])} for row in planned.changed])


def _once_each(found: Plan, records: Iterable[Record]) -> list[Record]:
    first: dict[str, Record] = {}
    for record in records:
        known = first.setdefault(record.get("opportunity_id"), record)
        if known is not record:
            words = _("This opportunity stands in line %(line)s already.", line=known.line)
            found.problems.append(Problem(record.line, None, words))
    return list(first.values())


def _plan_deal(found: Plan, record: Record, company: str | int, deal: Any, said: dict[str, Any]) -> None:
    counts = found.counts["opportunities"]
    if deal is None:
        said["name"] = said.get("name") or record.get("account_name") or record.get("opportunity_id")
        said["stage"] = said.get("stage") or str(_STAGES[said["result"]])
        found.new.append((record, said, company))
        counts["created"] += 1
        return
    before = {name: getattr(deal, name) for name in _COLUMNS}
    kept = {name: value for name, value in said.items() if value is not None or name not in ("name", "stage")}
    after = {**before, **kept, "company_id": company}
    if after != before:
        found.changed.append({"id": deal.id, **after})
    counts["updated" if after != before else "unchanged"] += 1


def _said(record: Record, manner: Manner, team: Team) -> dict[str, Any]:
    """Return the columns of a deal as far as the row says something about them."""
    result, amount = _result(record), _amount(record, manner)
    said: dict[str, Any] = {name: record.values[name] for name in _SAME if name in record.values}
    said["result"] = result
    said["closed_on"] = (
        None if result is Result.OPEN else record.get("closed_on") or record.get("expected_close")
    )
    if "owner" in record.values:
        said["owner_id"], said["owner_name"] = team.find(record.get("owner")), record.get("owner")
    if "amount" in record.values:
        said["amount_minor"], said["currency"] = amount or (None, None)
    return said


def _result(record: Record) -> Result:
    """Return how the deal stands: what its own column says, else what its stage says."""
    word, stage = (record.get("result") or "").casefold(), (record.get("stage") or "").casefold()
    if word in _WON or word in _LOST:
        return Result.WON if word in _WON else Result.LOST
    if "won" in stage or "lost" in stage:
        return Result.WON if "won" in stage else Result.LOST
    if word in _NOT_WON:
        return Result.OPEN
    raise Unreadable(_("“%(word)s” is neither won, lost nor open.", word=word[:40]))


def _amount(record: Record, manner: Manner) -> tuple[int, str] | None:
    """Return the amount in minor units with its currency: of the column, beside the amount, or the file's
    own.
    """
    if record.get("amount") is None:
        return None
    amount, beside = record.get("amount")
    column = record.get("currency")
    if column and beside and column != beside:
        raise Unreadable(
            _("The amount is in %(one)s, the currency column says %(other)s.", one=beside, other=column)
        )
    code = column or beside or manner.currency
    if code is None:
        raise Unreadable(
            _("In which currency is this amount? Add a currency column, or name one for the file.")
        )
    return minor(amount, code), code


class _Companies:
    """The companies that deals are with: known ones by id and name, new ones by the key of their name."""

    def __init__(self, by_id: dict[str, int], by_key: dict[str, int]) -> None:
        self.by_id = by_id
        self.by_key = by_key
        self.new_by_id: dict[str, str] = {}

    @classmethod
    def load(cls, records: list[Record]) -> "_Companies":
        """Read the companies that the records name: two statements per chunk."""
        columns = (Company.id, Company.external_id, Company.name_key)
        ids = {record.get("account_id") for record in records} - {None}
        keys = {key_of(record.get("account_name")) for record in records if record.get("account_name")}
        by_id = {row.external_id: row.id for row in bulk.found(columns, Company.external_id, ids)}
        return cls(by_id, {row.name_key: row.id for row in bulk.found(columns, Company.name_key, keys)})

    def of(self, record: Record, found: Plan) -> str | int | None:
        """Return the id of a record's company, the key of one to be made, or None with a problem noted."""
        name, external_id = record.get("account_name"), record.get("account_id")
        if external_id in self.by_id or external_id in self.new_by_id:
            return self.by_id.get(external_id) or self.new_by_id[external_id]
        if not name:
            words: Words = _("No company is known by the id %(id)s, and the row names none.", id=external_id)
            found.problems.append(Problem(record.line, None, words))
            return None
        key = key_of(name)
        if key in self.by_key:
            return self.by_key[key]
        found.new_companies.setdefault(key, (name, external_id))
        if external_id:
            self.new_by_id[external_id] = key
        return key
