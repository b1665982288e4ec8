"""Templates: short, without rules, every word translatable, nothing that the content policy forbids."""

import re
import statistics
from pathlib import Path

import pytest

from hub.config import ROOT

pytestmark = pytest.mark.house

ALL = sorted((ROOT / "templates").rglob("*.html"))
WORDS = re.compile(r"[A-Za-zÀ-ÿ]{2,}")


def bare_text(source: str) -> list[str]:
    """Return words between tags that do not go through gettext."""
    source = re.sub(r"{#.*?#}|<style.*?</style>|{%-?\s*trans.*?endtrans\s*-?%}", "", source, flags=re.S)
    source = re.sub(r"{% block page_class %}.*?{% endblock %}|<kbd>.*?</kbd>", "", source, flags=re.S)
    source = re.sub(r"{%.*?%}", "", source, flags=re.S)
    source = re.sub(r"{{.*?}}", "", source, flags=re.S)
    source = re.sub(r"<!--.*?-->|<(script|code|pre)\b.*?</\1>", "", source, flags=re.S)
    text = re.sub(r"<[^<>]*>", "\n", source, flags=re.S)
    return [line.strip() for line in text.splitlines() if WORDS.search(line)]


def test_templates_are_short_and_clean():
    found = [f"{path.relative_to(ROOT)}: {problem}" for path in ALL for problem in problems_of(path)]
    assert not found


def problems_of(path: Path) -> list[str]:
    source, name = path.read_text(), path.as_posix()
    problems = []
    if len(source.splitlines()) > 120:
        problems.append("too long")
    if "/mail/" not in name and re.search(r"<[^>]+\sstyle=", source):
        problems.append("inline style")
    if re.search(r"<[^>]+\son[a-z]+=", source):
        problems.append("inline script")
    if "gallery" not in name:
        problems += [f"cannot be translated: {words}" for words in bare_text(source)]
    return problems


def test_most_templates_are_very_short():
    assert statistics.median(len(path.read_text().splitlines()) for path in ALL) <= 30


def test_each_mail_is_a_pair():
    for path in ALL:
        if path.parent.name == "mail" and not path.name.startswith(("_", "base")):
            assert path.with_suffix(".txt").exists(), f"{path} has no text part"
