"""A measured figure, what it should be, and how both are printed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured. `target` None means that nothing is promised; `most` tells a limit from a minimum."""

    name: str
    value: float
    unit: str
    target: float | None = None
    most: bool = True
    note: str = ""

    @property
    def ok(self) -> bool | None:
        if self.target is None:
            return None
        return self.value <= self.target if self.most else self.value >= self.target

    def as_dict(self) -> dict:
        return {**asdict(self), "ok": self.ok}


def table(title: str, figures: Iterable[Figure]) -> list[Figure]:
    """Print figures as they come, and return them."""
    print(f"\n{title}", flush=True)
    shown = []
    for figure in figures:
        sign = "" if figure.target is None else ("≤ " if figure.most else "≥ ") + _number(figure.target)
        said = {True: "ok", False: "missed", None: ""}[figure.ok]
        value = f"{_number(figure.value)} {figure.unit}"
        print(f"  {figure.name:<44} {value:>16}   {sign:>10}   {said:<7} {figure.note}".rstrip(), flush=True)
        shown.append(figure)
    return shown


def percentile(values: list[float], share: float) -> float:
    """Return the value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _number(value: float) -> str:
    if value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) < 10 else f"{value:,.1f}"
