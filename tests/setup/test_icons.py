"""The sprite holds the icons that pages draw."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("hub", "admin", "challenges", "community", "rewards", "references")
DRAWN = re.compile(r"""\bicon(?:\(|\s?=\s?)["']([a-z0-9-]+)["']""")

pytestmark = pytest.mark.house


def listed() -> set[str]:
    lines = (ROOT / "static" / "icons.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    filled = {word.replace("+", "-") for word in words if word.endswith("+filled")}
    return {word.removesuffix("+filled") for word in words} | filled


def test_every_icon_that_a_page_draws_is_listed() -> None:
    sources = [
        *(ROOT / "templates").rglob("*.html"),
        *(path for name in PACKAGES for path in (ROOT / name).rglob("*.py")),
    ]
    drawn = {
        (name, str(path.relative_to(ROOT)))
        for path in sources
        for name in DRAWN.findall(path.read_text("utf-8"))
    }
    assert not sorted((name, path) for name, path in drawn if name not in listed())
    assert len(drawn) > 10


def test_the_sprite_is_made_of_the_list() -> None:
    symbols = re.findall(
        r'<symbol id="([a-z0-9-]+)"', (ROOT / "static" / "vendor" / "icons.svg").read_text("utf-8")
    )
    assert set(symbols) == listed()
    assert len(symbols) == len(set(symbols))
