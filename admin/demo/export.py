"""The demo's CRM: makes `admin/demo_data/*.csv`, the ordinary export of a vendor with 400 customers and 140
deals.

    python -m admin.demo.export

One seed makes all chance, so the files are always the same. Their dates are written as of one fixed day,
`accounts.REFERENCE`; `admin.demo.crm` shifts them to the present of the demo.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from admin.demo import accounts, deals

FOLDER = Path(__file__).parent.parent / "demo_data"
SEED = 400_85


def main(folder: Path = FOLDER) -> None:
    """Write the files."""
    write(folder / "customers.csv", accounts.HEADINGS, accounts.customers(Random(SEED)))  # noqa: S311 - a story
    write(folder / "opportunities.csv", deals.HEADINGS, deals.deals(Random(SEED + 1)))  # noqa: S311 - a story


def write(path: Path, headings: tuple[str, ...], rows: Iterator[dict[str, Any]]) -> None:
    """Write rows as CSV under their headings."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
