"""`vouch match REQUEST`: who fits a request and why, for people and for programs."""

from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext

from hub.cli import show
from hub.clock import now
from references import pool, requests
from references.matching.ranking import Matching


def bind(app: Flask) -> None:
    """Give the app the commands of references."""
    app.cli.add_command(match)


@click.command()
@click.argument("request_id", type=int, metavar="REQUEST")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def match(request_id: int, as_json: bool) -> None:
    """Ranked candidates with their lines; excluded ones with reasons."""
    request = requests.get(request_id)
    found = pool.matching(request, now=now())
    report = described(found)
    show({"request": request.id, "company": request.company_name, **report}, as_json, _text(report))


def described(found: Matching) -> dict[str, Any]:
    """Return a matching as plain values."""
    candidates = [one.candidate for one in found.ranked] + [one.candidate for one in found.excluded]
    people = pool.people(one.person_id for one in (*candidates, *(one.candidate for one in found.nearest)))
    return {
        "ranked": [
            {
                "email": people[one.candidate.person_id].email,
                "name": people[one.candidate.person_id].name,
                "score": one.score,
                "grade": one.grade.value,
                "lines": [
                    {"criterion": line.key, "points": line.points, "max": line.max, "value": line.value}
                    for line in found.lines(one)
                ],
            }
            for one in found.ranked
        ],
        "nearest": [
            {"email": people[one.candidate.person_id].email, "score": one.score, "missing": list(one.missing)}
            for one in found.nearest
        ],
        "excluded": [
            {
                "email": people[one.candidate.person_id].email,
                "name": people[one.candidate.person_id].name,
                "reason": str(one.block.reason),
                "until": one.block.until,
            }
            for one in found.excluded
        ],
    }


def _text(report: dict[str, Any]) -> str:
    lines = []
    for one in report["ranked"]:
        parts = ", ".join(f"{line['criterion']} {line['points']}/{line['max']}" for line in one["lines"])
        lines.append(f"{one['score']:>3}  {one['grade']:<9}  {one['name']:<28} {parts}")
    for one in report["excluded"]:
        until = f", free on {one['until']}" if one["until"] else ""
        lines.append(f"     excluded   {one['name']:<28} {one['reason']}{until}")
    return "\n".join(lines) or "Nobody is in the pool yet."
