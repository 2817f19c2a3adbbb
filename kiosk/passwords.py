"""Passwords of staff: which may be used, and how they are kept (argon2id)."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forms import Told, inputs


class PasswordReason(StrEnum):
    """Why a password may not be used."""

    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 — a reason, not a password
    PASSWORD_IMPOSSIBLE = "password_impossible"  # noqa: S105
    PASSWORD_COMMON = "password_common"  # noqa: S105
    PASSWORD_HAS_NAME = "password_has_name"  # noqa: S105


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    PasswordReason.PASSWORD_TOO_SHORT: ("パスワードが短すぎます。", "8文字以上にしてください。"),
    PasswordReason.PASSWORD_IMPOSSIBLE: (
        "そのパスワードは使えません。",
        "128文字までの、目に見える文字にしてください。",
    ),
    PasswordReason.PASSWORD_COMMON: (
        "よく使われるパスワードなので、当てられてしまいます。",
        "関わりのない言葉を3つ4つ並べると、覚えやすく当てられにくくなります。",
    ),
    PasswordReason.PASSWORD_HAS_NAME: (
        "職員名の入ったパスワードは使えません。",
        "職員名と関わりのないものにしてください。",
    ),
}


class PasswordError(Told):
    """Never holds a password."""

    reasons = PasswordReason
    words = WORDS
    reason: PasswordReason


SHORTEST = 8
LONGEST = 128
SHORTEST_OF_DIGITS = 12
"""Eight digits are a birthday or a telephone number."""

FEWEST_SIGNS = 4
"""Different ones."""

ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
"""Signs that people type one after the other."""

COMMON_FILE = Path(__file__).parent / "data" / "common_passwords.txt"
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def check_password(password: str, name: str) -> str:
    """Return the password, if the owner of the staff name may use it. Raise PasswordError."""
    if len(password) < SHORTEST:
        raise PasswordError(PasswordReason.PASSWORD_TOO_SHORT)
    if len(password) > LONGEST or not inputs.is_one_line(password):
        raise PasswordError(PasswordReason.PASSWORD_IMPOSSIBLE)
    folded = password.lower()
    if is_common(folded):
        raise PasswordError(PasswordReason.PASSWORD_COMMON)
    if name in folded or folded in name:
        raise PasswordError(PasswordReason.PASSWORD_HAS_NAME)
    return password


def is_common(folded: str) -> bool:
    """Return whether a password in small letters is among the first that somebody would try."""
    if len(set(folded)) < FEWEST_SIGNS or (folded.isdecimal() and len(folded) < SHORTEST_OF_DIGITS):
        return True
    if any(folded in row * 2 or folded in row[::-1] * 2 for row in ROWS):
        return True
    # Password2026! is no better than password.
    return folded in _common() or _EDGES.sub("", folded) in _common()


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON_FILE.read_text("ascii").split())


def hash_password(password: str) -> str:
    """Return what is kept of a password."""
    return HASHER.hash(password)


def verify_password(hashed: str | None, password: str) -> bool:
    """Return whether the password is the one of the hash; without a hash it takes as long and is never right."""
    candidate = password if len(password) <= LONGEST and inputs.is_one_line(password) else ""
    try:
        HASHER.verify(_hash_of_nobody() if hashed is None else hashed, candidate)
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


@cache
def _hash_of_nobody() -> str:
    return hash_password("")
