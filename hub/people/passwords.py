"""Passwords: argon2, no rules of composition, no password that everybody tries first (OWASP ASVS 5.0, 6.2)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from hub.errors import Refusal
from hub.i18n import _

SHORTEST, LONGEST = 8, 256
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's minimum for argon2id, about 30 ms here; argon2's default costs 150 to 230 ms of a core."""

_NOBODY = _HASHER.hash("the password of nobody")


def checked(password: str) -> str:
    """Return the password when it may be used; raises `Refusal` for too short, too long or too common ones."""
    if len(password) < SHORTEST:
        raise Refusal(_("Use at least 8 characters; 15 or more are better."), field="password")
    if len(password) > LONGEST:
        raise Refusal(_("Use at most 256 characters."), field="password")
    if password.casefold() in _common():
        raise Refusal(
            _("Many people use this password, so it is tried first. Choose another."), field="password"
        )
    return password


def hashed(password: str) -> str:
    """Return the hash to store. Slow on purpose: never call it within a writing transaction on SQLite."""
    return _HASHER.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether the password is the one stored; takes as long when there is none, so that nobody learns who is here."""
    try:
        _HASHER.verify(stored or _NOBODY, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


@cache
def _common() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"][:10_000])
