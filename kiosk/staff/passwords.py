"""Argon2id hashes of passwords, at the strength OWASP's Password Storage Cheat Sheet gives as its floor."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forms.inputs import is_one_line
from kiosk.staff.errors import StaffError, StaffReason

SHORTEST = 8
LONGEST = 128
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def check_password(password: str) -> str:
    """Return the password, if it may be used. Raise StaffError if it is too short or impossible."""
    if len(password) < SHORTEST:
        raise StaffError(StaffReason.PASSWORD_TOO_SHORT)
    if len(password) > LONGEST or not is_one_line(password):
        raise StaffError(StaffReason.PASSWORD_IMPOSSIBLE)
    return password


def hash_password(password: str) -> str:
    return HASHER.hash(password)


def verify_password(hashed: str | None, password: str) -> bool:
    """Return whether the password is the one of the hash; without a hash it takes as long and is never right."""
    candidate = password if len(password) <= LONGEST and is_one_line(password) else ""
    try:
        HASHER.verify(hashed or _hash_of_nobody(), candidate)
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


@cache
def _hash_of_nobody() -> str:
    return hash_password("")
