"""Passwords: argon2id (RFC 9106), always away from the event loop, and the same work for names that don't exist."""

from __future__ import annotations

import asyncio
import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

from .problems import WeakPassword

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that aren't taken for one another when read aloud or from paper."""
GROUPS, PER_GROUP = 4, 5
LONGEST = 256
FEWEST_DIFFERENT = 5
AT_ONCE = 2
"""Hashes at the same time: each takes 64 MiB."""


@cache
def hasher() -> PasswordHasher:
    """Return the hasher, with RFC 9106's second recommended parameters (64 MiB, three passes)."""
    import argon2

    return argon2.PasswordHasher()


@cache
def _nobodys() -> str:
    """A hash that no password fits, checked where a name has none, so that it takes as long."""
    return hasher().hash(secrets.token_hex(16))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, "argon2id")


def one_time_password() -> str:
    """Return a new one-time password: 20 letters and digits, 99 bits, easy to read aloud."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(PER_GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def hashed(password: str) -> str:
    """Return a password's hash, salt and parameters in it."""
    return hasher().hash(_composed(password))


def fits(password_hash: str | None, password: str) -> bool:
    """Say whether a password belongs to a hash; without a hash the same work is done, for nothing."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        right = hasher().verify(password_hash or _nobodys(), _composed(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return right and password_hash is not None


async def away(function, *arguments):  # type: ignore[no-untyped-def]
    """Run a function of this module in its own threads and return what it returns."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), function, *arguments)


def check_strength(password: str, name: str, least: int) -> None:
    """Raise ``WeakPassword`` for a password that is too short, too plain, too long, or holds the name."""
    plain, known = _composed(password).casefold(), _composed(name).casefold()
    too_plain = len(set(plain)) < FEWEST_DIFFERENT or (len(known) >= 3 and known in plain)
    if not least <= len(password) <= LONGEST or too_plain:
        raise WeakPassword(least=least)


def _composed(password: str) -> str:
    """Return the same letters in one form, however the keyboard composed them."""
    return unicodedata.normalize("NFC", password)
