"""Words as both engines know them: without case and accents, cut to their stem, and how far apart two are."""

import re
from functools import lru_cache
from unicodedata import combining, normalize

from whoosh.lang.porter import stem as _porter

MAX_WORD = 40

_WORD = re.compile(r"[^\W_]+")
_FREQUENT = """
a an and are as at be but by can do does for from has have how i if in is it my no not of on or our
so that the their them they this to us was we what when where which who why will with you your
"""
COMMON = frozenset(_FREQUENT.split())
"""Words that are too frequent to look for when there are others."""


def folded(text: str) -> str:
    """Return the text without case and accents."""
    if text.isascii():
        return text.lower()
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))


def words(text: str) -> list[str]:
    """Return the words of a text, folded, in order, none longer than `MAX_WORD` letters."""
    return [word[:MAX_WORD] for word in _WORD.findall(folded(text))]


def positions(text: str) -> list[tuple[int, int]]:
    """Return where the words of a text begin and end."""
    return [match.span() for match in _WORD.finditer(text)]


def slug(text: str) -> str:
    """Return the words of a text joined by hyphens, as `tag:` and `in:` compare them."""
    return "-".join(words(text))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem under which a folded word is looked up: integrations → integr."""
    found: str = _porter(word) if len(word) > 2 else word
    return found


def slips(word: str) -> int:
    """Return how many slips are forgiven in a word: one, and two from six letters on."""
    return 1 if len(word) < 6 else 2


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be added, left out, changed or swapped; `most` + 1 when it is more than
    `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if last and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def closest(word: str, candidates: set[str], limit: int) -> list[str]:
    """Return the candidates that `word` may have meant, the nearest first."""
    most, letters = slips(word), set(word)
    alike = (other for other in candidates if len(letters ^ set(other)) <= 2 * most and other != word)
    near = sorted((distance(word, other, most), other) for other in alike)
    return [other for far, other in near if far <= most][:limit]
