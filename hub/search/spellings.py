"""The words that a misspelled one may have meant, beside the Whoosh index: one a line, each once.

They only become more until the index is built anew. A word is shown only when a result that may be opened
has it.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from hub.search.words import closest

FILE = "words.txt"


def add(folder: Path, words: Iterable[str]) -> None:
    """Add those words that are not known. Only the one writer of the index calls this."""
    known = {word for same in _known(folder).values() for word in same}
    if new := sorted(set(words) - known):
        with (folder / FILE).open("a", encoding="utf-8") as file:
            file.writelines(f"{word}\n" for word in new)


def near(folder: Path, word: str, limit: int) -> list[str]:
    """Return the words that this one may have meant, the nearest first."""
    return closest(word, _known(folder).get(word[:1], set()), limit)


def _known(folder: Path) -> dict[str, set[str]]:
    file = folder / FILE
    return _read(file, file.stat().st_size) if file.exists() else {}


@lru_cache(maxsize=2)
def _read(file: Path, _size: int) -> dict[str, set[str]]:
    """Return the words by their first letter; a file that has grown is read again."""
    found: dict[str, set[str]] = {}
    for word in file.read_text(encoding="utf-8").split():
        found.setdefault(word[0], set()).add(word)
    return found
