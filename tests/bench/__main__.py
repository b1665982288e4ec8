"""`make bench`: the measured figures, beside the floor, in one run. It prints; it fails nothing.

`python -m tests.bench [--quick] [--json] [--postgresql] [--keep FOLDER]`. Databases are generated into a
folder that is removed at the end, or kept and used again with `--keep`.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from tests.bench import load, pages, volumes, work
from tests.bench.figures import Figure, table

SMALL, LARGE = (1_000, 20_000), (10_000, 200_000)


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(asked.keep or temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        found = list(_figures(asked, folder))
    if asked.json:
        print(json.dumps([figure.as_dict() for figure in found], indent=2))


def _figures(asked: argparse.Namespace, folder: Path):
    say = _say_nothing if asked.json else table
    sizes = [SMALL] if asked.quick else [SMALL, LARGE]
    apps = [volumes.built(folder, *size, postgresql=asked.postgresql) for size in sizes]
    measured = [pages.measure(app, rounds=40 if asked.quick else 120) for app in apps]
    yield from say("Pages, signed in", pages.figures(measured[-1]))
    if len(measured) > 1:
        yield from say("Growth, 1,000 to 10,000 members", pages.growth(*measured))
    seconds = 4 if asked.quick else 12
    yield from say("Under load", load.figures(apps[-1], seconds=seconds))
    yield from say("Matching and scores", work.people(apps[-1]))
    if not asked.quick:
        yield from say("Search", work.search(apps[-1]))
        yield from say("Import", work.imported(folder))


def _say_nothing(_title: str, figures) -> list[Figure]:
    return list(figures)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 members only, and no search, no import")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--postgresql", action="store_true", help="on the server of TEST_DATABASE_URL")
    parser.add_argument("--keep", help="keep the databases in this folder, and use what is there")
    asked = parser.parse_args()
    if asked.postgresql and "TEST_DATABASE_URL" not in os.environ:
        sys.exit("--postgresql needs TEST_DATABASE_URL")
    return asked


if __name__ == "__main__":
    main()
