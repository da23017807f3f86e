"""Passwords: argon2id, at least twelve characters, none that everybody uses."""

import hashlib
import secrets
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.errors import Refused, TryLater

SHORTEST = 12
LONGEST = 256  # characters; longer ones only cost time

# 19 MiB, two passes, one lane: OWASP's smallest recommended setting, about 0.1 s.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Two at a time, so that people who sign in cannot starve people who read.
_places = BoundedSemaphore(2)
_WAIT_S = 10

# What people choose when they are told to take at least twelve characters, and the words that
# such choices are made of. A password that is only repetitions or runs of these is refused too.
_COMMON = frozenset(Path(__file__).with_name("common.txt").read_text("utf-8").split())


def refuse_weak(password: str, login: str = "") -> None:
    """Refuse what is too short, too long, common, or the login name itself."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(
            "A password has {shortest} to {longest} characters.",
            remedy="Take a short sentence that only you know.",
            shortest=SHORTEST,
            longest=LONGEST,
        )
    if _is_common(password.casefold(), login.casefold()):
        raise Refused(
            "This password is among those that are tried first.",
            remedy="Take a short sentence that only you know.",
        )


def _is_common(password: str, login: str) -> bool:
    rest = password
    for word in sorted(_COMMON | ({login} if len(login) > 3 else set()), key=len, reverse=True):
        rest = rest.replace(word, "")
    letters = {c for c in rest if c.isalpha()}
    # What is left when the common words are gone must still be more than figures and signs.
    return len(set(password)) < 5 or (not letters and len(rest) < SHORTEST) or len(rest) < 4


def hashed(password: str) -> str:
    """Hash a new password; the parameters stand in the result."""
    with _Place():
        return _hasher.hash(password)


def fits(password_hash: str, password: str) -> bool:
    """Compare. An account without password costs the same time as a wrong one."""
    with _Place():
        try:
            _hasher.verify(password_hash or _nobody(), password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return bool(password_hash)


def is_outdated(password_hash: str) -> bool:
    """Say whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


class _Place:
    """One of two places for hashing; who waits too long is sent away."""

    def __enter__(self) -> None:
        if not _places.acquire(timeout=_WAIT_S):
            raise TryLater(
                "Many people are signing in right now.", remedy="Try again in a few seconds."
            )

    def __exit__(self, *_: object) -> None:
        _places.release()


def new_token() -> str:
    """Make 256 random bits that are safe in a header, a cookie and an address."""
    return secrets.token_urlsafe(32)


def new_id() -> str:
    """Make a random identifier of 22 characters."""
    return secrets.token_urlsafe(16)


def digest(text: str) -> str:
    """Give what is stored of a token. It is random, so a plain SHA-256 is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _nobody() -> str:
    """Give a hash that nothing fits, made with today's parameters."""
    return _hasher.hash(new_token())
